public import Display

/// A matrix as colored cells, with the numbers in them when there are few.
///
///     Heatmap(confusion, title: "Confusion", x: "predicted", y: "actual", rowLabels: classes, columnLabels: classes)
///
/// Rows may differ in length; what is missing or not a number is crossed out.
public struct Heatmap: Panel {
  /// The values, `values[row][column]`, the first row on top.
  public let values: [[Double]]
  /// The text above the matrix; empty for none.
  public let title: String
  /// How values become colors.
  public let colormap: Colormap
  /// The values at the ends of the color map; `nil` for those of the data.
  public let range: ClosedRange<Double>?
  /// Whether numbers stand in the cells; `nil` for yes up to 12 rows and 12 columns.
  public let showsValues: Bool?
  /// What stands in the cells in place of the values, `texts[row][column]`; line breaks divide lines.
  public let texts: [[String]]
  /// Whether the scale of colors stands at the right.
  public let showsColorBar: Bool
  /// The cells with a frame around them.
  public let highlighted: Set<CellIndex>
  /// The side of a cell, in CSS pixels; `nil` for a size that suits the matrix.
  public let cellSize: Double?
  /// The headings of the rows; empty for none.
  public let rowLabels: [String]
  /// The headings of the columns; empty for none.
  public let columnLabels: [String]
  /// What the columns are; empty for none.
  public let x: String
  /// What the rows are; empty for none.
  public let y: String

  /// Creates a heatmap.
  public init(
    _ values: [[Double]], title: String = "", colormap: Colormap = .sequential,
    range: ClosedRange<Double>? = nil, showsValues: Bool? = nil, texts: [[String]] = [],
    showsColorBar: Bool = false, highlighted: Set<CellIndex> = [], cellSize: Double? = nil,
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
    self.cellSize = cellSize
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.x = x
    self.y = y
  }

  /// The kind, the labels and every value.
  public var data: JSON {
    .object([
      "kind": .string("heatmap"), "title": .string(title), "x": .string(x), "y": .string(y),
      "colormap": .string(colormap.rawValue), "rowLabels": .strings(rowLabels),
      "columnLabels": .strings(columnLabels),
      "highlighted": .array(highlighted.sorted().map { .array([.int($0.row), .int($0.column)]) }),
      "values": .numbers(values),
    ])
  }

  /// The number of rows.
  var rowCount: Int { values.count }
  /// The number of columns of the longest row.
  var columnCount: Int { values.map(\.count).max() ?? 0 }
}
