public import Display

/// A line through points, in the order given.
///
///     Line(y: history.losses, label: "training loss")
///
/// A NaN or an infinity breaks the line; a point between two gaps is drawn as a dot.
public struct Line: Mark {
  /// The values along the x axis.
  public var x: [Double]
  /// The values along the y axis.
  public var y: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?
  /// How the line is broken up.
  public var dash: Dash

  /// Creates a line through `(x[i], y[i])`; stops if there are not as many of both.
  public init(
    x: [Double], y: [Double], label: String = "", color: SeriesColor? = nil, dash: Dash = .solid
  ) {
    requireEqualCounts("Line", ["x": x.count, "y": y.count])
    (self.x, self.y) = (x, y)
    self.label = label
    self.color = color
    self.dash = dash
  }

  /// Creates a line through `y` at x = 0, 1, 2 and so on.
  public init(y: [Double], label: String = "", color: SeriesColor? = nil, dash: Dash = .solid) {
    self.init(x: y.indices.map(Double.init), y: y, label: label, color: color, dash: dash)
  }

  /// The data, in data units.
  public var points: [DataPoint] { zip(x, y).map(DataPoint.init) }
  /// "Line plot".
  public var chartName: String { "Line plot" }
  /// How the values run, such as "falls from 2.30 to 0.11".
  public var summary: String { SeriesSummary.course(of: y) }
  /// The kind, the label and the values.
  public var data: JSON {
    .object(["kind": .string("line"), "label": .string(label), "x": .numbers(x), "y": .numbers(y)])
  }
}
