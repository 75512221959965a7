public import Display

/// A bar for each named value, from zero to the value.
///
/// Several `Bars` in one panel stand side by side in each category.
public struct Bars: Mark {
  /// The names of the categories, from left to right.
  public var labels: [String]
  /// The height of each bar.
  public var values: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?

  /// Creates bars; stops if there are not as many labels as values.
  public init(labels: [String], values: [Double], label: String = "", color: SeriesColor? = nil) {
    requireEqualCounts("Bars", ["labels": labels.count, "values": values.count])
    (self.labels, self.values) = (labels, values)
    self.label = label
    self.color = color
  }

  /// The tops of the bars: x is the number of the category.
  public var points: [DataPoint] {
    values.enumerated().map { DataPoint(x: Double($0.offset), y: $0.element) }
  }
  /// The names of the categories.
  public var categories: [String] { labels }
  /// Zero, where bars begin.
  public var baseline: Double? { 0 }
  /// "Bar chart".
  public var chartName: String { "Bar chart" }
  /// The values, or the extremes when there are many.
  public var summary: String { SeriesSummary.categories(labels, values) }
  /// The kind, the label, the categories and the values.
  public var data: JSON {
    .object([
      "kind": .string("bars"), "label": .string(label), "labels": .array(labels.map(JSON.string)),
      "values": .numbers(values),
    ])
  }
}
