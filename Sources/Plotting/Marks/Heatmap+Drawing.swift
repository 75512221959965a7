extension Heatmap {
  /// From this extent on cells are divided by lines, in CSS pixels.
  private static let leastDivided = 9.0

  /// Draws the panel.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    var layout = layout(in: canvas.typesetter)
    layout.matrix.x += frame.x
    layout.matrix.y += frame.y
    let matrix = layout.matrix
    for (index, line) in layout.titleLines.enumerated() {
      let baseline = frame.y + Heatmap.titleSize * (Double(index) * Typesetter.lineHeight + 1)
      canvas.draw(
        line, at: Point(x: frame.x + layout.size.width / 2, y: baseline), anchor: TextAnchor(.middle),
        style: TextStyle(size: Heatmap.titleSize, color: theme.text))
    }
    guard rowCount > 0, columnCount > 0 else {
      return canvas.draw(
        "no cells", at: Point(x: matrix.midX, y: matrix.midY), anchor: TextAnchor(.middle, .center),
        style: TextStyle(size: Heatmap.headerSize, color: theme.secondaryText))
    }
    let scale = ColorScale(colormap, theme: theme, values: values.joined(), range: range)
    if let average = canvas.average(rows: rowCount, columns: columnCount, in: matrix) {
      let means = average(values)
      canvas.fillCells(rows: average.newRows, columns: average.newColumns, in: matrix) { row, column in
        scale.color(of: means[row][column]) ?? theme.gap
      }
    } else {
      canvas.fillCells(rows: rowCount, columns: columnCount, in: matrix) { row, column in
        color(row, column, scale) ?? theme.background
      }
      drawGaps(layout, on: &canvas, theme)
    }
    drawLines(layout, on: &canvas, theme)
    drawTexts(layout, scale, on: &canvas, theme)
    drawHighlights(layout, on: &canvas, theme)
    drawHeadings(layout, on: &canvas, in: frame, theme)
    if showsColorBar { drawColorBar(layout, scale, on: &canvas, theme) }
  }

  func rectangle(_ row: Int, _ column: Int, _ layout: Layout) -> Rectangle {
    let width = layout.matrix.width / Double(columnCount)
    let height = layout.matrix.height / Double(rowCount)
    return Rectangle(
      x: layout.matrix.x + Double(column) * width, y: layout.matrix.y + Double(row) * height, width: width,
      height: height)
  }

  private func color(_ row: Int, _ column: Int, _ scale: ColorScale) -> Color? {
    column < values[row].count ? scale.color(of: values[row][column]) : nil
  }

  /// Crosses out what has no finite value.
  private func drawGaps(_ layout: Layout, on canvas: inout Canvas, _ theme: Theme) {
    for row in 0..<rowCount {
      for column in 0..<columnCount where column >= values[row].count || !values[row][column].isFinite {
        canvas.crossOut(rectangle(row, column, layout), theme: theme)
      }
    }
  }

  private func drawLines(_ layout: Layout, on canvas: inout Canvas, _ theme: Theme) {
    let matrix = layout.matrix
    if min(layout.cell.width, layout.cell.height) >= Heatmap.leastDivided {
      for column in 1..<max(2, columnCount) where column < columnCount {
        let x = rectangle(0, column, layout).x
        canvas.drawVerticalLine(x: x, from: matrix.y, to: matrix.maxY, width: 1, color: theme.divider)
      }
      for row in 1..<max(2, rowCount) where row < rowCount {
        let y = rectangle(row, 0, layout).y
        canvas.drawHorizontalLine(from: matrix.x, to: matrix.maxX, y: y, width: 1, color: theme.divider)
      }
    }
    canvas.drawFrame(matrix, width: 1, color: theme.divider)
  }

  private func drawTexts(_ layout: Layout, _ scale: ColorScale, on canvas: inout Canvas, _ theme: Theme) {
    for (row, texts) in layout.texts.prefix(rowCount).enumerated() {
      for (column, text) in texts.enumerated() {
        guard let ground = color(row, column, scale) else { continue }
        let cell = rectangle(row, column, layout)
        let lines = text.split(whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
          let shift = (Double(index) - Double(lines.count - 1) / 2) * layout.textSize * Typesetter.lineHeight
          canvas.draw(
            String(line), at: Point(x: cell.midX, y: cell.midY + shift), anchor: TextAnchor(.middle, .center),
            style: TextStyle(size: layout.textSize, color: ground.legibleText))
        }
      }
    }
  }
}
