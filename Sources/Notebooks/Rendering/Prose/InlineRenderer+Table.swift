extension InlineRenderer {
  /// Returns a table of the prose as HTML.
  func html(_ table: MarkdownTable) -> HTML {
    let rows = table.rows.enumerated().map { index, row in
      let cells = row.enumerated().map { column, text in
        let alignment = table.alignments.indices.contains(column) ? table.alignments[column] : nil
        let style = alignment.map { "align-\($0.rawValue)" }
        return index == 0
          ? HTML.element("th", ["class": style, "scope": "col"], html(text))
          : HTML.element("td", ["class": style], html(text))
      }
      return HTML.element("tr", [:], cells.joined())
    }
    let head = HTML.element("thead", [:], rows.prefix(1).joined())
    let body = HTML.element("tbody", [:], rows.dropFirst().joined())
    return .element("div", ["class": "scroll", "tabindex": "0"], .element("table", [:], head, body))
  }
}
