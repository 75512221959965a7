/// A picture of one or more panels, shown below a cell and written as PNG.
///
/// ```swift
/// let figure = Figure("Learning curves") {
///   Axes(x: "epoch", y: "loss") { Line(y: [2.3, 0.9, 0.4], label: "training loss") }
/// }
/// display(figure)
/// ```
///
/// Sizes are CSS pixels. The same figure gives the same bytes on every run.
public struct Figure: Sendable {
  /// The text above all panels; empty for none.
  public let title: String
  /// The panels, row by row.
  public let panels: [any Panel]
  /// The number of panels in a row.
  public let columns: Int
  /// Which values become the ends of the color maps of heatmaps and grids of images.
  public let scale: ColorScaling
  /// Whether a page lets its readers go from panel to panel.
  public let isStepped: Bool
  /// The description that the author gave.
  let givenDescription: String?

  /// Creates a figure.
  ///
  /// Equal numbers have equal colors in all panels that have one color map, and one color bar says which, unless numbers
  /// stand in all of their cells. Cells and pixels have one size. A panel with a range, a color map or a size of its own
  /// keeps it.
  ///
  /// - Parameters:
  ///   - title: The text above all panels.
  ///   - description: What is seen, in words, for readers who don't see it; without one it is made from the data.
  ///   - columns: The number of panels in a row; by default up to three.
  ///   - scale: `.each` gives every panel the range of its own values, and says so in the picture.
  ///   - isStepped: Whether the panels are steps, one of which a page shows at a time if its reader asks for it.
  public init(
    _ title: String = "", description: String? = nil, columns: Int? = nil, scale: ColorScaling = .shared,
    isStepped: Bool = false, @FigureBuilder panels: () -> [any Panel]
  ) {
    self.title = title
    self.panels = panels()
    let count = max(1, self.panels.count)
    self.columns = max(1, columns ?? (count == 4 ? 2 : min(3, count)))
    self.scale = scale
    self.isStepped = isStepped
    givenDescription = description
  }
}

extension Figure: CustomStringConvertible {
  /// What the figure shows, in words: what the author said, or else what the data says.
  public var description: String { givenDescription ?? automaticDescription }

  /// What the panels say about themselves.
  private var automaticDescription: String {
    let heading = title.isEmpty ? "" : "\(title). "
    if panels.isEmpty { return heading + "An empty figure." }
    let sentences = panels.map { $0.description + "." }
    if panels.count == 1 { return heading + sentences[0] }
    return heading + "\(panels.count) panels. " + sentences.joined(separator: " ")
  }
}

extension Figure {
  /// The free space around everything, in CSS pixels.
  private static let margin = 8.0
  /// The space between panels, in CSS pixels.
  private static let gap = 28.0
  private static let titleSize = 15.0
  private static let titleGap = 10.0
  private static let noteSize = 11.0
  /// The most that a color bar of several panels is high, in CSS pixels.
  private static let highestBar = 220.0

  /// Where everything is, in CSS pixels.
  struct Layout {
    var size: Size
    var titleLines: [String]
    /// The panels as they are drawn, and the rectangle of each.
    var panels: [(panel: any Panel, frame: Rectangle)]
    /// The color bars of several panels, and the top left corner of each.
    var bars: [(bar: ColorBar, corner: Point)]
    /// The baseline of the remark that panels differ in their scales; `nil` for none.
    var note: Double?
  }

  /// Returns a grid whose columns are as wide, and whose rows are as high, as their largest panel.
  func layout(in typesetter: Typesetter) -> Layout {
    let shared = SharedScales(self.panels, scale, in: typesetter)
    let panels = shared.panels
    let sizes = panels.map { $0.size(in: typesetter) }
    let columns = min(columns, max(1, panels.count))
    let rows = (panels.count + columns - 1) / columns
    var widths = Array(repeating: 0.0, count: columns)
    var heights = Array(repeating: 0.0, count: rows)
    for (index, size) in sizes.enumerated() {
      widths[index % columns] = max(widths[index % columns], size.width)
      heights[index / columns] = max(heights[index / columns], size.height)
    }
    let grid = widths.reduce(0, +) + Figure.gap * Double(columns - 1)
    let gridHeight = heights.reduce(0, +) + Figure.gap * Double(max(0, rows - 1))
    let barHeight = max(ColorBar.leastHeight, min(Figure.highestBar, gridHeight))
    let bars = shared.bars.map { ColorBar($0.colormap, limits: $0.limits, height: barHeight, in: typesetter) }
    let content = bars.reduce(grid) { $0 + ColorBar.gap + $1.size.width }
    // A long title on a small panel widens the figure rather than taking many lines.
    let natural = typesetter.width(of: title, size: Figure.titleSize, weight: .bold)
    let inner = max(content, min(natural, 360), 40).rounded(.up)
    let lines = typesetter.wrapped(title, to: inner, size: Figure.titleSize, weight: .bold, limit: 3)
    let heading =
      lines.isEmpty
      ? 0 : Double(lines.count) * Figure.titleSize * Typesetter.lineHeight + Figure.titleGap

    var frames: [Rectangle] = []
    let left = Figure.margin + ((inner - content) / 2).rounded()
    let top = Figure.margin + heading
    for (index, size) in sizes.enumerated() {
      let (column, row) = (index % columns, index / columns)
      let x = left + widths[..<column].reduce(0) { $0 + $1 + Figure.gap }
      let y = top + heights[..<row].reduce(0) { $0 + $1 + Figure.gap }
      let slack = ((widths[column] - size.width) / 2).rounded()
      frames.append(Rectangle(x: x + slack, y: y, width: size.width, height: size.height))
    }
    let height = bars.isEmpty ? gridHeight : max(gridHeight, barHeight)
    var barLeft = left + grid
    let corners = bars.map { bar in
      defer { barLeft += ColorBar.gap + bar.size.width }
      return Point(
        x: (barLeft + ColorBar.gap).rounded(), y: (top + (height - barHeight) / 2).rounded())
    }
    let bottom = max(20, heading + height).rounded(.up)
    let note = shared.areSeparate ? Figure.noteSize * 1.8 : 0
    return Layout(
      size: Size(width: inner + 2 * Figure.margin, height: (bottom + note).rounded(.up) + 2 * Figure.margin),
      titleLines: lines, panels: Array(zip(panels, frames)), bars: Array(zip(bars, corners)),
      note: shared.areSeparate ? Figure.margin + bottom + Figure.noteSize * 1.4 : nil)
  }

  /// Returns the figure as it was laid out by the same typesetter.
  func drawn(
    _ layout: Layout, theme: Theme, density: Double, typesetter: Typesetter
  ) throws(PlotError) -> Canvas {
    var canvas = try Canvas(
      size: layout.size, density: density, background: theme.background, typesetter: typesetter)
    let style = TextStyle(size: Figure.titleSize, weight: .bold, color: theme.text)
    let middle = layout.size.width / 2
    for (index, line) in layout.titleLines.enumerated() {
      let baseline = Figure.margin + Figure.titleSize * (Double(index) * Typesetter.lineHeight + 1)
      canvas.draw(line, at: Point(x: middle, y: baseline), anchor: TextAnchor(.middle), style: style)
    }
    for (panel, frame) in layout.panels { panel.draw(on: &canvas, in: frame, theme: theme) }
    for (bar, corner) in layout.bars { bar.draw(on: &canvas, at: corner, theme: theme) }
    if let baseline = layout.note {
      canvas.draw(
        "color scales differ between panels", at: Point(x: middle, y: baseline),
        anchor: TextAnchor(.middle), style: TextStyle(size: Figure.noteSize, color: theme.secondaryText))
    }
    return canvas
  }
}
