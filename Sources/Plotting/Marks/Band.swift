public import Display

/// The area between two curves, such as the spread of several runs around their mean.
///
///     Band(around: means, deviation: deviations, label: "± 1 standard deviation")
///     Line(y: means, label: "mean of 5 runs")
///
/// Without a color of its own it has the one of the mark that follows. Where a limit is not finite there is a gap.
public struct Band: Mark {
  /// The values along the x axis.
  public var x: [Double]
  /// The lower limit at each x.
  public var lower: [Double]
  /// The upper limit at each x.
  public var upper: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the one of the mark that follows.
  public var color: SeriesColor?

  /// Creates the area between `(x[i], lower[i])` and `(x[i], upper[i])`.
  ///
  /// Without `x` it stands at 0, 1, 2 and so on. Stops if there are not as many of each.
  public init(
    x: [Double]? = nil, lower: [Double], upper: [Double], label: String = "", color: SeriesColor? = nil
  ) {
    let x = x ?? lower.indices.map(Double.init)
    requireEqualCounts("Band", ["lower": lower.count, "upper": upper.count, "x": x.count])
    (self.x, self.lower, self.upper) = (x, lower, upper)
    self.label = label
    self.color = color
  }

  /// Creates the area from `center[i] − deviation[i]` to `center[i] + deviation[i]`.
  public init(
    x: [Double]? = nil, around center: [Double], deviation: [Double], label: String = "",
    color: SeriesColor? = nil
  ) {
    requireEqualCounts("Band", ["center": center.count, "deviation": deviation.count])
    self.init(
      x: x, lower: zip(center, deviation).map { $0 - $1 }, upper: zip(center, deviation).map { $0 + $1 },
      label: label, color: color)
  }

  /// Both limits, in data units.
  public var points: [DataPoint] { zip(x, lower).map(DataPoint.init) + zip(x, upper).map(DataPoint.init) }
  /// No: it belongs to the line that follows.
  public var takesColor: Bool { false }
  /// "Band".
  public var chartName: String { "Band" }
  /// What the limits span.
  public var summary: String {
    x.isEmpty ? "is empty" : "lies \(SeriesSummary.span(lower + upper))"
  }
  /// The kind, the label and the values.
  public var data: JSON {
    .object([
      "kind": .string("band"), "label": .string(label), "x": .numbers(x), "lower": .numbers(lower),
      "upper": .numbers(upper),
    ])
  }
}
