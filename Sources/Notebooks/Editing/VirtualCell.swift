/// A cell as a Swift file in which every character stands where it stands in the notebook.
///
/// What belongs to no Swift is blank, so a place in one is the same place in the other. Lines and columns count from
/// 0 and columns in UTF-16, as editors count them.
package struct VirtualCell: Sendable, Equatable {
  /// The cell.
  package let cell: Cell
  /// The first line of the notebook that has something of the cell.
  package let firstLine: Int
  /// The cell's lines from there on.
  package private(set) var lines: [String] = []
  /// Where the author's Swift stands: the line, and the columns from the first to behind the last.
  private var parts: [Int: [ClosedRange<Int>]] = [:]

  /// Takes `cell` out of the notebook with `notebookLines`.
  package init(_ cell: Cell, in notebookLines: [String]) {
    self.cell = cell
    firstLine = (cell.isInline ? cell.start.line : cell.firstLine) - 1
    if cell.isInline {
      var cursor = Cursor(line: firstLine)
      for value in cell.inlineValues { insert(value, notebookLines, &cursor) }
    } else {
      for (offset, code) in cell.lines.enumerated() {
        let whole =
          notebookLines.indices.contains(firstLine + offset) ? notebookLines[firstLine + offset] : ""
        let width =
          whole.hasSuffix(code) ? whole.utf16.count - code.utf16.count : code.isEmpty ? 0 : cell.indentation
        lines.append(String(repeating: " ", count: width) + code)
        parts[firstLine + offset] = [min(width, cell.indentation)...Int.max]
      }
    }
  }

  /// The name of the module that the cell becomes.
  package var moduleName: String { cell.moduleName }

  /// Returns the whole file; `imports` stand on its first line, where no notebook has a cell, and `exports` at its end.
  package func text(imports: [String], exports: [String] = []) -> String {
    let blank = String(repeating: "\n", count: max(firstLine, 1))
    return imports.joined(separator: "; ") + blank + (lines + exports).joined(separator: "\n") + "\n"
  }

  /// Whether the author's Swift stands at that place, or ends there.
  package func contains(line: Int, column: Int) -> Bool {
    parts[line]?.contains { $0.contains(column) } ?? false
  }

  /// Returns the line of the file at `line`, which is empty outside of the cell.
  package func line(at line: Int) -> String {
    lines.indices.contains(line - firstLine) ? lines[line - firstLine] : ""
  }

  /// How far a line has been filled, so that values of a long one are not counted from its beginning each.
  private struct Cursor {
    /// The line of the notebook.
    var line: Int
    /// A place in it, in bytes and as a column.
    var (bytes, column) = (0, 0)
    /// The columns that are filled.
    var filled = 0

    init(line: Int, filled: Int = 0) { (self.line, self.filled) = (line, filled) }

    /// Moves to a later place in `text`, the line.
    mutating func move(toByte offset: Int, in text: String) {
      let utf8 = text.utf8
      let start = utf8.index(utf8.startIndex, offsetBy: bytes, limitedBy: utf8.endIndex) ?? utf8.endIndex
      let end = utf8.index(utf8.startIndex, offsetBy: offset, limitedBy: utf8.endIndex) ?? utf8.endIndex
      column += String(decoding: utf8[start..<max(start, end)], as: UTF8.self).utf16.count
      bytes = offset
    }
  }

  /// Puts an expression of the prose to its place, in a statement that fits between the marks.
  private mutating func insert(_ value: InlineValue, _ notebookLines: [String], _ cursor: inout Cursor) {
    let line = value.location.line - 1
    while lines.count <= line - firstLine { lines.append("") }
    if cursor.line != line { cursor = Cursor(line: line) }
    cursor.move(
      toByte: value.location.column - 1, in: notebookLines.indices.contains(line) ? notebookLines[line] : "")
    let column = cursor.column
    let opening = (cursor.filled == 0 ? "" : "; ") + (value.isExpectation ? "expect(" : "_ = (")
    let width = max(column - opening.utf16.count - cursor.filled, 0)
    let pieces = value.expression.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (offset, piece) in pieces.enumerated() {
      if offset > 0 {
        lines.append("")
        cursor = Cursor(line: line + offset)
      }
      let start = offset == 0 ? column : 0
      parts[line + offset, default: []].append(start...start + piece.utf16.count)
      let text = (offset == 0 ? String(repeating: " ", count: width) + opening : "") + piece
      lines[lines.count - 1] += text
      cursor.filled += text.utf16.count
    }
    lines[lines.count - 1] += ")"
    cursor.filled += 1
  }

  /// Returns the name at that place, which is not a member's; nil if there is none.
  package func name(line: Int, column: Int) -> String? {
    let units = Array(self.line(at: line).utf16)
    guard (0...units.count).contains(column) else { return nil }
    let start = column - units[..<column].reversed().prefix(while: VirtualCell.isPartOfName).count
    let end = column + units[column...].prefix(while: VirtualCell.isPartOfName).count
    guard start < end, start == 0 || units[start - 1] != UInt16(UInt8(ascii: ".")) else { return nil }
    return String(decoding: units[start..<end], as: UTF16.self)
  }

  /// Returns where the cell declares the variable `name` for later cells; nil if it does not, or not plainly.
  package func declaration(ofVariable name: String) -> (line: Int, column: Int)? {
    let mark = /(?:@\w+ +)*(?:let|var)\b(?<pattern>[^=]*)/
    for (offset, line) in lines.enumerated() {
      let code = line.dropFirst(cell.indentation)
      guard let pattern = code.prefixMatch(of: mark)?.pattern else { continue }
      for word in pattern.matches(of: /\w+/) where word.output == name {
        return (firstLine + offset, line[..<word.startIndex].utf16.count)
      }
    }
    return nil
  }

  private static func isPartOfName(_ unit: UInt16) -> Bool {
    unit >= 0x80 || unit == 0x5F || 0x30...0x39 ~= unit || 0x41...0x5A ~= unit || 0x61...0x7A ~= unit
  }
}
