extension ReferenceLine {
  private static let width = 1.5

  /// Draws the line from one side of the plot to the other.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let frame = plot.frame
    let path: Path
    switch axis {
    case .x:
      guard let x = plot.x.position(of: value) else { return }
      path = Path(from: Point(x: x, y: frame.maxY), to: Point(x: x, y: frame.y))
    case .y:
      guard let y = plot.y.position(of: value) else { return }
      path = Path(from: Point(x: frame.x, y: y), to: Point(x: frame.maxX, y: y))
    }
    canvas.stroke(path, stroke, with: ink(style))
  }

  /// Draws a short piece of the line.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let path = Path(from: Point(x: frame.x, y: frame.midY), to: Point(x: frame.maxX, y: frame.midY))
    canvas.stroke(path, stroke, with: ink(style))
  }

  private func ink(_ style: MarkStyle) -> Color {
    color == nil ? style.theme.secondaryText : style.color
  }

  private var stroke: Stroke {
    Stroke(
      width: ReferenceLine.width, cap: dash == .dotted ? .round : .butt,
      dash: dash.pattern.map { $0 * ReferenceLine.width })
  }
}
