public import Display

/// A matrix as colored cells, with the numbers in them when there are few.
///
/// ```swift
/// let classes = ["cat", "dog"]
/// let panel = Heatmap(
///   [[48, 2], [5, 45]], title: "Confusion", rowLabels: classes, columnLabels: classes,
///   x: "predicted", y: "actual")
/// ```
///
/// Rows may differ in length; what is missing or not a number is crossed out. The heatmaps of a figure have one scale of
/// colors and cells of one size, unless the author chose a range, a color map or a size.
public struct Heatmap: Panel {
  /// The values, `values[row][column]`, the first row on top.
  public let values: [[Double]]
  /// The text above the matrix; empty for none.
  public let title: String
  /// How values become colors; `nil` for the diverging map where there are negative values, and the sequential one
  /// elsewhere.
  public private(set) var colormap: Colormap?
  /// The values at the ends of the color map; `nil` for those of the data.
  public private(set) var range: ClosedRange<Double>?
  /// Whether numbers stand in the cells; `nil` for yes up to 12 rows and 12 columns.
  public let showsValues: Bool?
  /// What stands in the cells in place of the values, `texts[row][column]`; line breaks divide lines.
  public let texts: [[String]]
  /// Whether the scale of colors stands at the right; `nil` for yes unless numbers stand in the cells.
  public private(set) var showsColorBar: Bool?
  /// The cells with a frame around them.
  public let highlighted: Set<CellIndex>
  /// The cells that have no value yet, and are empty rather than crossed out.
  public let empty: Set<CellIndex>
  /// The side of a cell, in CSS pixels; `nil` for a size that suits the matrix.
  ///
  /// Cells grow if their values would be too small to read.
  public let cellSize: Double?
  /// The headings of the rows; empty for none.
  public let rowLabels: [String]
  /// The headings of the columns; empty for none.
  public let columnLabels: [String]
  /// What the columns are; empty for none.
  public let x: String
  /// What the rows are; empty for none.
  public let y: String
  /// The extent of a cell that all heatmaps of the figure have; `nil` for the heatmap's own.
  private(set) var sharedCell: Size?

  /// Creates a heatmap.
  public init(
    _ values: [[Double]], title: String = "", colormap: Colormap? = nil,
    range: ClosedRange<Double>? = nil, showsValues: Bool? = nil, texts: [[String]] = [],
    showsColorBar: Bool? = nil, highlighted: Set<CellIndex> = [], empty: Set<CellIndex> = [],
    cellSize: Double? = nil,
    rowLabels: [String] = [], columnLabels: [String] = [], x: String = "", y: String = ""
  ) {
    self.values = values
    self.title = title
    self.colormap = colormap
    self.range = range
    self.showsValues = showsValues
    self.texts = texts
    self.showsColorBar = showsColorBar
    self.highlighted = highlighted
    self.empty = empty
    self.cellSize = cellSize
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.x = x
    self.y = y
  }

  /// The number of rows.
  var rowCount: Int { values.count }
  /// The number of columns of the longest row.
  var columnCount: Int { values.map(\.count).max() ?? 0 }
  /// The highlighted cells that exist, in row-major order.
  var highlightedCells: [CellIndex] {
    highlighted.sorted().filter {
      (0..<rowCount).contains($0.row) && (0..<columnCount).contains($0.column)
    }
  }
  /// The author's color map, or the one that suits the values.
  var effectiveColormap: Colormap {
    colormap ?? (values.joined().contains { $0.isFinite && $0 < 0 } ? .diverging : .sequential)
  }

  /// The kind, the labels and every value.
  public var data: JSON {
    .object([
      "kind": .string("heatmap"), "title": .string(title), "x": .string(x), "y": .string(y),
      "colormap": .string(effectiveColormap.rawValue), "rowLabels": .strings(rowLabels),
      "columnLabels": .strings(columnLabels),
      "highlighted": .array(highlighted.sorted().map { .array([.int($0.row), .int($0.column)]) }),
      "values": .numbers(values),
    ])
  }

  /// The extent, the range of values, and the highlighted cells.
  public var description: String {
    var text = "Heatmap"
    if !title.isEmpty { text += " “\(title)”" }
    if values.isEmpty || columnCount == 0 { return text + " without cells" }
    text += " of \(Heatmap.count(rowCount, "row")) and \(Heatmap.count(columnCount, "column"))"
    if !y.isEmpty || !x.isEmpty {
      text += " (" + [y, x].filter { !$0.isEmpty }.joined(separator: " by ") + ")"
    }
    text += ", values \(SeriesSummary.span(ofRows: values))"
    let cells = highlightedCells
    if cells.isEmpty { return text }
    if cells.count > 4 { return text + "; \(cells.count) cells are highlighted" }
    let places = cells.map { "(\($0.row), \($0.column))" }.joined(separator: ", ")
    return text + "; highlighted: \(places)"
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  /// Returns the extent with title, headings and color bar.
  public func size(in typesetter: Typesetter) -> Size { HeatmapLayout(self, in: typesetter).size }

  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let layout = HeatmapLayout(self, in: canvas.typesetter).moved(to: Point(x: frame.x, y: frame.y))
    HeatmapDrawing(self, layout, theme: theme).draw(on: &canvas, in: frame)
  }
}

extension Heatmap: ColoredPanel {
  func colorDemand(in typesetter: Typesetter) -> ColorDemand? {
    guard rowCount > 0, columnCount > 0 else { return nil }
    let isEmpty = !values.joined().contains(where: \.isFinite)
    return ColorDemand(
      colormap: colormap, span: isEmpty ? nil : ColorScale.limits(.gray, values: values.joined()),
      range: range,
      needsColorBar: showsColorBar ?? !HeatmapLayout(self, in: typesetter).hasTexts)
  }

  func colored(_ colormap: Colormap, _ range: ClosedRange<Double>, showsColorBar: Bool) -> Heatmap {
    var map = self
    (map.colormap, map.range, map.showsColorBar) = (colormap, range, showsColorBar)
    return map
  }

  func cellDemand(in typesetter: Typesetter) -> CellDemand? {
    guard rowCount > 0, columnCount > 0 else { return nil }
    let layout = HeatmapLayout(self, in: typesetter)
    if cellSize != nil, !layout.hasTexts { return nil }
    return CellDemand(
      size: layout.cell, count: max(rowCount, columnCount), hasNumbers: layout.hasTexts,
      chosen: cellSize.map { CellDemand.ChosenCells(side: $0, rows: rowCount, columns: columnCount) })
  }

  func withCells(_ size: Size) -> Heatmap {
    var map = self
    map.sharedCell = size
    return map
  }
}

extension Heatmap {
  /// The most classes whose cells have space for numbers and frames.
  private static let mostNumberedClasses = 16

  /// Returns how often each class was taken for each other one.
  ///
  /// ```swift
  /// display(Heatmap.confusion([[48, 2], [5, 45]], classes: ["cat", "dog"]))
  /// ```
  ///
  /// A cell holds the number of samples and, below it, their part of the row: of all samples of that class. The
  /// part gives the color, so that rare classes can be read as well as frequent ones. The diagonal, where the
  /// prediction is right, is framed. More than 16 classes have no space for numbers and frames, and a color bar instead.
  /// Classes without a name are numbered.
  ///
  /// - Parameters:
  ///   - counts: The number of samples, `counts[actual][predicted]`.
  ///   - classes: The names of the classes.
  ///   - title: The text above the matrix; empty for none.
  public static func confusion(
    _ counts: [[Int]], classes: [String] = [], title: String = ""
  ) -> Heatmap {
    let parts = counts.map { row in
      let total = row.reduce(0.0) { $0 + Double($1) }
      return row.map { total > 0 ? Double($0) / total : 0 }
    }
    let size = max(counts.count, counts.map(\.count).max() ?? 0)
    let names = (0..<size).map { $0 < classes.count ? classes[$0] : "\($0)" }
    let texts = zip(counts, parts).map { counts, parts in
      // A part of nothing says nothing; without it, mistakes stand out.
      zip(counts, parts).map { $0 == 0 ? "0" : "\($0)\n\(NumberFormat.fixed($1 * 100, decimals: 0)) %" }
    }
    let isSmall = size <= mostNumberedClasses
    return Heatmap(
      parts, title: title, colormap: .sequential, range: 0...1, showsValues: isSmall, texts: texts,
      highlighted: isSmall ? Set((0..<min(counts.count, size)).map { CellIndex(row: $0, column: $0) }) : [],
      rowLabels: Array(names.prefix(counts.count)), columnLabels: names, x: "predicted class",
      y: "actual class")
  }
}
