/// Draws a heatmap in its layout.
struct HeatmapDrawing {
  /// From this extent on cells are divided by lines.
  private static let leastDivided = 9.0

  let map: Heatmap
  let layout: HeatmapLayout
  let theme: Theme
  private let scale: ColorScale

  init(_ map: Heatmap, _ layout: HeatmapLayout, theme: Theme) {
    self.map = map
    self.layout = layout
    self.theme = theme
    scale = ColorScale(map.effectiveColormap, theme: theme, limits: layout.limits)
  }

  /// Draws everything; `frame` is that of the whole panel.
  func draw(on canvas: inout Canvas, in frame: Rectangle) {
    let matrix = layout.matrix
    for (index, line) in layout.titleLines.enumerated() {
      let baseline = frame.y + HeatmapLayout.titleSize * (Double(index) * Typesetter.lineHeight + 1)
      canvas.draw(
        line, at: Point(x: frame.x + layout.titleMiddle, y: baseline), anchor: TextAnchor(.middle),
        style: TextStyle(size: HeatmapLayout.titleSize, color: theme.text))
    }
    guard map.rowCount > 0, map.columnCount > 0 else {
      return canvas.draw(
        "no cells", at: Point(x: matrix.midX, y: matrix.midY), anchor: TextAnchor(.middle, .center),
        style: TextStyle(size: HeatmapLayout.headerSize, color: theme.secondaryText))
    }
    if let average = canvas.average(rows: map.rowCount, columns: map.columnCount, in: matrix) {
      let means = average(map.values)
      canvas.fillCells(rows: average.newRows, columns: average.newColumns, in: matrix) { row, column in
        scale.color(of: means[row][column]) ?? theme.gap
      }
    } else {
      canvas.fillCells(rows: map.rowCount, columns: map.columnCount, in: matrix) { row, column in
        color(row, column) ?? theme.background
      }
      drawGaps(on: &canvas)
    }
    drawLines(on: &canvas)
    drawTexts(on: &canvas)
    drawHighlights(on: &canvas)
    drawHeadings(on: &canvas)
    if let bar = layout.bar {
      let corner = Point(x: matrix.maxX + ColorBar.gap, y: (matrix.midY - bar.size.height / 2).rounded())
      bar.draw(on: &canvas, at: corner, theme: theme)
    }
  }

  private func color(_ row: Int, _ column: Int) -> Color? {
    column < map.values[row].count && !map.empty.contains(CellIndex(row: row, column: column))
      ? scale.color(of: map.values[row][column]) : nil
  }

  /// Crosses out what has no finite value.
  private func drawGaps(on canvas: inout Canvas) {
    for row in 0..<map.rowCount {
      for column in 0..<map.columnCount
      where color(row, column) == nil && !map.empty.contains(CellIndex(row: row, column: column)) {
        canvas.crossOut(layout.rectangle(row, column), theme: theme)
      }
    }
  }

  private func drawLines(on canvas: inout Canvas) {
    let matrix = layout.matrix
    if min(layout.cell.width, layout.cell.height) >= HeatmapDrawing.leastDivided {
      for column in 1..<max(2, map.columnCount) where column < map.columnCount {
        let x = layout.rectangle(0, column).x
        canvas.drawVerticalLine(x: x, from: matrix.y, to: matrix.maxY, width: 1, color: theme.divider)
      }
      for row in 1..<max(2, map.rowCount) where row < map.rowCount {
        let y = layout.rectangle(row, 0).y
        canvas.drawHorizontalLine(from: matrix.x, to: matrix.maxX, y: y, width: 1, color: theme.divider)
      }
    }
    canvas.drawFrame(matrix, width: 1, color: theme.divider)
  }

  private func drawTexts(on canvas: inout Canvas) {
    for (row, texts) in layout.texts.prefix(map.rowCount).enumerated() {
      for (column, text) in texts.enumerated() {
        guard let ground = color(row, column) else { continue }
        let cell = layout.rectangle(row, column)
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

  /// Draws the headings of rows and columns and what they are.
  private func drawHeadings(on canvas: inout Canvas) {
    let matrix = layout.matrix
    let heading = TextStyle(size: HeatmapLayout.headerSize, color: theme.secondaryText)
    let every = HeatmapDrawing.stride(cell: layout.cell.height)
    for (row, label) in map.rowLabels.prefix(map.rowCount).enumerated() where row.isMultiple(of: every) {
      let text = canvas.typesetter.truncated(label, to: HeatmapLayout.longestHeading, size: heading.size)
      canvas.draw(
        text, at: Point(x: matrix.x - HeatmapLayout.gap, y: layout.rectangle(row, 0).midY),
        anchor: TextAnchor(.end, .center), style: heading)
    }
    drawColumnHeadings(on: &canvas, heading)

    let axis = TextStyle(size: HeatmapLayout.axisSize, color: theme.text)
    if !map.x.isEmpty {
      let text = canvas.typesetter.truncated(map.x, to: max(matrix.width, 120), size: axis.size)
      canvas.draw(
        text, at: Point(x: matrix.midX, y: matrix.maxY + HeatmapLayout.gap + HeatmapLayout.axisSize),
        anchor: TextAnchor(.middle), style: axis)
    }
    if !map.y.isEmpty {
      let text = canvas.typesetter.truncated(map.y, to: max(matrix.height, 40), size: axis.size)
      let headings = map.rowLabels.prefix(map.rowCount).map {
        canvas.typesetter.width(of: $0, size: heading.size)
      }
      .max()
      let x =
        matrix.x - HeatmapLayout.gap - 2
        - (headings.map { min($0, HeatmapLayout.longestHeading) + HeatmapLayout.gap } ?? 0)
      canvas.draw(
        text, at: Point(x: x - HeatmapLayout.axisSize * 0.1, y: matrix.midY), anchor: TextAnchor(.middle),
        angle: 90, style: axis)
    }
  }

  /// Returns how many cells a heading takes, so that headings of narrow cells don't overlap.
  private static func stride(cell: Double) -> Int {
    max(1, Int(min(1e6, HeatmapLayout.headerSize * 1.15 / cell).rounded(.up)))
  }

  private func drawColumnHeadings(on canvas: inout Canvas, _ style: TextStyle) {
    let bottom = layout.matrix.y - HeatmapLayout.gap
    let every =
      layout.hasUpwardHeadings ? HeatmapDrawing.stride(cell: layout.cell.width) : 1
    for (column, label) in map.columnLabels.prefix(map.columnCount).enumerated()
    where column.isMultiple(of: every) {
      let x = layout.rectangle(0, column).midX
      let text = canvas.typesetter.truncated(label, to: HeatmapLayout.longestHeading, size: style.size)
      if layout.hasUpwardHeadings {
        canvas.draw(
          text, at: Point(x: x, y: bottom), anchor: TextAnchor(.start, .center), angle: 90, style: style)
      } else {
        canvas.draw(text, at: Point(x: x, y: bottom), anchor: TextAnchor(.middle), style: style)
      }
    }
  }

  /// Draws a frame around each group of highlighted cells that touch, with a halo that sets it off any color.
  private func drawHighlights(on canvas: inout Canvas) {
    let cells = map.highlightedCells
    let least = min(layout.cell.width, layout.cell.height)
    let width = max(1, min(2.5, least / 8))
    for (thickness, color) in [(width + 2, theme.background), (width, theme.highlight)] {
      for cell in cells { drawEdges(of: cell, thickness, color, on: &canvas) }
    }
  }

  /// Draws those sides of a cell that no other highlighted cell shares.
  private func drawEdges(
    of cell: CellIndex, _ thickness: Double, _ color: Color, on canvas: inout Canvas
  ) {
    let frame = layout.rectangle(cell.row, cell.column)
    let half = thickness / 2
    func isFree(_ rows: Int, _ columns: Int) -> Bool {
      !map.highlighted.contains(CellIndex(row: cell.row + rows, column: cell.column + columns))
    }
    for (y, isOuter) in [(frame.y, isFree(-1, 0)), (frame.maxY, isFree(1, 0))] where isOuter {
      canvas.drawHorizontalLine(
        from: frame.x - half, to: frame.maxX + half, y: y, width: thickness, color: color)
    }
    for (x, isOuter) in [(frame.x, isFree(0, -1)), (frame.maxX, isFree(0, 1))] where isOuter {
      canvas.drawVerticalLine(
        x: x, from: frame.y - half, to: frame.maxY + half, width: thickness, color: color)
    }
  }
}
