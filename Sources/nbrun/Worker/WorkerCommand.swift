internal import ArgumentParser

/// What `nbrun` starts itself as, to run cells.
struct WorkerCommand: ParsableCommand {
  /// The argument that makes `nbrun` a worker.
  static let name = "worker"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Runs cells for another nbrun.", shouldDisplay: false)

  func run() {
    WorkerMain.run()
  }
}
