public import Display

/// A thin line across the plot at one value, such as the accuracy of guessing.
///
///     ReferenceLine(y: 0.1, label: "chance")
public struct ReferenceLine: Mark {
  /// The axis on which the value lies.
  public enum Axis: String, Sendable {
    case x, y
  }

  /// The axis on which the value lies: a line at a value of `y` is horizontal.
  public let axis: Axis
  /// The value, in data units.
  ///
  /// One that is not finite draws nothing.
  public let value: Double
  /// The name in the legend; empty for none.
  public let label: String
  /// The color; `nil` is the gray of tick labels.
  public let color: SeriesColor?
  /// How the line is broken up.
  public let dash: Dash

  /// Creates an upright line at a value of x.
  public init(x: Double, label: String = "", color: SeriesColor? = nil, dash: Dash = .dashed) {
    (axis, value) = (.x, x)
    (self.label, self.color, self.dash) = (label, color, dash)
  }

  /// Creates a level line at a value of y.
  public init(y: Double, label: String = "", color: SeriesColor? = nil, dash: Dash = .dashed) {
    (axis, value) = (.y, y)
    (self.label, self.color, self.dash) = (label, color, dash)
  }

  /// None: the line has no pairs of values.
  public var points: [DataPoint] { [] }
  /// The value, if it is one of x.
  public var xLevels: [Double] { axis == .x ? [value] : [] }
  /// The value, if it is one of y.
  public var yLevels: [Double] { axis == .y ? [value] : [] }
  /// No: it is gray.
  public var takesColor: Bool { false }
  /// Empty: the line is a remark on the series.
  public var chartName: String { "" }
  /// Where the line is.
  public var summary: String {
    (label.isEmpty ? "a line " : "") + "lies at \(axis.rawValue) = \(NumberFormat.short(value))"
  }
  /// The kind, the label and the value.
  public var data: JSON {
    .object([
      "kind": .string("reference"), "label": .string(label), "axis": .string(axis.rawValue),
      "value": .number(value),
    ])
  }
}
