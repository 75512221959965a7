extension Points {
  /// Draws a dot for each pair of values, smaller when there are many.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let radius = points.count > 1000 ? 1.6 : points.count > 200 ? 2.4 : 3.4
    var path = Path()
    for case let place? in points.map(plot.position) {
      path.append(Path(circleAt: place, radius: radius))
    }
    canvas.fill(path, with: style.color)
  }

  /// Draws one dot.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    canvas.fill(Path(circleAt: Point(x: frame.midX, y: frame.midY), radius: 3.4), with: style.color)
  }
}
