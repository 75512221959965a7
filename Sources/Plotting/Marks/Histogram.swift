public import Display

/// How often values fall into each of several equal bins.
///
/// ```swift
/// let axes = Axes(x: "weight", y: "count") {
///   Histogram([-0.3, -0.1, 0.0, 0.1, 0.1, 0.4], label: "first layer")
/// }
/// ```
///
/// Values that are not finite are left out. Several histograms in one panel show through one another, and have the same
/// bins, which span the values of all, unless the author chose a range or edges. Bins of different widths show densities, as counts would make the wide ones high.
public struct Histogram: Mark {
  /// The limits of the bins, growing; one more than there are bins.
  public let edges: [Double]
  /// The height of each bin: a number of values, or their density.
  public let heights: [Double]
  /// The number of values in each bin.
  let counts: [Int]
  /// The number of values that were counted.
  public let count: Int
  /// The number of values that are not finite.
  let gapCount: Int
  /// What other histograms in the panel may divide into other bins, unless the author chose the limits.
  private let free: (values: [Double], bins: Int?, isDensity: Bool)?
  /// The name in the legend; empty for none.
  public let label: String
  /// The color; `nil` takes the next one of the cycle.
  public let color: SeriesColor?

  /// Counts `values`.
  ///
  /// - Parameters:
  ///   - bins: The number of bins, at most 1000; `nil` chooses one by Freedman and Diaconis' rule. The largest of a
  ///     panel holds for all its histograms.
  ///   - range: What the bins divide, values beyond it being left out; `nil` for all values.
  ///   - isDensity: Whether heights are divided by count and width, so that the area is 1.
  public init(
    _ values: [Double], bins: Int? = nil, range: ClosedRange<Double>? = nil, isDensity: Bool = false,
    label: String = "", color: SeriesColor? = nil
  ) {
    let finite = values.filter { $0.isFinite && (range?.contains($0) ?? true) }
    self.init(
      finite, Binning(finite, count: bins, range: range), isDensity: isDensity,
      gapCount: values.count { !$0.isFinite }, free: range == nil ? (finite, bins, isDensity) : nil, label,
      color)
  }

  /// Counts `values` in bins of which each reaches from one of `edges` to the next; what lies beyond is left out.
  ///
  /// Stops unless there are two edges or more, and they grow.
  ///
  /// - Parameter isDensity: Whether heights are divided by count and width; `nil` for yes if the widths differ.
  public init(
    _ values: [Double], edges: [Double], isDensity: Bool? = nil, label: String = "", color: SeriesColor? = nil
  ) {
    guard edges.count > 1, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }), edges.allSatisfy(\.isFinite)
    else { fatalError("Histogram takes two edges or more, each above the one before it, and got \(edges)") }
    let finite = values.filter { $0 >= edges[0] && $0 <= edges[edges.count - 1] }
    let widths = zip(edges, edges.dropFirst()).map { $1 - $0 }
    let areEqual = widths.allSatisfy { abs($0 - widths[0]) <= 1e-9 * widths[0] }
    self.init(
      finite, Binning(edges: edges), isDensity: isDensity ?? !areEqual,
      gapCount: values.count { !$0.isFinite }, free: nil, label, color)
  }

  private init(
    _ values: [Double], _ binning: Binning, isDensity: Bool, gapCount: Int,
    free: (values: [Double], bins: Int?, isDensity: Bool)?, _ label: String, _ color: SeriesColor?
  ) {
    counts = binning.counts(of: values)
    edges = binning.edges
    let total = Double(max(1, values.count))
    heights = counts.enumerated().map { index, count in
      isDensity
        ? Double(count) / total / (binning.edges[index + 1] - binning.edges[index]) : Double(count)
    }
    count = values.count
    self.gapCount = gapCount
    self.free = free
    self.label = label
    self.color = color
  }

  /// Returns `marks` in which the histograms whose limits nobody chose have the same bins, so that their heights compare.
  static func withEqualBins(_ marks: [any Mark]) -> [any Mark] {
    let free = marks.compactMap { ($0 as? Histogram)?.free }.filter { !$0.values.isEmpty }
    guard free.count > 1 else { return marks }
    let binning = Binning(free.flatMap(\.values), count: free.compactMap(\.bins).max(), range: nil)
    return marks.map { mark in
      guard let histogram = mark as? Histogram, let free = histogram.free, !free.values.isEmpty else {
        return mark
      }
      return Histogram(
        free.values, binning, isDensity: free.isDensity, gapCount: histogram.gapCount, free: free,
        histogram.label, histogram.color)
    }
  }

  /// The upper corners of the bins, in data units.
  public var points: [DataPoint] {
    heights.indices.flatMap { bin in
      [DataPoint(x: edges[bin], y: heights[bin]), DataPoint(x: edges[bin + 1], y: heights[bin])]
    }
  }
  /// Zero, where bins begin.
  public var baseline: Double? { 0 }
  /// "Histogram".
  public var chartName: String { "Histogram" }
  /// How many values there are, what they span, and how many the highest bin holds.
  public func summary(on axes: Axes) -> String {
    let gaps = SeriesSummary.gapNote(gapCount)
    guard let highest = counts.indices.max(by: { heights[$0] < heights[$1] }), count > 0 else {
      return "is empty" + gaps
    }
    let all = "counts \(count) values in \(counts.count == 1 ? "1 bin" : "\(counts.count) bins") "
    let number = SeriesSummary.numbers(edges)
    let span = "from \(number(edges[0])) to \(number(edges[counts.count]))"
    if counts.count == 1 { return all + span + gaps }
    if counts.allSatisfy({ $0 == counts[0] }) { return all + span + ", \(counts[0]) in each" + gaps }
    return all + span + ", the highest from \(number(edges[highest])) to \(number(edges[highest + 1])) with "
      + "\(counts[highest])" + gaps
  }
  /// The kind, the label, the limits of the bins and their heights.
  public var data: JSON {
    .object([
      "kind": .string("histogram"), "label": .string(label), "edges": .numbers(edges),
      "heights": .numbers(heights),
    ])
  }
}

extension Histogram {
  private static let opacity = 0.32
  private static let outline = 1.5
  /// Bins at least this wide are divided by lines, in CSS pixels.
  private static let leastDivided = 5.0

  /// Draws the bins as one area with an outline, so that another histogram can be seen behind it.
  public func draw(on canvas: inout Canvas, in plot: PlotArea, style: MarkStyle) {
    // On a logarithmic axis zero is infinitely far down.
    let zero = canvas.snapped(min(plot.frame.maxY, plot.y.position(of: 0) ?? plot.frame.maxY))
    var outline: [Point] = []
    var area = Path()
    for bin in heights.indices {
      guard let first = plot.x.position(of: edges[bin]).map(canvas.snapped),
        let second = plot.x.position(of: edges[bin + 1]).map(canvas.snapped)
      else { continue }
      let end = canvas.snapped(plot.y.position(of: heights[bin]) ?? zero)
      let height = abs(zero - end)
      if outline.isEmpty { outline.append(Point(x: first, y: zero)) }
      // The divider to the bin before, as high as the lower one of both.
      if let before = outline.last, abs(second - first) >= Histogram.leastDivided, height > 0,
        before.y != zero
      {
        let lower = abs(before.y - zero) < height ? before.y : end
        canvas.drawVerticalLine(
          x: first, from: min(lower, zero), to: max(lower, zero), width: 1,
          color: style.color.opacity(Histogram.opacity))
      }
      area.append(
        Path(
          Rectangle(
            x: min(first, second), y: min(zero, end), width: abs(second - first), height: height)))
      outline += [Point(x: first, y: end), Point(x: second, y: end)]
    }
    if let last = outline.last { outline.append(Point(x: last.x, y: zero)) }
    canvas.fill(area, with: style.color.opacity(Histogram.opacity))
    canvas.stroke(
      Path(through: outline), Stroke(width: Histogram.outline, join: .miter), with: style.color)
  }

  /// Draws a small square with its outline.
  public func drawKey(on canvas: inout Canvas, in frame: Rectangle, style: MarkStyle) {
    let side = 10.0
    let square = canvas.snapped(
      Rectangle(x: frame.midX - side / 2, y: frame.midY - side / 2, width: side, height: side))
    canvas.fill(Path(square), with: style.color.opacity(Histogram.opacity))
    canvas.drawFrame(square, width: 1, color: style.color)
  }
}
