extension Canvas {
  /// Draws the outline of a rectangle in whole device pixels, centered on its sides.
  mutating func drawFrame(_ frame: Rectangle, width: Double, color: Color) {
    let half = width / 2
    for y in [frame.y, frame.maxY] {
      drawHorizontalLine(from: frame.x - half, to: frame.maxX + half, y: y, width: width, color: color)
    }
    for x in [frame.x, frame.maxX] {
      drawVerticalLine(x: x, from: frame.y - half, to: frame.maxY + half, width: width, color: color)
    }
  }

  /// Marks a cell whose value cannot be shown: a cross on the page's color, or all of the cell when it is tiny.
  mutating func crossOut(_ cell: Rectangle, theme: Theme) {
    let frame = snapped(cell)
    if min(frame.width, frame.height) < 5 { return fill(Path(frame), with: theme.gap) }
    fill(Path(frame), with: theme.background)
    let inner = frame.inset(by: min(frame.width, frame.height) * 0.28)
    var cross = Path(from: Point(x: inner.x, y: inner.y), to: Point(x: inner.maxX, y: inner.maxY))
    cross.append(Path(from: Point(x: inner.maxX, y: inner.y), to: Point(x: inner.x, y: inner.maxY)))
    stroke(cross, Stroke(width: max(1, min(2, frame.width / 12)), cap: .round), with: theme.gap)
  }
}
