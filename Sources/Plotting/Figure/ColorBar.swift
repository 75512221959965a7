/// A scale of colors with numbers beside it, at the right of what is drawn in these colors.
struct ColorBar {
  /// The space between what is drawn in the colors and the bar, in CSS pixels.
  static let gap = 14.0
  /// The least height of a bar with two labels.
  static let leastHeight = 64.0
  private static let thickness = 12.0
  private static let labelGap = 6.0
  private static let textSize = 11.0

  let colormap: Colormap
  let limits: ClosedRange<Double>
  /// The width with all labels, and the height.
  let size: Size
  private let ticks: Ticks

  /// Creates a bar of a height; `limits` are those of a `ColorScale`.
  init(_ colormap: Colormap, limits: ClosedRange<Double>, height: Double, in typesetter: Typesetter) {
    self.colormap = colormap
    self.limits = limits
    ticks = .linear(limits, intervals: max(1, Int(height / 22)))
    func width(_ text: String) -> Double { typesetter.width(of: text, size: ColorBar.textSize) }
    let labels = ColorBar.thickness + ColorBar.labelGap + (ticks.labels.map(width).max() ?? 0)
    size = Size(width: max(labels, width(ticks.offset)), height: height)
  }

  /// Draws the bar, the highest value on top.
  func draw(on canvas: inout Canvas, at corner: Point, theme: Theme) {
    let style = TextStyle(size: ColorBar.textSize, color: theme.secondaryText)
    // What has to be added to each label stands above the bar.
    let top = ticks.offset.isEmpty ? 0 : ColorBar.textSize + 5
    canvas.draw(
      ticks.offset, at: Point(x: corner.x, y: corner.y + ColorBar.textSize * 0.85),
      anchor: TextAnchor(.start),
      style: style)
    let bar = Rectangle(
      x: corner.x, y: corner.y + top, width: ColorBar.thickness, height: size.height - top)
    let scale = ColorScale(colormap, theme: theme, limits: limits)
    let (low, high) = (limits.lowerBound, limits.upperBound)
    canvas.fillCells(rows: 256, columns: 1, in: bar) { row, _ in
      let t = 1 - Double(row) / 255
      return scale.color(of: low * (1 - t) + high * t) ?? theme.background
    }
    canvas.drawFrame(bar, width: 1, color: theme.divider)
    let mapping = AxisMapping(limits: limits, scale: .linear, start: bar.maxY, end: bar.y)
    for (value, label) in zip(ticks.values, ticks.labels) {
      // Without contrast there is one value, and every color stands for it.
      let y = low < high ? mapping.position(of: value) ?? bar.midY : bar.midY
      canvas.drawHorizontalLine(from: bar.maxX, to: bar.maxX + 3, y: y, width: 1, color: theme.axis)
      canvas.draw(
        label, at: Point(x: bar.maxX + ColorBar.labelGap, y: y), anchor: TextAnchor(.start, .center),
        style: style)
    }
  }
}
