/// Where the bytes of a cell's code stand in the notebook.
struct CodeLocations {
  private let cell: Cell
  private let lineStarts: LineStarts

  init(_ cell: Cell) {
    self.cell = cell
    lineStarts = LineStarts(cell.code.utf8)
  }

  /// Returns where the code stands that begins at `offset`.
  ///
  /// Complexity: logarithmic in the number of lines.
  func location(ofByte offset: Int) -> SourceLocation {
    let location = lineStarts.location(ofByte: offset)
    return SourceLocation(
      line: cell.firstLine + location.line - 1, column: location.column + cell.indentation)
  }

  /// Returns where the word `name` stands from `offset` on, in order, outside of comments and texts.
  func mentions(of name: String, from offset: Int = 0) -> some Sequence<SourceLocation> {
    let code = cell.code
    let start = code.utf8.index(code.startIndex, offsetBy: offset, limitedBy: code.endIndex) ?? code.endIndex
    return SwiftTokens(code[start...]).tokens.lazy.filter { $0 == name }.map {
      location(ofByte: code.utf8.distance(from: code.startIndex, to: $0.startIndex))
    }
  }
}
