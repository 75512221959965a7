/// A table of text to show: a heading, rows, and how each column is set.
public struct Table: Sendable, Equatable {
  /// How a column's text is set; numbers belong to the right.
  public enum Alignment: String, Sendable {
    case left, right
  }

  /// What the table is about; empty for none.
  public var caption: String
  /// The heading of each column.
  public var columns: [String]
  /// How each column is set.
  public var alignments: [Alignment]
  /// The cells, row by row, as many as there are columns.
  public var rows: [[String]]

  /// Creates a table.
  ///
  /// Columns whose every cell reads as a number are set to the right unless `alignments` says otherwise.
  /// Short rows are filled up with empty cells.
  public init(
    _ caption: String = "", columns: [String], rows: [[String]], alignments: [Alignment]? = nil
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows.map { $0 + Array(repeating: "", count: max(0, columns.count - $0.count)) }
    self.alignments =
      alignments
      ?? columns.indices.map { column in
        let cells = rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }
        return !cells.isEmpty && cells.allSatisfy(Table.readsAsNumber) ? .right : .left
      }
  }

  private static func readsAsNumber(_ cell: String) -> Bool {
    let bare = cell.filter { !", \u{202F}%–-−".contains($0) }
    return cell.isEmpty || bare.isEmpty || Double(bare) != nil
  }
}

extension Table: Displayable {
  /// The table as data and as aligned plain text.
  public var mimeBundle: MIMEBundle {
    let json = JSON.object([
      "caption": .string(caption),
      "columns": .array(columns.map(JSON.string)),
      "alignments": .array(alignments.map { .string($0.rawValue) }),
      "rows": .array(rows.map { .array($0.map(JSON.string)) }),
    ])
    return MIMEBundle([
      .init(type: MIMEType.table, text: json.text),
      .init(type: MIMEType.plainText, text: description),
    ])
  }
}

extension Table: CustomStringConvertible {
  /// The table in columns of equal width.
  public var description: String {
    let widths = columns.indices.map { column in
      rows.reduce(columns[column].count) { max($0, $1[column].count) }
    }
    func line(_ cells: [String]) -> String {
      let padded = columns.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return alignments[column] == .right ? space + cells[column] : cells[column] + space
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([line(columns), rule] + rows.map(line)).joined(separator: "\n")
  }
}
