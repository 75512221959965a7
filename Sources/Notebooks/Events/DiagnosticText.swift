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
    DiagnosticText.text(of: diagnostic, style) { location in
      let line = lines.indices.contains(location.line - 1) ? lines[location.line - 1] : nil
      return ("\(path.escapedForLine):\(location.line):\(location.column)", location.line, line)
    } otherwise: {
      path.escapedForLine
    }
  }

  /// Returns `diagnostic` and its notes, each line ended.
  ///
  /// - Parameters:
  ///   - find: Returns what a location is called, the number of its line there, and the line, if there is one.
  ///   - otherwise: Returns what stands in place of a location if there is none.
  static func text(
    of diagnostic: Diagnostic, _ style: TerminalStyle,
    find: (SourceLocation) -> (place: String, number: Int, line: String?), otherwise: () -> String
  ) -> String {
    let severity =
      switch diagnostic.severity {
      case .error: style.red("error:")
      case .warning: style.yellow("warning:")
      case .note: style.dim("note:")
      }
    let found = diagnostic.location.map(find)
    let place = found?.place ?? otherwise()
    var text = place.isEmpty ? "" : style.bold(place + ":") + " "
    text += "\(severity) \(diagnostic.message)\n"
    if let found, let line = found.line, let column = diagnostic.location?.column {
      text += excerpt(of: line, found.number, column, style)
    }
    for note in diagnostic.notes { text += self.text(of: note, style, find: find, otherwise: otherwise) }
    return text
  }

  /// The source line with a caret below the column.
  private static func excerpt(
    of line: String, _ number: Int, _ column: Int, _ style: TerminalStyle
  ) -> String {
    let excerpt = SourceExcerpt(line, column: column)
    let gutter = String(repeating: " ", count: "\(number)".count)
    return "\(style.dim("\(number) │")) \(excerpt.text)\n"
      + "\(style.dim(gutter + " │")) \(excerpt.space)\(style.green("^"))\n"
  }
}
