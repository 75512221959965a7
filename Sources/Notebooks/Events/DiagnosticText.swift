/// Diagnostics as text for a terminal: the place, the message, the source line and a caret.
public struct DiagnosticText: Sendable {
  /// The path of the notebook as it was given.
  public var path: String
  /// The lines of the notebook.
  public var lines: [String]
  /// How the text is colored.
  public var style: TerminalStyle

  /// Creates a printer for the diagnostics of one notebook.
  public init(path: String, lines: [String], style: TerminalStyle) {
    self.path = path
    self.lines = lines
    self.style = style
  }

  /// Returns `diagnostic` and its notes, each line ended.
  public func text(of diagnostic: Diagnostic) -> String {
    var text = ""
    var place = path.escapedForLine
    if let location = diagnostic.location { place += ":\(location.line):\(location.column)" }
    let severity =
      switch diagnostic.severity {
      case .error: style.red("error:")
      case .warning: style.yellow("warning:")
      case .note: style.dim("note:")
      }
    text += "\(style.bold(place + ":")) \(severity) \(diagnostic.message)\n"
    if let location = diagnostic.location { text += excerpt(at: location) }
    for note in diagnostic.notes { text += self.text(of: note) }
    return text
  }

  /// The source line with a caret below the column.
  private func excerpt(at location: SourceLocation) -> String {
    guard lines.indices.contains(location.line - 1) else { return "" }
    let excerpt = SourceExcerpt(lines[location.line - 1], column: location.column)
    let number = "\(location.line)"
    let gutter = String(repeating: " ", count: number.count)
    return "\(style.dim(number + " │")) \(excerpt.text)\n"
      + "\(style.dim(gutter + " │")) \(excerpt.space)\(style.green("^"))\n"
  }
}
