public import ArgumentParser
internal import Foundation
public import Notebooks

/// How cells are compiled, to compare one way with another.
struct CompilationOptions: ParsableArguments {
  @Option(help: "Compile cells in-groups or one-by-one; by default as NBRUN_COMPILE_CELLS says.")
  var compileCells =
    ProcessInfo.processInfo.environment["NBRUN_COMPILE_CELLS"].flatMap(CompilationChoices.Grouping.init)
    ?? CompilationChoices().grouping

  @Option(help: "Optimize all cells, none, or automatic.")
  var optimizeCells = CompilationChoices().optimization

  /// The choices that the options stand for.
  var choices: CompilationChoices {
    var choices = CompilationChoices()
    (choices.grouping, choices.optimization) = (compileCells, optimizeCells)
    return choices
  }

  /// The options as they are written.
  var arguments: [String] {
    ["--compile-cells", compileCells.rawValue, "--optimize-cells", optimizeCells.rawValue]
  }
}

// A conformance is as public as the type, whatever imports it.
extension CompilationChoices.Grouping: ExpressibleByArgument {}
extension CompilationChoices.Optimization: ExpressibleByArgument {}
