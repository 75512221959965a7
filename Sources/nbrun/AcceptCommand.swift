internal import ArgumentParser
internal import Notebooks

/// Runs notebooks again and stores their outputs, telling what is new about them.
struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Store the outputs of notebooks anew, and tell how they differ.",
    discussion: "A notebook that fails is not stored; 'nbrun run' writes its handout all the same.")

  @OptionGroup
  var options: NotebookOptions

  @Option(
    name: .customLong("cell"),
    help: "Store the outputs of this cell alone, by its label or 'cell-' and its number; may be repeated.")
  var cells: [String] = []

  func run() throws {
    try exit { () throws(NotebookError) in
      let run = try options.run(with: CacheUse(reusesResults: false))
      let paths = try options.paths()
      var plan = try options.plan()
      for path in paths { try plan.add(options.files(of: path), of: path) }
      return try Batch(
        paths: paths, options: options, command: ["accept"] + cells.flatMap { ["--cell", $0] }
      ).run {
        path throws(NotebookError) in
        return try NotebookCheck(run: run(path), isExact: true).accept(cells: cells)
      }
    }
  }
}
