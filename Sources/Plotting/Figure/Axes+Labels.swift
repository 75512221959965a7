internal import Glibc

extension Axes {
  /// Draws the values along both axes.
  func drawTickLabels(
    _ geometry: Geometry, on canvas: inout Canvas, in frame: Rectangle, _ theme: Theme
  ) {
    let style = TextStyle(size: Axes.tickSize, color: theme.secondaryText)
    let plot = geometry.plot
    let area = plot.frame
    for (value, label) in zip(geometry.yTicks.values, geometry.yTicks.labels) {
      guard let y = plot.y.position(of: value) else { continue }
      canvas.draw(
        label, at: Point(x: area.x - Axes.tickGap, y: y), anchor: TextAnchor(.end, .center), style: style)
    }
    if !categories.isEmpty { return drawCategories(geometry, from: frame.x, on: &canvas, style) }
    let baseline = area.maxY + Axes.tickGap + Axes.tickSize * 0.85
    for (value, label) in zip(geometry.xTicks.values, geometry.xTicks.labels) {
      guard let x = plot.x.position(of: value) else { continue }
      canvas.draw(label, at: Point(x: x, y: baseline), anchor: TextAnchor(.middle), style: style)
    }
  }

  /// Draws the short lines at values without a label, on a logarithmic axis.
  func drawMinorTicks(_ geometry: Geometry, on canvas: inout Canvas, _ theme: Theme) {
    let area = geometry.plot.frame
    for case let y? in geometry.yTicks.minor.map(geometry.plot.y.position) {
      canvas.drawHorizontalLine(from: area.x - 3.5, to: area.x, y: y, width: 0.5, color: theme.axis)
    }
    for case let x? in geometry.xTicks.minor.map(geometry.plot.x.position) {
      canvas.drawVerticalLine(x: x, from: area.maxY, to: area.maxY + 3.5, width: 0.5, color: theme.axis)
    }
  }

  /// Draws what has to be added to the labels of an axis whose range is tiny beside its values.
  func drawOffsets(_ geometry: Geometry, on canvas: inout Canvas, in frame: Rectangle, _ theme: Theme) {
    let area = geometry.plot.frame
    let style = TextStyle(size: Axes.tickSize, color: theme.secondaryText)
    canvas.draw(
      geometry.yTicks.offset, at: Point(x: area.x + 2, y: area.y - 6), anchor: TextAnchor(.start),
      style: style)
    canvas.draw(
      geometry.xTicks.offset,
      at: Point(x: area.maxX, y: frame.maxY - 4 - (x.isEmpty ? 0 : Axes.offsetHeight)),
      anchor: TextAnchor(.end),
      style: style)
  }

  /// Draws the names below bars: side by side if they fit, else aslant, and not all of them if there are very many.
  private func drawCategories(
    _ geometry: Geometry, from left: Double, on canvas: inout Canvas, _ style: TextStyle
  ) {
    let area = geometry.plot.frame
    let slot = area.width / Double(max(1, categories.count))
    let (sine, cosine) = (sin(Axes.slant * .pi / 180), cos(Axes.slant * .pi / 180))
    let every = geometry.slantsCategories ? max(1, Int(ceil(Axes.tickSize * 1.2 / sine / slot))) : 1
    for (index, name) in categories.enumerated() where index.isMultiple(of: every) {
      guard let x = geometry.plot.x.position(of: Double(index)) else { continue }
      // A slanted name reaches down to the x label, or left to the edge of the panel.
      let room =
        geometry.slantsCategories
        ? min((geometry.tickHeight - Axes.tickGap - Axes.tickSize) / sine, (x - left) / cosine) : slot - 8
      let text = canvas.typesetter.truncated(name, to: max(10, room + 1), size: style.size)
      if geometry.slantsCategories {
        canvas.draw(
          text, at: Point(x: x + 2, y: area.maxY + Axes.tickGap + 3), anchor: TextAnchor(.end, .center),
          angle: Axes.slant, style: style)
      } else {
        canvas.draw(
          text, at: Point(x: x, y: area.maxY + Axes.tickGap + Axes.tickSize * 0.85),
          anchor: TextAnchor(.middle), style: style)
      }
    }
  }

  /// Draws the title and what the axes show.
  func drawTitles(_ geometry: Geometry, on canvas: inout Canvas, in frame: Rectangle, _ theme: Theme) {
    let area = geometry.plot.frame
    for (index, line) in geometry.titleLines.enumerated() {
      canvas.draw(
        line,
        at: Point(
          x: frame.midX, y: frame.y + Axes.titleSize * (Double(index) * Typesetter.lineHeight + 1)),
        anchor: TextAnchor(.middle), style: TextStyle(size: Axes.titleSize, color: theme.text))
    }
    let style = TextStyle(size: Axes.labelSize, color: theme.text)
    let xText = canvas.typesetter.truncated(x, to: area.width, size: style.size)
    canvas.draw(
      xText, at: Point(x: area.midX, y: frame.maxY - 4), anchor: TextAnchor(.middle), style: style)
    let yText = canvas.typesetter.truncated(y, to: area.height, size: style.size)
    canvas.draw(
      yText, at: Point(x: frame.x + Axes.labelSize * 0.9, y: area.midY), anchor: TextAnchor(.middle),
      angle: 90, style: style)
  }
}
