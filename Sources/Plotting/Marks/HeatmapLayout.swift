/// Where the parts of a heatmap are, relative to the panel's top left corner.
struct HeatmapLayout {
  static let titleSize = 13.5
  static let headerSize = 11.0
  static let axisSize = 12.0
  static let gap = 6.0
  private static let valueSize = 12.0
  /// A phone shows figures at 0.82 of their size, where this has 9 pixels; smaller numbers can't be read.
  private static let leastValueSize = 11.0
  /// A chosen side of a cell from which on values are expected in it.
  private static let leastSideForValues = 16.0
  /// Longer headings are shortened, in CSS pixels.
  static let longestHeading = 140.0
  /// A matrix with a shorter side than this would look like a line.
  private static let leastExtent = 16.0

  private let map: Heatmap
  /// The extent with title, headings and color bar.
  let size: Size
  let titleLines: [String]
  /// The middle of the title, above that of the cells.
  let titleMiddle: Double
  /// The rectangle of all cells.
  private(set) var matrix: Rectangle
  /// The extent of a cell.
  let cell: Size
  /// The text in each cell, and its font size; empty for none.
  let texts: [[String]]
  let textSize: Double
  /// Whether column headings read upward.
  let hasUpwardHeadings: Bool
  let limits: ClosedRange<Double>
  let bar: ColorBar?

  /// Whether the cells hold texts, such as their values.
  var hasTexts: Bool { !texts.isEmpty }

  init(_ map: Heatmap, in typesetter: Typesetter) {
    self.map = map
    let texts = HeatmapLayout.texts(of: map)
    let textLines = texts.joined().lazy.flatMap { $0.split(whereSeparator: \.isNewline) }
    let widest = textLines.map { typesetter.width(of: String($0), size: 1) }.max() ?? 0
    cell = HeatmapLayout.cell(of: map, widest: widest)
    textSize = min(HeatmapLayout.valueSize, cell.height * 0.5, (cell.width - 4) / max(widest, 0.1))
    self.texts = texts
    let matrix = Size(
      width: (cell.width * Double(max(1, map.columnCount))).rounded(),
      height: (cell.height * Double(max(1, map.rowCount))).rounded())

    func extent(_ labels: [String]) -> Double {
      labels.map { typesetter.width(of: $0, size: HeatmapLayout.headerSize) }.max() ?? 0
    }
    let rowHeadings = min(extent(map.rowLabels), HeatmapLayout.longestHeading)
    let left =
      (map.y.isEmpty ? 0 : HeatmapLayout.axisSize + HeatmapLayout.gap + 2)
      + (map.rowLabels.isEmpty ? 0 : rowHeadings + HeatmapLayout.gap)
    let columnHeadings = extent(map.columnLabels)
    hasUpwardHeadings = columnHeadings > cell.width - 4
    let headingHeight =
      hasUpwardHeadings ? min(columnHeadings, HeatmapLayout.longestHeading) : HeatmapLayout.headerSize
    let above = map.columnLabels.isEmpty ? 0 : headingHeight + HeatmapLayout.gap
    let below = map.x.isEmpty ? 0 : HeatmapLayout.axisSize + HeatmapLayout.gap + 4

    let colormap = map.effectiveColormap
    limits = ColorScale.limits(colormap, values: map.values.joined(), range: map.range)
    let hasBar = map.rowCount > 0 && map.columnCount > 0 && (map.showsColorBar ?? texts.isEmpty)
    let barHeight = hasBar ? max(matrix.height, ColorBar.leastHeight) : 0
    bar = hasBar ? ColorBar(colormap, limits: limits, height: barHeight, in: typesetter) : nil
    let right = bar.map { ColorBar.gap + $0.size.width } ?? 0

    let content = left + matrix.width + right
    let natural = typesetter.width(of: map.title, size: HeatmapLayout.titleSize)
    let width = max(content, min(natural, 240)).rounded(.up)
    titleLines = typesetter.wrapped(map.title, to: width, size: HeatmapLayout.titleSize, limit: 3)
    let heading =
      titleLines.isEmpty
      ? 0 : Double(titleLines.count) * HeatmapLayout.titleSize * Typesetter.lineHeight + 6
    let indent = ((width - content) / 2).rounded()
    // A bar that is higher than the matrix may reach up beside the headings of columns and down beside the label.
    let overhang = max(0, barHeight - matrix.height) / 2
    let (upper, lower) = (max(above, overhang), max(below, overhang))
    size = Size(width: width, height: (heading + upper + matrix.height + lower + 2).rounded(.up))
    titleMiddle = typesetter.titleMiddle(
      titleLines, near: (indent + left).rounded() + matrix.width / 2, width: width,
      size: HeatmapLayout.titleSize)
    self.matrix = Rectangle(
      x: (indent + left).rounded(), y: (heading + upper).rounded(), width: matrix.width,
      height: matrix.height)
  }

  /// Returns the texts in the cells; nothing when they are not shown.
  private static func texts(of map: Heatmap) -> [[String]] {
    let hasSpace =
      map.rowCount <= 12 && map.columnCount <= 12 && (map.cellSize ?? .infinity) >= leastSideForValues
    guard map.showsValues ?? hasSpace else { return [] }
    if !map.texts.isEmpty { return map.texts }
    var texts = NumberFormat.aligned(map.values.flatMap(\.self))[...]
    return map.values.map { row in
      defer { texts = texts.dropFirst(row.count) }
      return Array(texts.prefix(row.count))
    }
  }

  /// Returns the extent of a cell: square unless its number is long.
  private static func cell(of map: Heatmap, widest: Double) -> Size {
    if let shared = map.sharedCell { return shared }
    if let side = map.cellSize, side.isFinite, side > 0 {
      guard widest > 0 else { return Size(width: side, height: side) }
      return Size(
        width: max(side, (widest * leastValueSize + 4).rounded(.up)), height: max(side, 2 * leastValueSize))
    }
    if widest > 0 {
      let width = max(32, (widest * valueSize + 10).rounded(.up))
      return Size(width: width, height: min(width, 38))
    }
    let count = Double(max(1, map.rowCount, map.columnCount))
    // Beyond 360 cells a side, several of them share a pixel.
    let side = 360 / count
    let whole = side >= 2 ? min(28, side.rounded(.down)) : side
    return Size(width: seen(whole, map.columnCount), height: seen(whole, map.rowCount))
  }

  /// Returns the side of cells of which there are `count`, large enough for all of them to be seen.
  ///
  /// Cells of a matrix that is much longer than wide are no squares.
  private static func seen(_ side: Double, _ count: Int) -> Double {
    let count = Double(max(1, count))
    return side * count < leastExtent ? min(28, 2 * leastExtent / count) : side
  }

  /// Returns the rectangle of a cell.
  func rectangle(_ row: Int, _ column: Int) -> Rectangle {
    let width = matrix.width / Double(map.columnCount)
    let height = matrix.height / Double(map.rowCount)
    return Rectangle(
      x: matrix.x + Double(column) * width, y: matrix.y + Double(row) * height, width: width, height: height)
  }

  /// Returns the layout relative to another corner.
  func moved(to corner: Point) -> HeatmapLayout {
    var layout = self
    layout.matrix.x += corner.x
    layout.matrix.y += corner.y
    return layout
  }
}
