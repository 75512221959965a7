/// The diagnostics in what the compiler prints with `-diagnostic-style llvm`.
enum CompilerMessages {
  /// Returns the errors and warnings in `text`, each with its notes.
  ///
  /// A message at a place in another file keeps its words and loses its place: generated code and library
  /// sources are not what the author wrote.
  ///
  /// - Parameters:
  ///   - fileName: The name of the markdown file in the line directives.
  ///   - cell: The cell that was compiled; its indentation was removed before and is added to the columns.
  static func diagnostics(in text: String, fileName: String, cell: Cell) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let match = line.wholeMatch(of: /(.+?):(\d+):(\d+): (error|warning|note): (.*)/),
        let line = Int(match.2), let column = Int(match.3)
      else {
        if let match = line.wholeMatch(of: /(?:<unknown>:0: )?(error|warning): (.*)/) {
          let severity = Diagnostic.Severity(rawValue: String(match.1)) ?? .error
          diagnostics.append(Diagnostic(severity, String(match.2), at: nil))
        }
        continue
      }
      // The line before the last expression holds only `display(`, which belongs to the expression.
      let location = SourceLocation(line: max(line, cell.firstLine), column: column + cell.indentation)
      let severity = Diagnostic.Severity(rawValue: String(match.4)) ?? .error
      // Names of warning groups, `[#no-usage]`, are for projects with build settings.
      let message = String(match.5.replacing(/\s\[#[A-Za-z]+\]$/, with: ""))
      let isInNotebook = match.1 == fileName
      let diagnostic = Diagnostic(
        severity, message.withoutCellModules, at: isInNotebook ? location : nil)
      if severity == .note, !diagnostics.isEmpty {
        diagnostics[diagnostics.count - 1].notes.append(diagnostic)
      } else {
        diagnostics.append(diagnostic)
      }
    }
    return diagnostics
  }
}

extension String {
  /// The text without the modules that cells are compiled into, of which their author knows nothing.
  package var withoutCellModules: String { replacing(/\bCell_[0-9]+\./, with: "") }
}
