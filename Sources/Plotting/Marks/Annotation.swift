public import Display

/// A remark beside a place in the plot, with an arrow to it.
///
/// ```swift
/// let axes = Axes(x: "epoch", y: "loss") {
///   Line(y: [2.3, 1.1, 0.9, 1.0])
///   Annotation("lowest validation loss", x: 2, y: 0.9)
/// }
/// ```
///
/// The text stands where it hides least of the marks before it, so it should come last.
public struct Annotation: Mark {
  /// The text; up to three lines.
  public let text: String
  /// The place that the arrow points to, in data units.
  public let place: DataPoint
  /// From the place to the middle of the text, in CSS pixels, y downward; `nil` finds a free place.
  public let offset: Size?
  /// The color; `nil` is the one of labels.
  public let color: SeriesColor?

  /// Creates a remark on `(x, y)`.
  public init(_ text: String, x: Double, y: Double, offset: Size? = nil, color: SeriesColor? = nil) {
    self.text = text
    place = DataPoint(x: x, y: y)
    self.offset = offset
    self.color = color
  }

  /// Empty: a remark needs no legend.
  public var label: String { "" }
  /// The place, which the axes include.
  public var points: [DataPoint] { [place] }
  /// No: it has the color of labels.
  public var takesColor: Bool { false }
  /// Empty: it is a remark on the series.
  public var chartName: String { "" }
  /// The text and the place.
  public func summary(on axes: Axes) -> String {
    "“\(text)” at (\(NumberFormat.short(place.x)), \(NumberFormat.short(place.y)))"
      + (AxesWindow(axes).shows(place) ? "" : ", beyond the axes")
  }
  /// The kind, the text and the place.
  public var data: JSON {
    .object([
      "kind": .string("annotation"), "text": .string(text), "x": .number(place.x), "y": .number(place.y),
    ])
  }
}

extension Annotation {
  private static let textSize = 11.5
  private static let padding = 3.0
  /// The space between the arrow's tip and the place, in CSS pixels.
  private static let clearance = 4.0

  /// Draws the text, and an arrow if the text stands away from the place.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    guard let tip = plot.position(of: place), tip.isFinite, plot.frame.inset(by: -1).contains(tip) else {
      return
    }
    let lines = canvas.typesetter.wrapped(text, to: 170, size: Annotation.textSize, limit: 3)
    let widest = lines.map { canvas.typesetter.width(of: $0, size: Annotation.textSize) }.max() ?? 0
    let lineHeight = Annotation.textSize * Typesetter.lineHeight
    let extent = Size(
      width: widest + 2 * Annotation.padding, height: Double(lines.count) * lineHeight + Annotation.padding)
    let box = box(extent, tip, in: plot.frame, on: canvas, style.theme)
    let ink = color == nil ? style.theme.text : style.color
    drawArrow(from: box, to: tip, on: &canvas, ink)
    if lines.isEmpty { return }
    // Where there is no free place, the text is read on top of what it hides.
    canvas.fill(Path(box, cornerRadius: 3), with: style.theme.background.opacity(0.8))
    for (index, line) in lines.enumerated() {
      let middle = box.y + Annotation.padding / 2 + (Double(index) + 0.5) * lineHeight
      canvas.draw(
        line, at: Point(x: box.midX, y: middle), anchor: TextAnchor(.middle, .center),
        style: TextStyle(size: Annotation.textSize, color: ink))
    }
  }

  /// Draws nothing: a remark has no entry in the legend.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {}

  private func drawArrow(from box: Rectangle, to tip: Point, on canvas: inout Canvas, _ ink: Color) {
    let start = Point(x: max(box.x, min(box.maxX, tip.x)), y: max(box.y, min(box.maxY, tip.y)))
    let way = tip - start
    guard way.length > Annotation.clearance + 6 else { return }
    let end = tip - way * (Annotation.clearance / way.length)
    canvas.stroke(
      Path(from: start, to: end - way * (4 / way.length)), Stroke(width: 1.2, cap: .round), with: ink)
    canvas.fill(Path(arrowheadAt: end, heading: way, length: 8), with: ink)
  }

  /// Returns where the text stands: the author's place, or of several the one with the least ink.
  private func box(
    _ size: Size, _ tip: Point, in frame: Rectangle, on canvas: Canvas, _ theme: Theme
  ) -> Rectangle {
    func box(_ x: Double, _ y: Double) -> Rectangle {
      Rectangle(
        x: tip.x + x - size.width / 2, y: tip.y + y - size.height / 2, width: size.width,
        height: size.height)
    }
    if let offset, offset.width.isFinite, offset.height.isFinite { return box(offset.width, offset.height) }
    var best: (ink: Int, box: Rectangle)?
    for distance in [22.0, 44, 76, 110] {
      let (aside, away) = (size.width / 2 + distance, size.height / 2 + distance)
      let ways = [(0.6, -1.0), (-0.6, -1), (0.6, 1), (-0.6, 1), (1, -0.5), (-1, -0.5), (1, 0.5), (-1, 0.5)]
      for (x, y) in ways {
        let place = box(x * aside, y * away)
        let isInside =
          place.x >= frame.x && place.maxX <= frame.maxX && place.y >= frame.y && place.maxY <= frame.maxY
        guard isInside else { continue }
        let ink = canvas.ink(in: place.inset(by: -2), on: [theme.background, theme.grid])
        if ink == 0 { return place }
        if best.map({ ink < $0.ink }) ?? true { best = (ink, place) }
      }
    }
    return best?.box ?? box(0, -size.height / 2 - 12)
  }
}
