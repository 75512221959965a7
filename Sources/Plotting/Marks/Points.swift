public import Display

/// A dot for each pair of values; another shape where its color is that of another series, or the author chose one.
public struct Points: Mark {
  /// The values along the x axis.
  public var x: [Double]
  /// The values along the y axis.
  public var y: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?
  /// The shape; `nil` is a circle, or the next shape where a color is used again.
  public var marker: Marker?

  /// Creates a dot at each `(x[i], y[i])`; stops if there are not as many of both.
  public init(
    x: [Double], y: [Double], label: String = "", color: SeriesColor? = nil, marker: Marker? = nil
  ) {
    requireEqualCounts("Points", ["x": x.count, "y": y.count])
    (self.x, self.y) = (x, y)
    self.label = label
    self.color = color
    self.marker = marker
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
      path.append(self.path(at: place, radius: radius, style))
    }
    canvas.fill(path, with: style.color)
  }

  /// Draws one dot.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let center = Point(x: frame.midX, y: frame.midY)
    canvas.fill(path(at: center, radius: 3.4, style), with: style.color)
  }

  private func path(at center: Point, radius: Double, _ style: MarkStyle) -> Path {
    let marker = marker ?? Marker.allCases[style.repetition % Marker.allCases.count]
    return marker.path(at: center, radius: radius)
  }
}
