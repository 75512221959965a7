extension Histogram {
  private static let opacity = 0.32
  private static let outline = 1.5
  /// Bins at least this wide are divided by lines, in CSS pixels.
  private static let leastDivided = 5.0

  /// Draws the bins as one area with an outline, so that another histogram can be seen behind it.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    // On a logarithmic axis zero is infinitely far down.
    let zero = canvas.snapped(min(plot.frame.maxY, plot.y.position(of: 0) ?? plot.frame.maxY))
    var outline: [Point] = []
    var area = Path()
    for bin in heights.indices {
      guard let left = plot.x.position(of: edges[bin]), let right = plot.x.position(of: edges[bin + 1]) else {
        continue
      }
      let top = min(zero, canvas.snapped(plot.y.position(of: heights[bin]) ?? zero))
      let bar = Rectangle(
        x: canvas.snapped(left), y: top, width: canvas.snapped(right) - canvas.snapped(left),
        height: zero - top)
      if outline.isEmpty { outline.append(Point(x: bar.x, y: zero)) }
      // The divider to the bin before, as high as the lower one of both.
      if let before = outline.last, right - left >= Histogram.leastDivided, bar.height > 0, before.y < zero {
        canvas.drawVerticalLine(
          x: bar.x, from: max(before.y, top), to: zero, width: 1,
          color: style.color.opacity(Histogram.opacity))
      }
      area.append(Path(bar))
      outline += [Point(x: bar.x, y: top), Point(x: bar.maxX, y: top)]
    }
    if let last = outline.last { outline.append(Point(x: last.x, y: zero)) }
    canvas.fill(area, with: style.color.opacity(Histogram.opacity))
    canvas.stroke(
      Path(through: outline), Stroke(width: Histogram.outline, join: .miter), with: style.color)
  }

  /// Draws a small square with its outline.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let side = 10.0
    let square = canvas.snapped(
      Rectangle(x: frame.midX - side / 2, y: frame.midY - side / 2, width: side, height: side))
    canvas.fill(Path(square), with: style.color.opacity(Histogram.opacity))
    canvas.drawFrame(square, width: 1, color: style.color)
  }
}
