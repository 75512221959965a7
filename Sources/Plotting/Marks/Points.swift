public import Display

/// A dot for each pair of values; a square or a triangle where its color is that of another series.
public struct Points: Mark {
  /// The values along the x axis.
  public var x: [Double]
  /// The values along the y axis.
  public var y: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?

  /// Creates a dot at each `(x[i], y[i])`; stops if there are not as many of both.
  public init(x: [Double], y: [Double], label: String = "", color: SeriesColor? = nil) {
    requireEqualCounts("Points", ["x": x.count, "y": y.count])
    (self.x, self.y) = (x, y)
    self.label = label
    self.color = color
  }

  /// The data, in data units.
  public var points: [DataPoint] { zip(x, y).map(DataPoint.init) }
  /// "Scatter plot".
  public var chartName: String { "Scatter plot" }
  /// How many dots there are and what they span.
  public func summary(on axes: Axes) -> String { SeriesSummary.cloud(of: points, on: axes) }
  /// The kind, the label and the values.
  public var data: JSON {
    .series("points", label, ["x": x, "y": y])
  }
}

extension Points {
  /// Draws a dot for each pair of values, smaller when there are many.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let radius = points.count > 1000 ? 1.6 : points.count > 200 ? 2.4 : 3.4
    var path = Path()
    for case let place? in points.map(plot.position) {
      path.append(Points.shape(at: place, radius: radius, style.repetition))
    }
    canvas.fill(path, with: style.color)
  }

  /// Draws one dot.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let center = Point(x: frame.midX, y: frame.midY)
    canvas.fill(Points.shape(at: center, radius: 3.4, style.repetition), with: style.color)
  }

  /// Returns a dot, a square or a triangle of about the same area.
  private static func shape(at center: Point, radius: Double, _ repetition: Int) -> Path {
    switch repetition % 3 {
    case 0: return Path(circleAt: center, radius: radius)
    case 1:
      let half = radius * 0.89
      return Path(
        Rectangle(x: center.x - half, y: center.y - half, width: 2 * half, height: 2 * half))
    default:
      let size = radius * 1.25
      return Path(
        polygon: [
          Point(x: center.x, y: center.y - size), Point(x: center.x + size, y: center.y + size * 0.8),
          Point(x: center.x - size, y: center.y + size * 0.8),
        ])
    }
  }
}
