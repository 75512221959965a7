extension Heatmap {
  /// Draws a frame around each group of highlighted cells that touch, with a halo that sets it off any color.
  func drawHighlights(_ layout: Layout, on canvas: inout Canvas, _ theme: Theme) {
    let cells = highlighted.sorted().filter {
      $0.row >= 0 && $0.row < rowCount && $0.column >= 0 && $0.column < columnCount
    }
    let least = min(layout.cell.width, layout.cell.height)
    let width = max(1, min(2.5, least / 8))
    for (thickness, color) in [(width + 2, theme.background), (width, theme.highlight)] {
      for cell in cells { drawEdges(of: cell, layout, thickness, color, on: &canvas) }
    }
  }

  /// Draws those sides of a cell that no other highlighted cell shares.
  private func drawEdges(
    of cell: CellIndex, _ layout: Layout, _ thickness: Double, _ color: Color, on canvas: inout Canvas
  ) {
    let frame = rectangle(cell.row, cell.column, layout)
    let half = thickness / 2
    func isFree(_ rows: Int, _ columns: Int) -> Bool {
      !highlighted.contains(CellIndex(row: cell.row + rows, column: cell.column + columns))
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
