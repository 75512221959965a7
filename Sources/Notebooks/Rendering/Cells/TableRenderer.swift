/// Turns a table that a cell shows into HTML.
enum TableRenderer {
  /// The number of characters from which on a cell holds a sentence, which may be broken into lines.
  private static let sentenceLength = 25

  /// Returns `table` as an element `table` with `caption` in it.
  static func html(_ table: TableOutput, _ words: PageWords, caption: HTML = .empty) -> HTML {
    func row(_ cells: [String], _ element: (KeyValuePairs<StaticString, String?>, HTML) -> HTML) -> HTML {
      let cells = cells.enumerated().map { column, text in
        let isRight = table.alignments.indices.contains(column) && table.alignments[column] == "right"
        let isLong = text.count >= sentenceLength
        let styles = [isRight ? "align-right" : nil, isLong ? "long" : nil].compactMap(\.self)
        return element(
          ["class": styles.isEmpty ? nil : styles.joined(separator: " ")], TextOutput.html(text, words))
      }
      return .element("tr", [:], cells.joined())
    }
    // A heading without words would be read out as a heading of nothing.
    let head = row(table.columns) { $1.isEmpty ? .element("td", $0, $1) : .element("th", $0, $1) }
    let body = table.rows.map { row($0) { .element("td", $0, $1) } }.joined()
    let caption = caption.isEmpty ? HTML.empty : .element("caption", [:], caption)
    let parts = caption + .element("thead", [:], head) + .element("tbody", [:], body)
    return .element("table", ["class": "data"], parts)
  }
}
