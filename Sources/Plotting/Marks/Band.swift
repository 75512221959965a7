public import Display

/// The area between two curves, such as the spread of several runs around their mean.
///
/// ```swift
/// let (means, deviations) = ([2.3, 1.1, 0.9], [0.1, 0.2, 0.1])
/// let axes = Axes(x: "epoch", y: "loss") {
///   Band(around: means, deviation: deviations, label: "± 1 standard deviation")
///   Line(y: means, label: "mean of 5 runs")
/// }
/// ```
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
    let limits = limits(around: center, deviation, of: "Band")
    self.init(x: x, lower: limits.lower, upper: limits.upper, label: label, color: color)
  }

  /// Both limits, in data units.
  public var points: [DataPoint] { zip(x, lower).map(DataPoint.init) + zip(x, upper).map(DataPoint.init) }
  /// No: it belongs to the line that follows.
  public var takesColor: Bool { false }
  /// "Band".
  public var chartName: String { "Band" }
  /// What the limits span.
  public func summary(on axes: Axes) -> String {
    SeriesSummary.extent(of: points, on: axes)
  }
  /// The kind, the label and the values.
  public var data: JSON {
    .series("band", label, ["x": x, "lower": lower, "upper": upper])
  }
}

extension Band {
  /// Returns how much of a band is seen: faint enough for lines and grid to show through.
  ///
  /// Colors are mixed as light, so little of a light color makes a dark page bright.
  private static func opacity(_ theme: Theme) -> Double { theme == .light ? 0.22 : 0.08 }

  /// Fills the area, one polygon for each stretch without a gap.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    var path = Path()
    var (upward, downward): ([Point], [Point]) = ([], [])
    func finish() {
      if upward.count > 1 { path.append(Path(polygon: upward + downward.reversed())) }
      (upward, downward) = ([], [])
    }
    for index in x.indices {
      guard let top = plot.position(of: DataPoint(x: x[index], y: upper[index])),
        let bottom = plot.position(of: DataPoint(x: x[index], y: lower[index]))
      else {
        finish()
        continue
      }
      upward.append(top)
      downward.append(bottom)
    }
    finish()
    canvas.fill(path, with: style.color.opacity(Band.opacity(style.theme)))
  }

  /// Draws a small area.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let area = Path(canvas.snapped(frame.inset(top: 1, bottom: 1)))
    canvas.fill(area, with: style.color.opacity(Band.opacity(style.theme)))
  }
}
