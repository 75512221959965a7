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
  /// The values that the x axis shows; `nil` for those of the marks.
  ///
  /// Categories are always all shown.
  public let xRange: ClosedRange<Double>?
  /// The values that the y axis shows; `nil` for those of the marks.
  public let yRange: ClosedRange<Double>?
  /// The width with all labels, in CSS pixels.
  public let width: Double
  /// The height with all labels, in CSS pixels.
  public let height: Double
  /// What is shown, the first one farthest back.
  public let marks: [any Mark]

  /// Creates axes.
  ///
  /// Without a range, limits suit the marks; a range that its scale cannot show is ignored. What lies beyond a
  /// given range is cut off at the frame of the plot.
  public init(
    _ title: String = "", x: String = "", y: String = "", xScale: AxisScale = .linear,
    yScale: AxisScale = .linear, xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil,
    width: Double = 560, height: Double = 340, @MarkBuilder marks: () -> [any Mark]
  ) {
    self.init(
      title, x: x, y: y, xScale: xScale, yScale: yScale, xRange: xRange, yRange: yRange, width: width,
      height: height, marks: marks())
  }

  /// Creates axes from marks in an array.
  init(
    _ title: String, x: String, y: String, xScale: AxisScale, yScale: AxisScale,
    xRange: ClosedRange<Double>?, yRange: ClosedRange<Double>?, width: Double, height: Double,
    marks: [any Mark]
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.xScale = xScale
    self.yScale = yScale
    self.xRange = xRange
    self.yRange = yRange
    self.width = width
    self.height = height
    self.marks = marks
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
