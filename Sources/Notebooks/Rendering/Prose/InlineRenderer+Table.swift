extension InlineRenderer {
  /// Returns a table of the prose, whose number is `entry`, as HTML.
  func html(_ table: MarkdownTable, _ entry: Numbering.Entry?) -> HTML {
    let styles = (0..<(table.rows.map(\.count).max() ?? 0)).map { column in
      let written = table.alignments.indices.contains(column) ? table.alignments[column] : nil
      let alignment = written ?? (table.isNumeric(column) ? .right : nil)
      return alignment.map { "align-\($0.rawValue)" }
    }
    let rows = table.rows.enumerated().map { index, row in
      let cells = zip(row, styles).map { text, style in
        // A heading without words would be read out as a heading of nothing.
        return index == 0 && !text.isEmpty
          ? HTML.element("th", ["class": style, "scope": "col"], html(text))
          : HTML.element("td", ["class": style], html(text))
      }
      return HTML.element("tr", [:], cells.joined())
    }
    let head = HTML.element("thead", [:], rows.prefix(1).joined())
    let body = HTML.element("tbody", [:], rows.dropFirst().joined())
    let caption = shared.caption(.table, entry, table.caption.map(html))
    return shared.table(.element("table", [:], head, body), caption, entry)
  }
}

extension MarkdownTable {
  /// Whether all cells of `column` below its heading hold numbers, which are easier to compare when they end
  /// at the same place.
  fileprivate func isNumeric(_ column: Int) -> Bool {
    let texts = rows.dropFirst().map { $0.indices.contains(column) ? $0[column].plainText : "" }
    return texts.contains { !$0.isEmpty }
      && texts.allSatisfy { text in
        let bare = text.replacing(/[,\u{202F}\u{A0} %]/, with: "").replacing(/^[−–]/, with: "-")
        return bare.isEmpty || bare == "-" || bare == "—" || Double(bare) != nil
      }
  }
}
