public import Display

/// A dot for each pair of values.
public struct Points: Mark {
  /// The values along the x axis.
  public var x: [Double]
  /// The values along the y axis.
  public var y: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?

  /// Creates a dot at each `(x[i], y[i])`; stops if there are not as many of both.
  public init(x: [Double], y: [Double], label: String = "", color: SeriesColor? = nil) {
    requireEqualCounts("Points", ["x": x.count, "y": y.count])
    (self.x, self.y) = (x, y)
    self.label = label
    self.color = color
  }

  /// The data, in data units.
  public var points: [DataPoint] { zip(x, y).map(DataPoint.init) }
  /// "Scatter plot".
  public var chartName: String { "Scatter plot" }
  /// How many dots there are and what they span.
  public var summary: String { SeriesSummary.cloud(of: points) }
  /// The kind, the label and the values.
  public var data: JSON {
    .object(["kind": .string("points"), "label": .string(label), "x": .numbers(x), "y": .numbers(y)])
  }
}
