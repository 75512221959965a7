internal import ArgumentParser

@main
struct NBRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nbrun",
    abstract: "Runs markdown notebooks of Swift cells and writes them as handouts.",
    subcommands: [WorkerCommand.self])
}
