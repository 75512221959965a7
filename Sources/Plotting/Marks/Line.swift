public import Display

/// A line through points, in the order given.
///
/// ```swift
/// let loss = Line(y: [2.3, 1.1, 0.9], label: "training loss")
/// let accuracy = Line(x: [40, 120, 320], y: [0.8, 0.9, 0.94], marker: .circle)
/// ```
///
/// A NaN or an infinity breaks the line; a point between two gaps is drawn as a dot.
public struct Line: Mark {
  /// The values along the x axis.
  public var x: [Double]
  /// The values along the y axis.
  public var y: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?
  /// How the line is broken up.
  public var dash: Dash
  /// The shape at each of the points; `nil` for none.
  public var marker: Marker?

  /// Creates a line through `(x[i], y[i])`; stops if there are not as many of both.
  public init(
    x: [Double], y: [Double], label: String = "", color: SeriesColor? = nil, dash: Dash = .solid,
    marker: Marker? = nil
  ) {
    requireEqualCounts("Line", ["x": x.count, "y": y.count])
    (self.x, self.y) = (x, y)
    self.label = label
    self.color = color
    self.dash = dash
    self.marker = marker
  }

  /// Creates a line through `y` at x = 0, 1, 2 and so on.
  public init(
    y: [Double], label: String = "", color: SeriesColor? = nil, dash: Dash = .solid, marker: Marker? = nil
  ) {
    self.init(
      x: y.indices.map(Double.init), y: y, label: label, color: color, dash: dash, marker: marker)
  }

  /// The data, in data units.
  public var points: [DataPoint] { zip(x, y).map(DataPoint.init) }
  /// "Line plot".
  public var chartName: String { "Line plot" }
  /// How the values run, such as "falls from 2.30 to 0.11".
  public func summary(on axes: Axes) -> String { SeriesSummary.course(of: points, on: axes) }
  /// The kind, the label and the values.
  public var data: JSON {
    .series("line", label, ["x": x, "y": y])
  }
}

extension Line {
  private static let width = 2.0
  /// A line longer than this many times the plot's width, such as noise, is drawn thin to show its turns.
  private static let longest = 6.0
  /// From this many points for each device pixel on, those in one column are merged.
  private static let pointsPerPixel = 4.0
  /// The radius of a point that no line reaches.
  private static let dotRadius = 2.8
  private static let markerRadius = 3.4

  /// Draws the line, the markers, and a dot for each point between two gaps.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    var places = points.map(plot.position)
    // Columns of half a device pixel: nobody sees the difference, and it is drawn in the time of few points.
    if Double(places.count) > Line.pointsPerPixel * plot.frame.width * canvas.density {
      places = ColumnMerging.merged(places, column: 0.5 / canvas.density)
    }
    let width = Line.length(places) > Line.longest * plot.frame.width ? Line.width * 0.6 : Line.width
    canvas.stroke(Path(through: places), stroke(width, style), with: style.color)

    var dots = Path()
    for (index, place) in places.enumerated() {
      let isAlone =
        (index == 0 || places[index - 1] == nil) && (index + 1 == places.count || places[index + 1] == nil)
      if let place, isAlone { dots.append(Path(circleAt: place, radius: Line.dotRadius)) }
    }
    canvas.fill(dots, with: style.color)
    if let marker { draw(marker, at: points.compactMap(plot.position), on: &canvas, style) }
  }

  private func draw(_ marker: Marker, at places: [Point], on canvas: inout Canvas, _ style: MarkStyle) {
    var shapes = Path()
    for place in places { shapes.append(marker.path(at: place, radius: Line.markerRadius)) }
    canvas.fill(shapes, with: style.color)
  }

  private static func length(_ places: [Point?]) -> Double {
    zip(places, places.dropFirst()).reduce(0) { sum, pair in
      guard let start = pair.0, let end = pair.1 else { return sum }
      return sum + (end - start).length
    }
  }

  /// Draws a short piece of the line, with a marker if the line has some.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let path = Path(
      from: Point(x: frame.x, y: canvas.snapped(frame.midY)),
      to: Point(x: frame.maxX, y: canvas.snapped(frame.midY)))
    canvas.stroke(path, stroke(Line.width, style), with: style.color)
    if let marker { draw(marker, at: [Point(x: frame.midX, y: frame.midY)], on: &canvas, style) }
  }

  private func stroke(_ width: Double, _ style: MarkStyle) -> Stroke {
    let dash = dash.repeated(style.repetition)
    return Stroke(width: width, cap: dash == .dashed ? .butt : .round, dash: dash.pattern.map { $0 * width })
  }
}
