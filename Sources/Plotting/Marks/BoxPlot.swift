public import Display

/// How the values of several groups lie: a box from quartile to quartile, a line at the median, and whiskers.
///
/// ```swift
/// let axes = Axes(y: "accuracy") {
///   BoxPlot(["SGD": [0.91, 0.92, 0.90, 0.84], "Adam": [0.93, 0.95, 0.94, 0.94]])
/// }
/// ```
///
/// Whiskers reach to the last values within 1.5 times the box's height; values beyond are dots. Quartiles are those of
/// linear interpolation. Values that are not finite are left out.
///
/// - SeeAlso: Tukey, "Exploratory Data Analysis", 1977.
public struct BoxPlot: Mark {
  /// The names of the groups, from left to right.
  public let labels: [String]
  /// The values of each group.
  public let values: [[Double]]
  /// The name in the legend; empty for none.
  public let label: String
  /// The color; `nil` takes the next one of the cycle.
  public let color: SeriesColor?

  /// Creates a box for each group.
  public init(_ groups: KeyValuePairs<String, [Double]>, label: String = "", color: SeriesColor? = nil) {
    self.init(labels: groups.map(\.key), values: groups.map(\.value), label: label, color: color)
  }

  /// Creates a box for each of `labels`; stops if there are not as many as groups of values.
  public init(labels: [String], values: [[Double]], label: String = "", color: SeriesColor? = nil) {
    requireEqualCounts("BoxPlot", ["labels": labels.count, "values": values.count])
    (self.labels, self.values) = (labels, values)
    self.label = label
    self.color = color
  }

  /// Every value, at the number of its group.
  public var points: [DataPoint] {
    values.enumerated().flatMap { index, values in values.map { DataPoint(x: Double(index), y: $0) } }
  }
  /// The names of the groups.
  public var categories: [String] { labels }
  /// Returns the boxes as they stand among `names`, with a gap where there is no group of a name.
  public func placed(among names: [String]) -> BoxPlot {
    var own = Dictionary(grouping: values.indices, by: { labels[$0] }).mapValues { $0[...] }
    let values = names.map { name in own[name]?.popFirst().map { self.values[$0] } ?? [] }
    return BoxPlot(labels: names, values: values, label: label, color: color)
  }
  /// "Box plot".
  public var chartName: String { "Box plot" }
  /// The number of values and the median of each group.
  public func summary(on axes: Axes) -> String {
    let boxes = values.map(Box.init)
    let number = SeriesSummary.numbers(boxes.compactMap { $0?.median })
    let parts = zip(labels, boxes).map { label, box in
      box.map { "\(label) has \($0.count) values with the median \(number($0.median))" }
        ?? "\(label) is empty"
    }
    return (parts.isEmpty ? "is empty" : parts.joined(separator: ", "))
      + SeriesSummary.hiddenNote(points, on: axes, cutsBeyondRange: false)
  }
  /// The kind, the label, the names and the values.
  public var data: JSON {
    .object([
      "kind": .string("box-plot"), "label": .string(label), "labels": .strings(labels),
      "values": .numbers(values),
    ])
  }

  /// What is drawn of a group.
  private struct Box {
    var count: Int
    var lower: Double
    var median: Double
    var upper: Double
    var whiskers: ClosedRange<Double>
    var outliers: [Double]

    /// Returns nil for a group without a finite value.
    init?(_ values: [Double]) {
      let sorted = values.filter(\.isFinite).sorted()
      guard !sorted.isEmpty else { return nil }
      count = sorted.count
      lower = Binning.quantile(0.25, of: sorted)
      median = Binning.quantile(0.5, of: sorted)
      upper = Binning.quantile(0.75, of: sorted)
      let reach = 1.5 * (upper - lower)
      let (low, high) = (lower - reach, upper + reach)
      let inside = sorted.filter { low <= $0 && $0 <= high }
      // Quartiles lie between values, so that there are values inside.
      whiskers = (inside.first ?? median)...(inside.last ?? median)
      outliers = sorted.filter { $0 < low || high < $0 }
    }
  }
}

extension BoxPlot {
  /// The part of a group's width that its boxes take together.
  private static let share = 0.5
  private static let line = 1.5
  private static let opacity = 0.25

  /// Draws the boxes.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    let width = BoxPlot.share / Double(max(1, style.slotCount))
    for (index, values) in values.enumerated() {
      let left = Double(index) - BoxPlot.share / 2 + Double(style.slot) * width
      guard let box = Box(values), let x0 = plot.x.position(of: left),
        let x1 = plot.x.position(of: left + width * 0.92), let upper = plot.y.position(of: box.upper),
        let lower = plot.y.position(of: box.lower), let median = plot.y.position(of: box.median),
        let top = plot.y.position(of: box.whiskers.upperBound),
        let bottom = plot.y.position(of: box.whiskers.lowerBound)
      else { continue }
      let middle = (x0 + x1) / 2
      let cap = min(14, (x1 - x0) / 2)
      for (edge, end) in [(upper, top), (lower, bottom)] where edge != end {
        var whisker = Path(from: Point(x: middle, y: edge), to: Point(x: middle, y: end))
        whisker.append(Path(from: Point(x: middle - cap / 2, y: end), to: Point(x: middle + cap / 2, y: end)))
        canvas.stroke(whisker, Stroke(width: BoxPlot.line), with: style.color)
      }
      let frame = canvas.snapped(
        Rectangle(x: x0, y: min(upper, lower), width: x1 - x0, height: max(1, abs(lower - upper))))
      canvas.fill(Path(frame), with: style.color.opacity(BoxPlot.opacity))
      canvas.stroke(Path(frame), Stroke(width: BoxPlot.line, join: .miter), with: style.color)
      canvas.stroke(
        Path(from: Point(x: frame.x, y: median), to: Point(x: frame.maxX, y: median)),
        Stroke(width: 2 * BoxPlot.line), with: style.color)
      var dots = Path()
      for case let y? in box.outliers.map(plot.y.position) {
        dots.append(Path(circleAt: Point(x: middle, y: y), radius: 2.4))
      }
      canvas.fill(dots, with: style.color)
    }
  }

  /// Draws a small box.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let square = canvas.snapped(Rectangle(x: frame.midX - 5, y: frame.midY - 5, width: 10, height: 10))
    canvas.fill(Path(square), with: style.color.opacity(BoxPlot.opacity))
    canvas.drawFrame(square, width: 1, color: style.color)
  }
}
