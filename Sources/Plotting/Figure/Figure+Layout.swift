extension Figure {
  /// The free space around everything, in CSS pixels.
  private static let margin = 8.0
  /// The space between panels, in CSS pixels.
  private static let gap = 28.0
  private static let titleSize = 15.0
  private static let titleGap = 10.0

  /// Where everything is, in CSS pixels.
  struct Layout {
    var size: Size
    var titleLines: [String]
    var frames: [Rectangle]
  }

  /// Returns the extent of the figure.
  func size(in typesetter: Typesetter) -> Size { layout(in: typesetter).size }

  /// Returns a grid whose columns are as wide, and whose rows are as high, as their largest panel.
  func layout(in typesetter: Typesetter) -> Layout {
    let sizes = panels.map { $0.size(in: typesetter) }
    let columns = min(columns, max(1, panels.count))
    let rows = (panels.count + columns - 1) / columns
    var widths = Array(repeating: 0.0, count: columns)
    var heights = Array(repeating: 0.0, count: rows)
    for (index, size) in sizes.enumerated() {
      widths[index % columns] = max(widths[index % columns], size.width)
      heights[index / columns] = max(heights[index / columns], size.height)
    }
    let content = widths.reduce(0, +) + Figure.gap * Double(columns - 1)
    // A long title on a small panel widens the figure rather than taking many lines.
    let natural = typesetter.width(of: title, size: Figure.titleSize, weight: .bold)
    let inner = max(content, min(natural, 360), 40).rounded(.up)
    let lines = typesetter.wrapped(title, to: inner, size: Figure.titleSize, weight: .bold, limit: 3)
    let heading =
      lines.isEmpty
      ? 0 : Double(lines.count) * Figure.titleSize * Typesetter.lineHeight + Figure.titleGap

    var frames: [Rectangle] = []
    let left = Figure.margin + ((inner - content) / 2).rounded()
    for (index, size) in sizes.enumerated() {
      let (column, row) = (index % columns, index / columns)
      let x = left + widths[..<column].reduce(0) { $0 + $1 + Figure.gap }
      let y = Figure.margin + heading + heights[..<row].reduce(0) { $0 + $1 + Figure.gap }
      let slack = ((widths[column] - size.width) / 2).rounded()
      frames.append(Rectangle(x: x + slack, y: y, width: size.width, height: size.height))
    }
    let height = heights.reduce(0, +) + Figure.gap * Double(max(0, rows - 1))
    return Layout(
      size: Size(
        width: inner + 2 * Figure.margin, height: max(20, heading + height).rounded(.up) + 2 * Figure.margin),
      titleLines: lines, frames: frames)
  }

  /// Returns the drawn figure.
  package func drawn(theme: Theme, density: Double, typesetter: Typesetter) throws(PlotError) -> Canvas {
    let layout = layout(in: typesetter)
    var canvas = try Canvas(
      size: layout.size, density: density, background: theme.background, typesetter: typesetter)
    let style = TextStyle(size: Figure.titleSize, weight: .bold, color: theme.text)
    for (index, line) in layout.titleLines.enumerated() {
      canvas.draw(
        line,
        at: Point(
          x: layout.size.width / 2,
          y: Figure.margin + Figure.titleSize * (Double(index) * Typesetter.lineHeight + 1)),
        anchor: TextAnchor(.middle), style: style)
    }
    for (panel, frame) in zip(panels, layout.frames) {
      panel.draw(on: &canvas, in: frame, theme: theme)
    }
    return canvas
  }
}
