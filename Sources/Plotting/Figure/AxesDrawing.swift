#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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
    // Drawn again, lower or narrower; the panel has this part of the page to itself.
    canvas.erase(frame, theme.background)
    if legend.isBeside(width: frame.width, canvas.typesetter) {
      let width = legend.besideWidth(of: frame.width, canvas.typesetter)
      let rest = frame.inset(right: width)
      let narrower = self.geometry(in: rest, legendHeight: 0, canvas)
      drawAxes(narrower, on: &canvas, in: rest, theme)
      drawMarks(narrower, on: &canvas, theme)
      return legend.drawBeside(narrower.plot, width: frame.maxX - narrower.plot.frame.maxX, on: &canvas)
    }
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

  func entries(_ theme: Theme) -> [Legend.Entry] {
    let window = AxesWindow(self)
    return zip(marks, styles(theme)).filter { !$0.0.label.isEmpty }.map { mark, style in
      let isHidden =
        mark.points.isEmpty && !(mark.xLevels + mark.yLevels).isEmpty
        && !mark.xLevels.contains(where: window.shows(x:)) && !mark.yLevels.contains(where: window.shows(y:))
      return Legend.Entry(label: mark.label + (isHidden ? " (not shown)" : ""), mark: mark, style: style)
    }
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
