/// What the compiler says of a cell that is being edited.
package struct CellFindings: Sendable, Equatable {
  /// A message at a place; lines and columns count from 0, columns in UTF-16.
  package struct Message: Sendable, Equatable {
    /// The severity.
    package var severity: Diagnostic.Severity
    /// The words.
    package var text: String
    /// The line.
    package var line: Int
    /// The columns of what the message is about.
    package var columns: Range<Int>

    /// Reads `diagnostic`, whose columns are bytes of `text`, the line where it is.
    init(_ diagnostic: Diagnostic, in text: String) {
      severity = diagnostic.severity
      let notes = diagnostic.notes.map { "\nnote: " + $0.message }
      self.text = diagnostic.message + notes.joined()
      line = max((diagnostic.location?.line ?? 1) - 1, 0)
      let bytes = max((diagnostic.location?.column ?? 1) - 1, 0)
      let start = String(decoding: text.utf8.prefix(bytes), as: UTF8.self)
      let rest = String(decoding: text.utf8.dropFirst(bytes), as: UTF8.self)
      let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      let length = word.isEmpty ? rest.prefix(1).utf16.count : word.utf16.count
      columns = start.utf16.count..<start.utf16.count + length
    }
  }

  /// The messages in order.
  package var messages: [Message] = []

  /// Returns the messages on `problems`, which are about the file itself.
  package static func messages(on problems: [Diagnostic], in lines: [String]) -> [Message] {
    problems.map { problem in
      let line = (problem.location?.line ?? 1) - 1
      return Message(problem, in: lines.indices.contains(line) ? lines[line] : "")
    }
  }
}
