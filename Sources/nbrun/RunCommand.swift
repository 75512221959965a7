internal import ArgumentParser
internal import Notebooks

/// Runs notebooks and writes their handouts.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run notebooks and write their handouts (the default).")

  @OptionGroup
  var options: NotebookOptions

  @Option(
    help: "Whom the handouts are for: student (stubs of exercises), solution, or instructor (both).",
    completion: .list(Variant.allCases.map(\.rawValue)))
  var variant = Variant.solution

  @Flag(help: "Print each handout as PDF too, with an installed Chromium.")
  var pdf = false

  func run() throws {
    try exit { () throws(NotebookError) in
      let overrides = try options.parameters.overrides()
      let command = ["run", "--variant", variant.rawValue] + (pdf ? ["--pdf"] : [])
      return try Batch(paths: options.paths(), options: options, command: command).run {
        path throws(NotebookError) in
        try NotebookRun(
          path: path, output: options.output, overrides: overrides, variant: variant, printsPDF: pdf
        ).perform()
      }
    }
  }
}

extension ParsableCommand {
  /// Does `work` and ends the program with the status that it returns.
  func exit(after work: () throws(NotebookError) -> RunStatus) throws {
    let status: RunStatus
    do throws(NotebookError) { status = try work() } catch {
      Console.write(error.message + "\n")
      status = .usage
    }
    if status != .succeeded { throw ExitCode(Int32(status.rawValue)) }
  }
}
