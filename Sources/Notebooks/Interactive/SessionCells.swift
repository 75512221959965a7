/// The cells that a session has been given, one below the other as in a file.
struct SessionCells {
  /// A notebook of all of them.
  private(set) var notebook: Notebook
  /// What each is called in messages: `In [3]`.
  private var titles: [String] = []

  /// Begins without cells, in a notebook with what `frontMatter` says.
  init(_ frontMatter: FrontMatter) {
    notebook = Notebook(path: "notebook.swift", lines: [], frontMatter: frontMatter, cells: [])
  }

  /// Adds `code` below the others, and returns it as a cell and what is wrong with its options.
  mutating func add(_ code: String, title: String) -> (cell: Cell, problems: [Diagnostic]) {
    // Messages about what is put around the code may stand at the line before it, which is nobody's.
    notebook.lines.append("")
    var cell = Cell(
      number: notebook.cells.count + 1, code: OptionLines.marked(code), firstLine: notebook.lines.count + 1)
    let reading = CellOptionReading(of: cell)
    cell.options = reading.options
    notebook.lines += code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    notebook.cells.append(cell)
    titles.append(title)
    notebook.readingBegan = .now
    return (cell, reading.problems)
  }

  /// Returns `diagnostic` as text for a terminal with colors, at the lines of its cells.
  func text(of diagnostic: Diagnostic) -> String {
    DiagnosticText.text(of: diagnostic, TerminalStyle(isColored: true)) { location in
      let position = notebook.cells.lastIndex { $0.firstLine <= location.line } ?? 0
      let number = location.line - notebook.cells[position].firstLine + 1
      let line = notebook.lines.indices.contains(location.line - 1) ? notebook.lines[location.line - 1] : nil
      return ("\(titles[position]), line \(number)", number, line)
    } otherwise: {
      ""
    }
  }
}
