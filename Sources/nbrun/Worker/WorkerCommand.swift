internal import ArgumentParser

/// What `nbrun` starts itself as, to run cells.
struct WorkerCommand: ParsableCommand {
  /// The argument that makes `nbrun` a worker.
  static let name = "worker"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Runs cells for another nbrun.", shouldDisplay: false)

  @Option(help: "The memory that it may write to, in bytes.")
  var memoryLimit: UInt64?

  @Option(help: "The number of files that it may have open.")
  var fileLimit: UInt64?

  @Option(help: "The only folder that it may write to; without it, there is no sandbox.")
  var scratch: String?

  @Option(parsing: .singleValue, help: "What it may read in the sandbox; by default all files.")
  var readable: [String] = []

  @Option(help: "The library by which it joins the other ranks of its run; without it, there are none.")
  var ranksLibrary: String?

  @Option(help: "The folder of the run, removed if the runner is killed.")
  var temporary: String

  @Flag(help: "Whether a copy takes its place when a cell ends it.")
  var backups = false

  func run() {
    WorkerMain.run(temporary: temporary, hasBackups: backups, ranks: ranksLibrary) {
      () throws(WorkerConfinement.Failure) in
      try WorkerConfinement.enter(
        memoryLimit: memoryLimit, fileLimit: fileLimit, scratch: scratch, readable: readable)
    }
  }
}
