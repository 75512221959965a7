/// The rows of tables in raw prose, where GitHub's markdown takes `\|` for a bar, even in code.
enum TableRows {
  /// Returns the line of `paragraph`, from 0, on which a table's heading stands; nil if there is no table.
  static func start(in paragraph: String) -> Int? {
    guard paragraph.utf8.contains(UInt8(ascii: "|")) else { return nil }
    let lines = paragraph.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.indices.dropFirst().first { isRule(lines[$0]) }.map { $0 - 1 }
  }

  /// Whether `line` is the one below a table's heading, such as `|---|:-:|`.
  private static func isRule(_ line: some Collection<UInt8>) -> Bool {
    line.allSatisfy { "|-: \t>".utf8.contains($0) } && line.contains(UInt8(ascii: "|"))
      && line.contains(UInt8(ascii: "-"))
  }

  /// The most columns that a table may have, and the most cells that all tables of a text may have together.
  ///
  /// cmark-gfm makes a cell of every column for every row, however short the row is, and takes time that grows with the
  /// square of the columns.
  static let (mostColumns, mostCells) = (10_000, 500_000)

  /// Returns the lines of `text`, from 0, that would make a table of more columns or cells than that.
  static func excessiveRules(in text: String) -> Set<Int> {
    guard text.utf8.count > mostColumns, text.utf8.contains(UInt8(ascii: "|")) else { return [] }
    var excessive: Set<Int> = []
    var cells = 0
    var fence: ArraySlice<UInt8>?
    // The columns of the table that the line is in, and where its rule is.
    var (columns, rule, count) = (0, 0, 0)
    let bytes = Array(text.utf8)
    var index = 0
    var rest = bytes[...]
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      // A fence may stand in a quote or open a list's item.
      let bare = line.drop { fenceMargin.contains($0) }
      let marks = bare.prefix { $0 == bare.first && (0x60 == $0 || 0x7E == $0) }
      if let open = fence {
        // Code has no tables, and nothing must be changed in it.
        if marks.starts(with: open), bare[marks.endIndex...].allSatisfy(isBlank) { fence = nil }
      } else if marks.count >= 3, marks.first == UInt8(ascii: "~") || !bare[marks.endIndex...].contains(0x60)
      {
        fence = marks
        columns = 0
      } else if line.allSatisfy({ isBlank($0) || $0 == UInt8(ascii: ">") }) {
        columns = 0
      } else if columns == 0, isRule(line) {
        (columns, rule, count) = (line.count { $0 == UInt8(ascii: "|") } + 1, index, cells)
      }
      cells += columns
      if columns > mostColumns || cells > mostCells {
        excessive.insert(rule)
        (columns, cells) = (0, count)
      }
      index += 1
    }
    return excessive
  }

  /// What may stand before a fence.
  private static let fenceMargin = Set(" \t>*+-.)0123456789".utf8)

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Returns `text` with a backslash before each of `lines`, so that they are no tables' rules.
  static func escaping(_ lines: Set<Int>, in text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      guard lines.contains(index) else { return String(line) }
      let margin = line.prefix { $0 == " " || $0 == "\t" || $0 == ">" }
      return margin + "\\" + line.dropFirst(margin.count)
    }.joined(separator: "\n")
  }

  /// Returns `code` with bars for `\|`, and blanks behind them so that columns stay.
  static func withoutEscapes(_ code: String) -> String {
    var result = ""
    var rest = code[...]
    while let start = rest.firstIndex(of: "\\") {
      result += rest[..<start]
      rest = rest[start...]
      var count = 0
      while rest.hasPrefix("\\|") {
        rest = rest.dropFirst(2)
        count += 1
      }
      if count == 0 {
        result += rest.prefix(2)
        rest = rest.dropFirst(2)
        continue
      }
      // An operator needs a blank at both sides or at none.
      let isApart = result.last?.isWhitespace == true && rest.first?.isWhitespace == true
      result += String(repeating: "|", count: count) + String(repeating: " ", count: isApart ? count : 0)
    }
    return result + rest
  }
}
