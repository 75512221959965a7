internal import ArgumentParser
internal import Notebooks

/// Runs notebooks and writes their handouts.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run notebooks and write their handouts (the default).")

  @OptionGroup
  var options: NotebookOptions

  @OptionGroup(title: "Cache")
  var cache: CacheOptions

  func run() throws {
    try exit { () throws(NotebookError) in
      let overrides = try options.parameters.overrides()
      return try Batch(paths: options.paths(), options: options, command: ["run"] + cache.arguments).run {
        path throws(NotebookError) in
        try NotebookRun(path: path, output: options.output, overrides: overrides, cache: cache.use).perform()
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
