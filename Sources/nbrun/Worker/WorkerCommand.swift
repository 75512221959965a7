internal import ArgumentParser

/// What `nbrun` starts itself as, to run cells.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Runs cells for another nbrun.", shouldDisplay: false)

  func run() {
    WorkerMain.run()
  }
}
