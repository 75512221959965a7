/// The names of the series of a panel, each beside a sample of its mark.
struct Legend {
  /// One line of the legend.
  struct Entry {
    var mark: any Mark
    var style: MarkStyle
  }

  static let textSize = 11.5
  static let lineHeight = 18.0
  static let padding = 8.0
  static let keyWidth = 20.0
  static let keyGap = 7.0
  /// The free space that must remain between the legend and data.
  static let clearance = 4.0

  let entries: [Entry]
  let theme: Theme

  init(_ entries: [Entry], theme: Theme) {
    self.entries = entries
    self.theme = theme
  }

  /// Draws the legend in a box of the page's color.
  func draw(on canvas: inout Canvas, in frame: Rectangle) {
    let box = Path(frame, cornerRadius: 4)
    canvas.fill(box, with: theme.background)
    canvas.stroke(
      Path(canvas.snapped(frame).inset(by: 0.5 / canvas.density), cornerRadius: 4),
      Stroke(width: 1 / canvas.density), with: theme.grid)
    for (index, entry) in entries.enumerated() {
      let middle = frame.y + Legend.padding + (Double(index) + 0.5) * Legend.lineHeight - 2
      let width = frame.width - 2 * Legend.padding
      draw(entry, on: &canvas, x: frame.x + Legend.padding, middle: middle, width: width)
    }
  }

  /// Draws one entry whose text is cut off at `width`.
  func draw(_ entry: Entry, on canvas: inout Canvas, x: Double, middle: Double, width: Double) {
    let key = Rectangle(x: x, y: middle - 6, width: Legend.keyWidth, height: 12)
    entry.mark.drawKey(on: &canvas, in: key, style: entry.style)
    let room = width - Legend.keyWidth - Legend.keyGap
    let text = canvas.typesetter.truncated(entry.mark.label, to: room, size: Legend.textSize)
    canvas.draw(
      text, at: Point(x: key.maxX + Legend.keyGap, y: middle), anchor: TextAnchor(.start, .center),
      style: TextStyle(size: Legend.textSize, color: theme.text))
  }

  /// Returns the width of an entry.
  func width(of entry: Entry, _ typesetter: Typesetter) -> Double {
    Legend.keyWidth + Legend.keyGap + typesetter.width(of: entry.mark.label, size: Legend.textSize)
  }
}
