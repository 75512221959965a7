extension Steps {
  private static let width = 2.0

  /// Draws the steps, level and upright, with sharp corners.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    canvas.stroke(Path(through: points.map(plot.position)), stroke, with: style.color)
  }

  /// Draws a small step.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let (low, high) = (canvas.snapped(frame.midY + 3), canvas.snapped(frame.midY - 3))
    canvas.stroke(
      Path(through: [
        Point(x: frame.x, y: high), Point(x: frame.midX, y: high), Point(x: frame.midX, y: low),
        Point(x: frame.maxX, y: low),
      ]), stroke, with: style.color)
  }

  private var stroke: Stroke {
    Stroke(width: Steps.width, cap: .butt, join: .miter, dash: dash.pattern.map { $0 * Steps.width })
  }
}
