extension Heatmap {
  static let titleSize = 13.5
  static let headerSize = 11.0
  static let axisSize = 12.0
  static let gap = 6.0
  static let barGap = 14.0
  static let barWidth = 12.0
  private static let valueSize = 12.0
  /// A matrix with a shorter side than this would look like a line.
  private static let leastExtent = 16.0
  /// The least height of a color bar with two labels.
  private static let leastBarHeight = 64.0

  /// Where everything is, relative to the panel's top left corner.
  struct Layout {
    var size: Size
    var titleLines: [String]
    /// The rectangle of all cells.
    var matrix: Rectangle
    /// The height of the color bar beside it.
    var barHeight: Double
    /// The extent of a cell.
    var cell: Size
    /// The text in each cell, and its font size; empty for none.
    var texts: [[String]]
    var textSize: Double
    /// Whether column headings read upward.
    var upwardHeadings: Bool
    /// The ticks of the color bar.
    var barTicks: Ticks
  }

  /// Returns the extent with title, headings and color bar.
  public func size(in typesetter: Typesetter) -> Size {
    layout(in: typesetter).size
  }

  func layout(in typesetter: Typesetter) -> Layout {
    let texts = cellTexts
    let textLines = texts.joined().lazy.flatMap { $0.split(whereSeparator: \.isNewline) }
    let widest = textLines.map { typesetter.width(of: String($0), size: 1) }.max() ?? 0
    let cell = cellExtent(widest: widest)
    let textSize = min(Heatmap.valueSize, cell.height * 0.5, (cell.width - 4) / max(widest, 0.1))
    let matrix = Size(
      width: (cell.width * Double(max(1, columnCount))).rounded(),
      height: (cell.height * Double(max(1, rowCount))).rounded())

    let rowHeadings = headings(rowLabels, in: typesetter)
    let left =
      (y.isEmpty ? 0 : Heatmap.axisSize + Heatmap.gap + 2)
      + (rowLabels.isEmpty ? 0 : min(rowHeadings, 140) + Heatmap.gap)
    let columnHeadings = headings(columnLabels, in: typesetter)
    let upward = columnHeadings > cell.width - 4
    let above =
      columnLabels.isEmpty ? 0 : (upward ? min(columnHeadings, 140) : Heatmap.headerSize) + Heatmap.gap
    let below = x.isEmpty ? 0 : Heatmap.axisSize + Heatmap.gap + 4

    let barHeight = showsColorBar ? max(matrix.height, Heatmap.leastBarHeight) : 0
    let ticks = barTicks(height: barHeight)
    let barLabels = ticks.labels.map { typesetter.width(of: $0, size: Heatmap.headerSize) }.max() ?? 0
    let right = showsColorBar ? Heatmap.barGap + Heatmap.barWidth + 6 + barLabels : 0

    let content = left + matrix.width + right
    let natural = typesetter.width(of: title, size: Heatmap.titleSize)
    let width = max(content, min(natural, 240)).rounded(.up)
    let lines = typesetter.wrapped(title, to: width, size: Heatmap.titleSize, limit: 3)
    let heading = lines.isEmpty ? 0 : Double(lines.count) * Heatmap.titleSize * Typesetter.lineHeight + 6
    let indent = ((width - content) / 2).rounded()
    // A bar that is higher than the matrix may reach up beside the headings of columns and down beside the label.
    let overhang = max(0, barHeight - matrix.height) / 2
    let (upper, lower) = (max(above, overhang), max(below, overhang))
    return Layout(
      size: Size(width: width, height: (heading + upper + matrix.height + lower + 2).rounded(.up)),
      titleLines: lines,
      matrix: Rectangle(
        x: (indent + left).rounded(), y: (heading + upper).rounded(), width: matrix.width,
        height: matrix.height),
      barHeight: barHeight,
      cell: cell, texts: textSize < 5.5 ? [] : texts, textSize: textSize, upwardHeadings: upward,
      barTicks: ticks)
  }

  /// The numbers in the cells; empty when they are not shown.
  private var cellTexts: [[String]] {
    guard showsValues ?? (rowCount <= 12 && columnCount <= 12) else { return [] }
    if !self.texts.isEmpty { return self.texts }
    var texts = NumberFormat.aligned(values.flatMap(\.self))[...]
    return values.map { row in
      defer { texts = texts.dropFirst(row.count) }
      return Array(texts.prefix(row.count))
    }
  }

  /// Returns the extent of a cell: square unless its number is long.
  private func cellExtent(widest: Double) -> Size {
    if let cellSize, cellSize.isFinite, cellSize > 0 { return Size(width: cellSize, height: cellSize) }
    if widest > 0 {
      let width = max(32, (widest * Heatmap.valueSize + 10).rounded(.up))
      return Size(width: width, height: min(width, 38))
    }
    let count = Double(max(1, rowCount, columnCount))
    // Beyond 360 cells a side, several of them share a pixel.
    let side = 360 / count
    let whole = side >= 2 ? min(28, side.rounded(.down)) : side
    return Size(width: seen(whole, columnCount), height: seen(whole, rowCount))
  }

  /// Returns the side of cells of which there are `count`, large enough for all of them to be seen.
  ///
  /// Cells of a matrix that is much longer than wide are no squares.
  private func seen(_ side: Double, _ count: Int) -> Double {
    let count = Double(max(1, count))
    return side * count < Heatmap.leastExtent ? min(28, 2 * Heatmap.leastExtent / count) : side
  }

  private func headings(_ labels: [String], in typesetter: Typesetter) -> Double {
    labels.map { typesetter.width(of: $0, size: Heatmap.headerSize) }.max() ?? 0
  }

  private func barTicks(height: Double) -> Ticks {
    guard showsColorBar else { return Ticks(values: [], labels: []) }
    let limits = ColorScale(colormap, theme: .light, values: values.joined(), range: range).limits
    return .linear(limits, intervals: max(1, Int(height / 22)))
  }
}
