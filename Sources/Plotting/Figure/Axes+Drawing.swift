extension Axes {
  /// How far a mark may reach beyond the plot: half a line or a dot at the limit.
  private static let overhang = 5.0

  /// Draws the panel.
  ///
  /// The legend stands where it covers no data, above the plot if need be.
  public func draw(on canvas: inout Canvas, in frame: Rectangle, theme: Theme) {
    let legend = Legend(entries(theme), theme: theme)
    let geometry = geometry(in: frame, legendHeight: 0, canvas)
    drawAxes(geometry, on: &canvas, in: frame, theme)
    drawMarks(geometry, on: &canvas, theme)
    if legend.entries.isEmpty { return }
    if let place = legend.freePlace(in: geometry.plot.frame, on: canvas) {
      return legend.draw(on: &canvas, in: place)
    }
    // Drawn again, lower; the panel has this part of the page to itself.
    canvas.erase(frame, theme.background)
    let height = legend.rowsHeight(width: frame.width, canvas.typesetter)
    let lower = self.geometry(in: frame, legendHeight: height, canvas)
    drawAxes(lower, on: &canvas, in: frame, theme)
    drawMarks(lower, on: &canvas, theme)
    let plot = lower.plot.frame
    legend.drawRows(
      on: &canvas, in: Rectangle(x: plot.x, y: lower.legendTop, width: plot.width, height: height))
  }

  /// Returns the style of each mark: the author's color or the next one of the cycle.
  private func styles(_ theme: Theme) -> [MarkStyle] {
    let slotCount = marks.count { !$0.categories.isEmpty }
    var (slot, automatic) = (0, 0)
    return marks.map { mark in
      let series = mark.color ?? .automatic(automatic)
      let repetition = mark.color == nil ? automatic / SeriesColor.allCases.count : 0
      if mark.color == nil, mark.takesColor { automatic += 1 }
      defer { if !mark.categories.isEmpty { slot += 1 } }
      return MarkStyle(
        color: series.color(in: theme), theme: theme, slot: slot, slotCount: max(1, slotCount),
        repetition: repetition)
    }
  }

  private func entries(_ theme: Theme) -> [Legend.Entry] {
    zip(marks, styles(theme)).filter { !$0.0.label.isEmpty }.map { Legend.Entry(mark: $0.0, style: $0.1) }
  }

  private func drawMarks(_ geometry: Geometry, on canvas: inout Canvas, _ theme: Theme) {
    let plot = geometry.plot
    // A range that the author gave may cut through the data, which then ends at the frame.
    let area = plot.frame.inset(
      left: xRange == nil ? -Axes.overhang : 0, top: yRange == nil ? -Axes.overhang : 0,
      right: xRange == nil ? -Axes.overhang : 0, bottom: yRange == nil ? -Axes.overhang : 0)
    canvas.drawsMarks = true
    defer { canvas.drawsMarks = false }
    canvas.clipped(to: area) { canvas in
      for (mark, style) in zip(placedMarks, styles(theme)) { mark.draw(on: &canvas, in: plot, style: style) }
    }
    // Bars begin on a line, also where they end above and below it.
    for case let baseline? in marks.map(\.baseline) {
      guard let y = plot.y.position(of: baseline), plot.frame.y <= y, y <= plot.frame.maxY else { continue }
      canvas.drawHorizontalLine(from: plot.frame.x, to: plot.frame.maxX, y: y, width: 1, color: theme.axis)
    }
  }

  private func drawAxes(
    _ geometry: Geometry, on canvas: inout Canvas, in frame: Rectangle, _ theme: Theme
  ) {
    let plot = geometry.plot
    let area = plot.frame
    if categories.isEmpty {
      for case let x? in geometry.xTicks.values.map(plot.x.position) {
        canvas.drawVerticalLine(x: x, from: area.y, to: area.maxY, width: 1, color: theme.grid)
      }
    }
    for case let y? in geometry.yTicks.values.map(plot.y.position) {
      canvas.drawHorizontalLine(from: area.x, to: area.maxX, y: y, width: 1, color: theme.grid)
    }
    canvas.drawVerticalLine(x: area.x, from: area.y, to: area.maxY + 0.5, width: 1, color: theme.axis)
    canvas.drawHorizontalLine(from: area.x - 0.5, to: area.maxX, y: area.maxY, width: 1, color: theme.axis)
    drawMinorTicks(geometry, on: &canvas, theme)
    drawTickLabels(geometry, on: &canvas, in: frame, theme)
    drawOffsets(geometry, on: &canvas, in: frame, theme)
    drawTitles(geometry, on: &canvas, in: frame, theme)
  }
}
