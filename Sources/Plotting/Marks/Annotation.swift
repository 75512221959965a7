public import Display

/// A remark beside a place in the plot, with an arrow to it.
///
///     Annotation("lowest validation loss", x: 12, y: 0.31)
///
/// The text stands where it hides least of the marks before it, so it should come last.
public struct Annotation: Mark {
  /// The text; up to three lines.
  public let text: String
  /// The place that the arrow points to, in data units.
  public let place: DataPoint
  /// From the place to the middle of the text, in CSS pixels, y downward; `nil` finds a free place.
  public let offset: Size?
  /// The color; `nil` is the one of labels.
  public let color: SeriesColor?

  /// Creates a remark on `(x, y)`.
  public init(_ text: String, x: Double, y: Double, offset: Size? = nil, color: SeriesColor? = nil) {
    self.text = text
    place = DataPoint(x: x, y: y)
    self.offset = offset
    self.color = color
  }

  /// Empty: a remark needs no legend.
  public var label: String { "" }
  /// The place, which the axes include.
  public var points: [DataPoint] { [place] }
  /// No: it has the color of labels.
  public var takesColor: Bool { false }
  /// Empty: it is a remark on the series.
  public var chartName: String { "" }
  /// The text and the place.
  public var summary: String {
    "“\(text)” at (\(NumberFormat.short(place.x)), \(NumberFormat.short(place.y)))"
  }
  /// The kind, the text and the place.
  public var data: JSON {
    .object([
      "kind": .string("annotation"), "text": .string(text), "x": .number(place.x), "y": .number(place.y),
    ])
  }
}
