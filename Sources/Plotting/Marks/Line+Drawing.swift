extension Line {
  private static let width = 2.0
  /// The radius of a point that no line reaches.
  private static let dotRadius = 2.8

  /// Draws the line, and a dot for each point between two gaps.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let places = points.map(plot.position)
    // A line with more turns than the plot has pixels would fill it with ink.
    let width = Double(places.count) > plot.frame.width * 1.5 ? Line.width * 0.6 : Line.width
    canvas.stroke(Path(through: places), stroke(width), with: style.color)

    var dots = Path()
    for (index, place) in places.enumerated() {
      let isAlone =
        (index == 0 || places[index - 1] == nil) && (index + 1 == places.count || places[index + 1] == nil)
      if let place, isAlone { dots.append(Path(circleAt: place, radius: Line.dotRadius)) }
    }
    canvas.fill(dots, with: style.color)
  }

  /// Draws a short piece of the line.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let path = Path(
      from: Point(x: frame.x, y: canvas.snapped(frame.midY)),
      to: Point(x: frame.maxX, y: canvas.snapped(frame.midY)))
    canvas.stroke(path, stroke(Line.width), with: style.color)
  }

  private func stroke(_ width: Double) -> Stroke {
    Stroke(width: width, cap: dash == .dashed ? .butt : .round, dash: dash.pattern.map { $0 * width })
  }
}
