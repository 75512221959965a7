extension Legend {
  private static let entryGap = 18.0
  /// More names than these rows take would leave no room for the data.
  private static let rowLimit = 5

  /// Returns the height that the legend takes above a plot.
  func rowsHeight(width: Double, _ typesetter: Typesetter) -> Double {
    // The plot is narrower than the panel by labels whose width is not known yet; a tenth more covers them.
    Double(rows(width: width * 0.85, typesetter).prefix(Legend.rowLimit).count) * Legend.lineHeight + 8
  }

  /// Draws the entries side by side, in as many rows as they need.
  func drawRows(on canvas: inout Canvas, in frame: Rectangle) {
    for (index, row) in rows(width: frame.width, canvas.typesetter).prefix(Legend.rowLimit).enumerated() {
      var x = frame.x
      for entry in row {
        let width = min(width(of: entry, canvas.typesetter) + 1, frame.width)
        draw(
          entry, on: &canvas, x: x, middle: frame.y + (Double(index) + 0.5) * Legend.lineHeight, width: width)
        x += width + Legend.entryGap
      }
    }
  }

  private func rows(width: Double, _ typesetter: Typesetter) -> [[Entry]] {
    var rows: [[Entry]] = []
    var used = Double.infinity
    for entry in entries {
      let needed = min(self.width(of: entry, typesetter) + 1, width)
      if used + Legend.entryGap + needed <= width {
        rows[rows.count - 1].append(entry)
        used += Legend.entryGap + needed
      } else {
        rows.append([entry])
        used = needed
      }
    }
    return rows
  }
}
