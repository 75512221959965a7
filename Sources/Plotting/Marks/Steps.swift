public import Display

/// A line that keeps each value until the next one, such as a schedule of learning rates.
///
/// ```swift
/// let mark = Steps(x: [0, 30, 60], y: [0.1, 0.01, 0.001], end: 90, label: "learning rate")
/// ```
///
/// A NaN or an infinity breaks the line.
public struct Steps: Mark {
  /// Where each value begins, along the x axis.
  public var x: [Double]
  /// The values along the y axis.
  public var y: [Double]
  /// Where the last value ends; `nil` for one step as wide as the last but one.
  public var end: Double?
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?
  /// How the line is broken up.
  public var dash: Dash

  /// Creates steps of height `y[i]` from `x[i]` on; stops if there are not as many of both.
  public init(
    x: [Double], y: [Double], end: Double? = nil, label: String = "", color: SeriesColor? = nil,
    dash: Dash = .solid
  ) {
    requireEqualCounts("Steps", ["x": x.count, "y": y.count])
    (self.x, self.y) = (x, y)
    self.end = end
    self.label = label
    self.color = color
    self.dash = dash
  }

  /// Both ends of each step, in data units.
  public var points: [DataPoint] {
    x.indices.flatMap { index in
      [DataPoint(x: x[index], y: y[index]), DataPoint(x: end(of: index), y: y[index])]
    }
  }
  /// "Step plot".
  public var chartName: String { "Step plot" }
  /// How the values run, such as "falls from 0.1 to 0.001".
  public func summary(on axes: Axes) -> String {
    SeriesSummary.course(of: zip(x, y).map(DataPoint.init), on: axes)
  }
  /// The kind, the label and the values.
  public var data: JSON {
    .series(
      "steps", label, ["x": x, "y": y], ["end": x.isEmpty ? .null : .number(end(of: x.count - 1))])
  }

  /// Returns where a step ends.
  private func end(of index: Int) -> Double {
    if index + 1 < x.count { return x[index + 1] }
    if let end, end.isFinite { return end }
    return index == 0 ? x[0] + 1 : x[index] + (x[index] - x[index - 1])
  }
}

extension Steps {
  private static let width = 2.0

  /// Draws the steps, level and upright, with sharp corners.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    canvas.stroke(Path(through: points.map(plot.position)), stroke(style), with: style.color)
  }

  /// Draws a small step.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let (low, high) = (canvas.snapped(frame.midY + 3), canvas.snapped(frame.midY - 3))
    canvas.stroke(
      Path(through: [
        Point(x: frame.x, y: high), Point(x: frame.midX, y: high), Point(x: frame.midX, y: low),
        Point(x: frame.maxX, y: low),
      ]), stroke(style), with: style.color)
  }

  private func stroke(_ style: MarkStyle) -> Stroke {
    Stroke(
      width: Steps.width, cap: .butt, join: .miter,
      dash: dash.repeated(style.repetition).pattern.map { $0 * Steps.width })
  }
}
