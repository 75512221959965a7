internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Shows a handout while its notebook is being edited.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Show a handout in the browser and keep it up to date while you edit.",
    discussion: """
      Serves the handout to this machine only, at a random address, which is printed. When the file is saved, the \
      first cell that changed and all cells below it run again; the state above is kept. Saving during a run \
      restarts it. Cells that fail show their previous results, marked as older. Files that cells read are not \
      watched; "Run all again" on the page starts from the first cell.

      Press Ctrl-C to stop. The handout is also written to the output folder, as by 'nbrun run'.
      """)

  @Argument(help: "The markdown file to watch.", completion: .file(extensions: ["md"]))
  var notebook: String

  @OptionGroup
  var target: OutputOptions

  @Option(help: "The port to listen on; 0 chooses a free one.")
  var port: UInt16 = 0

  @OptionGroup(title: "Parameters")
  var parameters: ParameterOptions

  @OptionGroup(title: "Limits")
  var limits: LimitOptions

  func validate() throws { try limits.checkContainerOptions() }

  func run() throws {
    do {
      let path = try NotebookFolder.file(at: notebook, for: "'watch' reads a notebook again when it is saved")
      if limits.startsContainers {
        throw NotebookError.notContainable(
          path: path, reason: "'watch' keeps what cells have done; '--sandbox=syscalls' works here")
      }
      let force = target.replacement.force
      var plan = OutputPlan(inputs: [path], replacesOthers: force)
      let layout = OutputLayout(ofCallNaming: [path], .solution)
      try layout.check([path])
      try plan.add(layout.files(of: path, in: target.output), of: path)
      let watch = try Watch(
        path: path, output: layout.folder(for: path, in: target.output), replacesOthers: force,
        overrides: try parameters.overrides(),
        confinement: try limits.confinement())
      try watch.run(port: port)
    } catch let error as NotebookError {
      Console.write(error.message + "\n")
      throw ExitCode(Int32(RunStatus.usage.rawValue))
    }
  }
}
