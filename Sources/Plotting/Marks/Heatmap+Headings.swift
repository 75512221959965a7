internal import Glibc

extension Heatmap {
  /// Draws the headings of rows and columns and what they are.
  func drawHeadings(_ layout: Layout, on canvas: inout Canvas, in frame: Rectangle, _ theme: Theme) {
    let matrix = layout.matrix
    let heading = TextStyle(size: Heatmap.headerSize, color: theme.secondaryText)
    let every = Heatmap.stride(cell: layout.cell.height)
    for (row, label) in rowLabels.prefix(rowCount).enumerated() where row.isMultiple(of: every) {
      let text = canvas.typesetter.truncated(label, to: 140, size: heading.size)
      canvas.draw(
        text, at: Point(x: matrix.x - Heatmap.gap, y: rectangle(row, 0, layout).midY),
        anchor: TextAnchor(.end, .center), style: heading)
    }
    drawColumnHeadings(layout, on: &canvas, heading)

    let axis = TextStyle(size: Heatmap.axisSize, color: theme.text)
    if !x.isEmpty {
      let text = canvas.typesetter.truncated(x, to: max(matrix.width, 120), size: axis.size)
      canvas.draw(
        text, at: Point(x: matrix.midX, y: matrix.maxY + Heatmap.gap + Heatmap.axisSize),
        anchor: TextAnchor(.middle), style: axis)
    }
    if !y.isEmpty {
      let text = canvas.typesetter.truncated(y, to: max(matrix.height, 40), size: axis.size)
      let headings = rowLabels.prefix(rowCount).map { canvas.typesetter.width(of: $0, size: heading.size) }
        .max()
      let x = matrix.x - Heatmap.gap - 2 - (headings.map { min($0, 140) + Heatmap.gap } ?? 0)
      canvas.draw(
        text, at: Point(x: x - Heatmap.axisSize * 0.1, y: matrix.midY), anchor: TextAnchor(.middle),
        angle: 90, style: axis)
    }
  }

  /// Returns how many cells a heading takes, so that headings of narrow cells don't overlap.
  private static func stride(cell: Double) -> Int {
    max(1, Int(ceil(min(1e6, headerSize * 1.15 / cell))))
  }

  private func drawColumnHeadings(_ layout: Layout, on canvas: inout Canvas, _ style: TextStyle) {
    let bottom = layout.matrix.y - Heatmap.gap
    let every =
      layout.upwardHeadings ? Heatmap.stride(cell: layout.cell.width) : 1
    for (column, label) in columnLabels.prefix(columnCount).enumerated() where column.isMultiple(of: every) {
      let x = rectangle(0, column, layout).midX
      let text = canvas.typesetter.truncated(label, to: 140, size: style.size)
      if layout.upwardHeadings {
        canvas.draw(
          text, at: Point(x: x, y: bottom), anchor: TextAnchor(.start, .center), angle: 90, style: style)
      } else {
        canvas.draw(text, at: Point(x: x, y: bottom), anchor: TextAnchor(.middle), style: style)
      }
    }
  }

  /// Draws the scale of colors at the right of the matrix.
  func drawColorBar(_ layout: Layout, _ scale: ColorScale, on canvas: inout Canvas, _ theme: Theme) {
    let matrix = layout.matrix
    let bar = Rectangle(
      x: matrix.maxX + Heatmap.barGap, y: (matrix.midY - layout.barHeight / 2).rounded(),
      width: Heatmap.barWidth, height: layout.barHeight)
    let (low, high) = (scale.limits.lowerBound, scale.limits.upperBound)
    canvas.fillCells(rows: 256, columns: 1, in: bar) { row, _ in
      let t = 1 - Double(row) / 255
      return scale.color(of: low * (1 - t) + high * t) ?? theme.background
    }
    canvas.drawFrame(bar, width: 1, color: theme.divider)
    let style = TextStyle(size: Heatmap.headerSize, color: theme.secondaryText)
    let mapping = AxisMapping(limits: scale.limits, scale: .linear, start: bar.maxY, end: bar.y)
    for (value, label) in zip(layout.barTicks.values, layout.barTicks.labels) {
      // Without contrast there is one value, and every color stands for it.
      let y = low < high ? mapping.position(of: value) ?? bar.midY : bar.midY
      canvas.drawHorizontalLine(from: bar.maxX, to: bar.maxX + 3, y: y, width: 1, color: theme.axis)
      canvas.draw(label, at: Point(x: bar.maxX + 6, y: y), anchor: TextAnchor(.start, .center), style: style)
    }
  }
}
