internal import ArgumentParser
internal import Notebooks

/// Makes one table of what the settings of a sweep gave.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect", abstract: "Make one table of the settings of a sweep and their results.",
    discussion: """
      nbrun collect sweep/x

      writes sweep/x/index.html, with plots, table.tsv and table.json: of each setting the last value of everything \
      that cells record ('record("accuracy", a)'), and the last row of each table. Settings that have failed or not \
      run are in it, too. 'nbrun sweep' does this at its end; call it after settings that a cluster has run.
      """)

  @Argument(help: "The folder of a sweep, such as 'sweep/x'.", completion: .directory)
  var sweep: String

  @OptionGroup
  var replacement: ReplacementOption

  @Flag(name: .shortAndLong, help: "Print errors and warnings only.")
  var quiet = false

  func run() throws {
    try exit { () throws(NotebookError) in
      let folder = sweep.hasSuffix("/") && sweep.count > 1 ? String(sweep.dropLast()) : sweep
      guard NotebookFolder.isFolder(folder) else { throw .missing(path: sweep) }
      var plan = OutputPlan(inputs: [], replacesOthers: replacement.force)
      try plan.add(sweepIn: folder)
      let table = try SweepTable(collecting: folder)
      try table.write(in: folder, tells: !quiet)
      return table.missing > 0 ? .usage : .succeeded
    }
  }
}

extension SweepTable {
  /// Writes the table in its three forms into `folder`, the one of the sweep.
  func write(in folder: String, tells: Bool) throws(NotebookError) {
    let files = SweepFiles(in: folder)
    try HandoutWriter.write(tsv, to: files.tsv)
    try HandoutWriter.write(json, to: files.json)
    try HandoutWriter.write(html(SweepFigures(self).all), to: files.page)
    if tells, columns.isEmpty {
      Console.write("no cell records a number: 'record(\"loss\", loss)' puts one into the table\n")
    }
    if tells { for path in [files.page, files.tsv, files.json] { StandardOutput.tell(path) } }
  }
}
