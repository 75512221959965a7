extension Band {
  /// Faint enough for lines and grid to show through.
  private static let opacity = 0.22

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
    canvas.fill(path, with: style.color.opacity(Band.opacity))
  }

  /// Draws a small area.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    canvas.fill(Path(canvas.snapped(frame.inset(top: 1, bottom: 1))), with: style.color.opacity(Band.opacity))
  }
}
