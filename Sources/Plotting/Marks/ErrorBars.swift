public import Display

/// How far values may be off: an upright line from limit to limit at each x, with a short stroke at both ends.
///
/// ```swift
/// let (sizes, means) = ([100.0, 200, 400], [0.81, 0.88, 0.92])
/// let axes = Axes(x: "images", y: "accuracy") {
///   ErrorBars(x: sizes, around: means, deviation: [0.03, 0.02, 0.01])
///   Points(x: sizes, y: means, label: "mean of 5 runs")
/// }
/// ```
///
/// Without a color of their own they have the one of the mark that follows. On an axis of names, x is the number of the
/// name, from 0. Where a limit is not finite there is none.
public struct ErrorBars: Mark {
  /// The values along the x axis.
  public let x: [Double]
  /// The lower limit at each x.
  public let lower: [Double]
  /// The upper limit at each x.
  public let upper: [Double]
  /// The name in the legend; empty for none.
  public let label: String
  /// The color; `nil` takes the one of the mark that follows.
  public let color: SeriesColor?

  /// Creates lines from `lower[i]` to `upper[i]` at `x[i]`; without `x`, at 0, 1, 2 and so on.
  ///
  /// Stops if there are not as many of each.
  public init(
    x: [Double]? = nil, lower: [Double], upper: [Double], label: String = "", color: SeriesColor? = nil
  ) {
    let x = x ?? lower.indices.map(Double.init)
    requireEqualCounts("ErrorBars", ["lower": lower.count, "upper": upper.count, "x": x.count])
    (self.x, self.lower, self.upper) = (x, lower, upper)
    self.label = label
    self.color = color
  }

  /// Creates lines from `center[i] − deviation[i]` to `center[i] + deviation[i]`.
  public init(
    x: [Double]? = nil, around center: [Double], deviation: [Double], label: String = "",
    color: SeriesColor? = nil
  ) {
    let limits = limits(around: center, deviation, of: "ErrorBars")
    self.init(x: x, lower: limits.lower, upper: limits.upper, label: label, color: color)
  }

  /// Both limits, in data units.
  public var points: [DataPoint] { zip(x, lower).map(DataPoint.init) + zip(x, upper).map(DataPoint.init) }
  /// No: they belong to the mark that follows.
  public var takesColor: Bool { false }
  /// "Error bars".
  public var chartName: String { "Error bars" }
  /// What the limits span.
  public func summary(on axes: Axes) -> String {
    SeriesSummary.extent(of: points, on: axes)
  }
  /// The kind, the label and the values.
  public var data: JSON { .series("error-bars", label, ["x": x, "lower": lower, "upper": upper]) }
}

extension ErrorBars {
  private static let width = 1.5
  private static let capWidth = 8.0

  /// Draws the lines.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    for index in x.indices {
      guard let top = plot.position(of: DataPoint(x: x[index], y: upper[index])),
        let bottom = plot.position(of: DataPoint(x: x[index], y: lower[index]))
      else { continue }
      ErrorBars.draw(from: bottom, to: top, cap: ErrorBars.capWidth, on: &canvas, style.color)
    }
  }

  /// Draws a short line.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    ErrorBars.draw(
      from: Point(x: frame.midX, y: frame.maxY), to: Point(x: frame.midX, y: frame.y), cap: 6, on: &canvas,
      style.color)
  }

  /// Draws an upright line with a stroke across each end.
  static func draw(from bottom: Point, to top: Point, cap: Double, on canvas: inout Canvas, _ color: Color) {
    var path = Path(from: bottom, to: top)
    for end in [bottom, top] {
      path.append(Path(from: Point(x: end.x - cap / 2, y: end.y), to: Point(x: end.x + cap / 2, y: end.y)))
    }
    canvas.stroke(path, Stroke(width: width), with: color)
  }
}
