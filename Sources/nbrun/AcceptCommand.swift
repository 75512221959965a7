internal import ArgumentParser
internal import Notebooks

/// Runs notebooks again and stores their outputs, showing what changed.
struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Run notebooks, store their outputs, and show what changed.",
    discussion: "The outputs of a notebook that fails are not stored; 'nbrun run' writes its handout anyway.")

  @OptionGroup
  var options: NotebookOptions

  @Option(
    name: .customLong("cell"),
    help: "Store the outputs of this cell only: its label, or 'cell-' and its number. May be repeated.")
  var cells: [String] = []

  func run() throws {
    try exit { () throws(NotebookError) in
      let run = try options.run(with: CacheUse(reusesResults: false))
      let paths = try options.paths()
      var plan = try options.plan()
      for path in paths { try plan.add(options.files(of: path), of: path) }
      let index = try CourseFiles(
        of: paths, options.layout, in: options.output, cache: CacheUse(),
        sandbox: options.settings.limits.sandbox)
      if options.writesIndex { try index.add(to: &plan, besides: paths) }
      let status = try Batch(
        paths: paths, options: options, command: ["accept"] + cells.flatMap { ["--cell", $0] }
      ).run {
        path throws(NotebookError) in
        return try NotebookCheck(run: run(path), isExact: true).accept(cells: cells)
      }
      if options.writesIndex { _ = try index.write() }
      return status
    }
  }
}
