extension Heatmap {
  /// The extent, the range of values, and the highlighted cells.
  public var description: String {
    var text = "Heatmap"
    if !title.isEmpty { text += " “\(title)”" }
    if values.isEmpty || columnCount == 0 { return text + " without cells" }
    text += " of \(Heatmap.count(rowCount, "row")) and \(Heatmap.count(columnCount, "column"))"
    if !y.isEmpty || !x.isEmpty {
      text += " (" + [y, x].filter { !$0.isEmpty }.joined(separator: " by ") + ")"
    }
    let all = values.flatMap(\.self)
    text += ", values \(SeriesSummary.span(all))"
    text += SeriesSummary.gapNote(all.count { !$0.isFinite })
    let cells = highlighted.sorted().filter {
      $0.row >= 0 && $0.row < rowCount && $0.column >= 0 && $0.column < columnCount
    }
    if cells.isEmpty { return text }
    if cells.count > 4 { return text + "; \(cells.count) cells are highlighted" }
    let places = cells.map { "(\($0.row), \($0.column))" }.joined(separator: ", ")
    return text + "; highlighted: \(places)"
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
