extension CellArrows {
  /// The space between the matrices, for the arrows, in CSS pixels.
  private static let gap = 72.0

  /// Returns the extent of both matrices and the space between them.
  public func size(in typesetter: Typesetter) -> Size {
    let (a, b) = (from.size(in: typesetter), to.size(in: typesetter))
    return Size(width: a.width + CellArrows.gap + b.width, height: max(a.height, b.height))
  }

  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let (a, b) = (from.size(in: canvas.typesetter), to.size(in: canvas.typesetter))
    let height = max(a.height, b.height)
    let left = Rectangle(
      x: frame.x, y: frame.y + ((height - a.height) / 2).rounded(), width: a.width, height: a.height)
    let right = Rectangle(
      x: frame.x + a.width + CellArrows.gap, y: frame.y + ((height - b.height) / 2).rounded(),
      width: b.width, height: b.height)
    from.draw(on: &canvas, in: left, theme: theme)
    to.draw(on: &canvas, in: right, theme: theme)

    let ink = color?.color(in: theme) ?? theme.highlight
    for link in links where isInside(link) {
      let start = from.cell(link.from, in: left, canvas.typesetter)
      let end = to.cell(link.to, in: right, canvas.typesetter)
      let a = Point(x: start.maxX - min(5, start.width * 0.14), y: CellArrows.height(in: start, link.to))
      let b = Point(x: end.x + min(2, end.width * 0.1), y: CellArrows.height(in: end, link.to))
      drawArrow(isBackward ? b : a, isBackward ? a : b, on: &canvas, ink, theme)
    }
  }

  /// Returns where an arrow leaves or meets a cell: above or below its number.
  ///
  /// Arrows to one row of targets are above and below in turn, so that they can be told apart.
  private static func height(in cell: Rectangle, _ target: CellIndex) -> Double {
    let part = target.column.isMultiple(of: 2) ? 0.16 : 0.84
    return cell.height < 12 ? cell.midY : cell.y + part * cell.height
  }

  /// Draws a curve that leaves and arrives level, with a halo that sets it off any color.
  private func drawArrow(
    _ start: Point, _ end: Point, on canvas: inout Canvas, _ ink: Color, _ theme: Theme
  ) {
    let way: Double = end.x >= start.x ? 1 : -1
    let neck = Point(x: end.x - way * 6, y: end.y)
    let bend = max(16, abs(end.x - start.x) / 2)
    var path = Path()
    path.move(to: start)
    path.addCurve(
      to: neck, control1: Point(x: start.x + way * bend, y: start.y),
      control2: Point(x: neck.x - way * bend, y: neck.y))
    canvas.stroke(path, Stroke(width: 4, cap: .round), with: theme.background.opacity(0.75))
    canvas.stroke(path, Stroke(width: 1.6, cap: .round), with: ink)
    canvas.fill(Path(circleAt: start, radius: 2.4), with: ink)
    canvas.fill(Path(arrowheadAt: end, heading: Point(x: way, y: 0), length: 9), with: ink)
  }
}

extension Heatmap {
  /// Returns the rectangle of a cell when the panel is drawn in `frame`.
  func cell(_ index: CellIndex, in frame: Rectangle, _ typesetter: Typesetter) -> Rectangle {
    var layout = layout(in: typesetter)
    layout.matrix.x += frame.x
    layout.matrix.y += frame.y
    return rectangle(index.row, index.column, layout)
  }
}
