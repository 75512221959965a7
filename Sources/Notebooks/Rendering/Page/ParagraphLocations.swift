/// Finds where a piece of a paragraph stands in the file.
///
/// Pieces are asked for in the order of the text, so each search goes on where the last one ended.
final class ParagraphLocations {
  private let lines: [String]
  /// The line on which the paragraph begins that was searched last.
  private var firstLine = 0
  private var text: [UInt8] = []
  /// How far it has been searched, and where that is.
  private var searched = 0
  private var location = SourceLocation.start

  init(_ notebook: Notebook) { lines = notebook.lines }

  /// Returns where `piece` stands in the paragraph that begins at `line`, or that line's beginning.
  func location(of piece: String, from line: Int) -> SourceLocation {
    if firstLine != line {
      let paragraph = lines.dropFirst(max(line - 1, 0)).prefix { !$0.allSatisfy(\.isWhitespace) }
      text = Array(paragraph.joined(separator: "\n").utf8)
      firstLine = line
      startAgain()
    }
    let pattern = Array(piece.utf8)
    if let next = find(pattern, from: searched) {
      move(to: next)
    } else {
      startAgain()
      guard let first = find(pattern, from: 0) else { return location }
      move(to: first)
    }
    defer { move(to: searched + pattern.count) }
    return location
  }

  private func startAgain() {
    searched = 0
    location = SourceLocation(line: firstLine, column: 1)
  }

  private func move(to index: Int) {
    for byte in text[searched..<index] {
      location =
        byte == 0x0A
        ? SourceLocation(line: location.line + 1, column: 1)
        : SourceLocation(line: location.line, column: location.column + 1)
    }
    searched = index
  }

  private func find(_ pattern: [UInt8], from start: Int) -> Int? {
    text.withUnsafeBytes { text in pattern.withUnsafeBytes { text.firstIndex(of: $0, from: start) } }
  }
}
