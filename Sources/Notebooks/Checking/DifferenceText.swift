/// Differences as text for a terminal: the place, what differs, and the lines that do.
public struct DifferenceText {
  /// The notebook that was run.
  let notebook: Notebook
  /// How the text is colored.
  let style: TerminalStyle

  /// Creates a printer for the differences of one notebook.
  public init(notebook: Notebook, style: TerminalStyle) {
    self.notebook = notebook
    self.style = style
  }

  /// Returns `difference` with its place, each line ended.
  public func text(of difference: Difference) -> String {
    var location = notebook.path
    let cell = notebook.cells.first { $0.name == difference.cell }
    if let cell { location += ":\(cell.firstLine + cell.optionLineCount):\(cell.indentation + 1)" }
    let name = difference.cell.map { "\($0): " } ?? ""
    let head = "\(style.bold(location + ":")) \(style.red("differs:")) \(name)\(difference.subject)\n"
    let lines = LineDifference.lines(difference.stored, difference.found)
    return head
      + lines.map { line in
        switch line {
        case .stored(let text): style.red("  - \(text)") + "\n"
        case .found(let text): style.green("  + \(text)") + "\n"
        case .both(let text): style.dim("    \(text)") + "\n"
        case .omitted(let count): style.dim("    … \(count) lines") + "\n"
        }
      }.joined()
  }
}
