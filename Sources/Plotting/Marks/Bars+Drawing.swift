extension Bars {
  /// The part of a category's width that its bars take together.
  private static let share = 0.74
  private static let valueSize = 10.5

  /// Draws the bars; above each its value, where the values have room.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let frames = values.indices.map { frame(of: $0, in: plot, style: style, canvas) }
    for case let frame? in frames { canvas.fill(Path(frame), with: style.color) }

    let texts = NumberFormat.aligned(values)
    let slotWidth = (plot.x.position(of: 1) ?? 0) - (plot.x.position(of: 0) ?? 0)
    let room = slotWidth / Double(style.slotCount) - 4
    let widest = texts.map { canvas.typesetter.width(of: $0, size: Bars.valueSize) }.max() ?? 0
    guard widest <= room else { return }
    let text = TextStyle(size: Bars.valueSize, color: style.theme.secondaryText)
    for (index, frame) in frames.enumerated() {
      guard let frame else { continue }
      let height = Bars.valueSize * Typesetter.capitalHeight
      let baseline = values[index] < 0 ? frame.maxY + 4 + height : frame.y - 4
      canvas.draw(
        texts[index], at: Point(x: frame.midX, y: baseline), anchor: TextAnchor(.middle), style: text)
    }
  }

  /// Draws a small square.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let side = 10.0
    let square = Rectangle(x: frame.midX - side / 2, y: frame.midY - side / 2, width: side, height: side)
    canvas.fill(Path(canvas.snapped(square)), with: style.color)
  }

  /// Returns the bar of a value on whole device pixels; `nil` for a gap.
  private func frame(of index: Int, in plot: PlotArea, style: MarkStyle, _ canvas: Canvas) -> Rectangle? {
    let width = Bars.share / Double(max(1, style.slotCount))
    let left = Double(index) - Bars.share / 2 + Double(style.slot) * width
    guard let end = plot.y.position(of: values[index]), let x0 = plot.x.position(of: left),
      let x1 = plot.x.position(of: left + width)
    else { return nil }
    // On a logarithmic axis zero is infinitely far down.
    let zero = min(plot.frame.maxY, plot.y.position(of: 0) ?? plot.frame.maxY)
    let gap = style.slotCount > 1 && x1 - x0 > 6 ? 1.0 : 0
    return canvas.snapped(
      Rectangle(x: x0, y: min(zero, end), width: max(1, x1 - x0 - gap), height: abs(zero - end)))
  }
}
