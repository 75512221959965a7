public import Display

/// A thin line across the plot at one value, such as the accuracy of guessing.
///
/// ```swift
/// let axes = Axes(x: "epoch", y: "accuracy") {
///   Line(y: [0.3, 0.7, 0.9])
///   ReferenceLine(y: 0.1, label: "chance")
/// }
/// ```
public struct ReferenceLine: Mark {
  /// The axis on which the value lies: a line at a value of `y` is horizontal.
  public let axis: Axes.Axis
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
  public func summary(on axes: Axes) -> String {
    let name = label.isEmpty ? "a line " : ""
    if !value.isFinite { return name + "has no finite value" }
    let isShown = axis == .x ? AxesWindow(axes).shows(x: value) : AxesWindow(axes).shows(y: value)
    return name + "lies at \(axis.rawValue) = \(NumberFormat.short(value))"
      + (isShown ? "" : ", beyond the axes")
  }
  /// The kind, the label and the value.
  public var data: JSON {
    .object([
      "kind": .string("reference"), "label": .string(label), "axis": .string(axis.rawValue),
      "value": .number(value),
    ])
  }
}

extension ReferenceLine {
  private static let width = 1.5

  /// Draws the line from one side of the plot to the other.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let frame = plot.frame
    let path: Path
    switch axis {
    case .x:
      guard let x = plot.x.position(of: value) else { return }
      path = Path(from: Point(x: x, y: frame.maxY), to: Point(x: x, y: frame.y))
    case .y:
      guard let y = plot.y.position(of: value) else { return }
      path = Path(from: Point(x: frame.x, y: y), to: Point(x: frame.maxX, y: y))
    }
    canvas.stroke(path, stroke, with: ink(style))
  }

  /// Draws a short piece of the line.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let path = Path(from: Point(x: frame.x, y: frame.midY), to: Point(x: frame.maxX, y: frame.midY))
    canvas.stroke(path, stroke, with: ink(style))
  }

  private func ink(_ style: MarkStyle) -> Color {
    color == nil ? style.theme.secondaryText : style.color
  }

  private var stroke: Stroke {
    Stroke(
      width: ReferenceLine.width, cap: dash == .dotted ? .round : .butt,
      dash: dash.pattern.map { $0 * ReferenceLine.width })
  }
}
