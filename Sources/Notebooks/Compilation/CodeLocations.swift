/// Where the bytes of a cell's code stand in the notebook.
struct CodeLocations {
  private let cell: Cell
  /// Where the lines of the code begin, in UTF-8 bytes.
  private let lineStarts: [Int]

  init(_ cell: Cell) {
    self.cell = cell
    lineStarts = [0] + cell.code.utf8.enumerated().filter { $1 == UInt8(ascii: "\n") }.map { $0.offset + 1 }
  }

  /// Returns where the code stands that begins at `offset`.
  ///
  /// Complexity: logarithmic in the number of lines.
  func location(ofByte offset: Int) -> SourceLocation {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourceLocation(
      line: cell.firstLine + low, column: offset - lineStarts[low] + 1 + cell.indentation)
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
