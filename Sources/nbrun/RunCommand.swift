internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Runs notebooks and writes their handouts.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run notebooks and write their handouts (the default).")

  @Argument(help: "The markdown files to run.", completion: .file(extensions: ["md"]))
  var notebooks: [String]

  @Option(name: .shortAndLong, help: "The folder for the handouts.", completion: .directory)
  var output = "output"

  @Option(
    help: "Whom the handouts are for: student (stubs of exercises), solution, or instructor (both).",
    completion: .list(Variant.allCases.map(\.rawValue)))
  var variant = Variant.solution

  @Flag(help: "Print each handout as PDF too, with an installed Chromium.")
  var pdf = false

  @OptionGroup(title: "Parameters")
  var parameters: ParameterOptions

  func run() throws {
    var status = RunStatus.succeeded
    for path in notebooks {
      let outcome = Result { () throws(NotebookError) in
        let overrides = try parameters.overrides()
        return try NotebookRun(
          path: path, output: output, overrides: overrides, variant: variant, printsPDF: pdf
        )
        .perform()
      }
      switch outcome {
      case .success(let ended):
        if ended.rawValue > status.rawValue { status = ended }
      case .failure(let error):
        Console.write(error.message + "\n")
        if status == .succeeded { status = .usage }
      }
    }
    if status != .succeeded { throw ExitCode(Int32(status.rawValue)) }
  }
}
