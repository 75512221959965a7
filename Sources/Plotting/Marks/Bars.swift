public import Display

/// A bar for each named value, from zero to the value.
///
/// Several `Bars` in one panel stand side by side in each category, found by its name; one that lacks a category leaves a
/// gap there. A name that a series has twice is two categories.
public struct Bars: Mark {
  /// The names of the categories, from left to right.
  public var labels: [String]
  /// The height of each bar.
  public var values: [Double]
  /// The name in the legend; empty for none.
  public var label: String
  /// The color; `nil` takes the next one of the cycle.
  public var color: SeriesColor?

  /// Creates bars; stops if there are not as many labels as values.
  public init(labels: [String], values: [Double], label: String = "", color: SeriesColor? = nil) {
    requireEqualCounts("Bars", ["labels": labels.count, "values": values.count])
    (self.labels, self.values) = (labels, values)
    self.label = label
    self.color = color
  }

  /// Creates bars by the names of their categories: `Bars(["cat": 0.9, "dog": 0.7])`.
  public init(_ values: KeyValuePairs<String, Double>, label: String = "", color: SeriesColor? = nil) {
    self.init(labels: values.map(\.key), values: values.map(\.value), label: label, color: color)
  }

  /// The tops of the bars: x is the number of the category.
  public var points: [DataPoint] {
    values.enumerated().map { DataPoint(x: Double($0.offset), y: $0.element) }
  }
  /// The names of the categories.
  public var categories: [String] { labels }
  /// Zero, where bars begin.
  public var baseline: Double? { 0 }
  /// Returns the bars as they stand among `names`, with a gap where there is no bar of a name.
  public func placed(among names: [String]) -> Bars {
    var own = Dictionary(grouping: values.indices, by: { labels[$0] }).mapValues { $0[...] }
    let values = names.map { name in own[name]?.popFirst().map { self.values[$0] } ?? .nan }
    return Bars(labels: names, values: values, label: label, color: color)
  }
  /// "Bar chart".
  public var chartName: String { "Bar chart" }
  /// The values, or the extremes when there are many.
  public func summary(on axes: Axes) -> String {
    SeriesSummary.categories(labels, values, on: axes)
  }
  /// The kind, the label, the categories and the values.
  public var data: JSON {
    .object([
      "kind": .string("bars"), "label": .string(label), "labels": .array(labels.map(JSON.string)),
      "values": .numbers(values),
    ])
  }
}

extension Bars {
  /// The part of a category's width that its bars take together.
  private static let share = 0.74
  private static let valueSize = 11.0

  /// Draws the bars; above each its value, where the values have room.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let frames = values.indices.map { frame(of: $0, in: plot, style: style, canvas) }
    for case let frame? in frames { canvas.fill(Path(frame), with: style.color) }

    let texts = NumberFormat.aligned(values)
    let slotWidth = (plot.x.position(of: 1) ?? 0) - (plot.x.position(of: 0) ?? 0)
    let room = slotWidth / Double(style.slotCount) - 4
    let widest = texts.map { canvas.typesetter.width(of: $0, size: Bars.valueSize) }.max() ?? 0
    guard widest <= room else { return }
    let text = TextStyle(size: Bars.valueSize, color: style.theme.secondaryText)
    for (index, frame) in frames.enumerated() {
      guard let frame else { continue }
      let height = Bars.valueSize * Typesetter.capitalHeight
      let baseline = (values[index] < 0) != plot.y.isReversed ? frame.maxY + 4 + height : frame.y - 4
      canvas.draw(
        texts[index], at: Point(x: frame.midX, y: baseline), anchor: TextAnchor(.middle), style: text)
    }
  }

  /// Draws a small square.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let side = 10.0
    let square = Rectangle(x: frame.midX - side / 2, y: frame.midY - side / 2, width: side, height: side)
    canvas.fill(Path(canvas.snapped(square)), with: style.color)
  }

  /// Returns the bar of a value on whole device pixels; `nil` for a gap.
  private func frame(of index: Int, in plot: PlotArea, style: MarkStyle, _ canvas: Canvas) -> Rectangle? {
    let width = Bars.share / Double(max(1, style.slotCount))
    let left = Double(index) - Bars.share / 2 + Double(style.slot) * width
    guard let end = plot.y.position(of: values[index]), let x0 = plot.x.position(of: left),
      let x1 = plot.x.position(of: left + width)
    else { return nil }
    // On a logarithmic axis zero is infinitely far down.
    let zero = min(plot.frame.maxY, plot.y.position(of: 0) ?? plot.frame.maxY)
    let gap = style.slotCount > 1 && x1 - x0 > 6 ? 1.0 : 0
    return canvas.snapped(
      Rectangle(x: x0, y: min(zero, end), width: max(1, x1 - x0 - gap), height: abs(zero - end)))
  }
}
