internal import ArgumentParser
internal import Notebooks

/// What every command that runs cells, or tells what a run would do, takes beside the notebooks.
struct RunSettings: ParsableArguments {
  @Option(
    help:
      "The audience of the handouts: student (exercise stubs), solution, or instructor (both); those of students and instructors are in a folder of that name.",
    completion: .list(Variant.allCases.map(\.rawValue)))
  var variant = Variant.solution

  @OptionGroup(title: "Parameters")
  var parameters: ParameterOptions

  @OptionGroup(title: "Limits")
  var limits: LimitOptions

  @OptionGroup(visibility: .hidden)
  var compilation: CompilationOptions

  func validate() throws { try limits.checkContainerOptions() }

  /// The settings as they are written.
  var arguments: [String] {
    ["--variant", variant.rawValue] + parameters.arguments + limits.arguments + compilation.arguments
  }
}
