public import Display

/// A pair of axes with marks between them.
///
///     Axes("Training", x: "epoch", y: "loss") {
///       Line(y: training, label: "training loss")
///       Line(y: validation, label: "validation loss")
///     }
public struct Axes: Panel {
  /// The text above the plot; empty for none.
  public let title: String
  /// What the x axis shows, with its unit.
  public let x: String
  /// What the y axis shows, with its unit.
  public let y: String
  /// How x maps to distances.
  public let xScale: AxisScale
  /// How y maps to distances.
  public let yScale: AxisScale
  /// The width with all labels, in CSS pixels.
  public let width: Double
  /// The height with all labels, in CSS pixels.
  public let height: Double
  /// What is shown, the first one farthest back.
  public let marks: [any Mark]

  /// Creates axes whose limits suit the marks.
  public init(
    _ title: String = "", x: String = "", y: String = "", xScale: AxisScale = .linear,
    yScale: AxisScale = .linear, width: Double = 560, height: Double = 340,
    @MarkBuilder marks: () -> [any Mark]
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.xScale = xScale
    self.yScale = yScale
    self.width = width
    self.height = height
    self.marks = marks()
  }

  /// The kind, the labels and every series.
  public var data: JSON {
    .object([
      "kind": .string("axes"), "title": .string(title), "x": .string(x), "y": .string(y),
      "xScale": .string(xScale.rawValue), "yScale": .string(yScale.rawValue),
      "marks": .array(marks.map(\.data)),
    ])
  }
}
