public import Display

/// How often values fall into each of several equal bins.
///
///     Histogram(weights, label: "first layer")
///
/// Values that are not finite are left out. Several histograms in one panel show through one another.
public struct Histogram: Mark {
  /// The limits of the bins, growing; one more than there are bins.
  public let edges: [Double]
  /// The height of each bin: a number of values, or their density.
  public let heights: [Double]
  /// The number of values that were counted.
  public let count: Int
  /// The number of values that are not finite.
  let gapCount: Int
  /// The name in the legend; empty for none.
  public let label: String
  /// The color; `nil` takes the next one of the cycle.
  public let color: SeriesColor?

  /// Counts `values`.
  ///
  /// - Parameters:
  ///   - bins: The number of bins, at most 1000; `nil` chooses one by Freedman and Diaconis' rule.
  ///   - range: What the bins divide, values beyond it being left out; `nil` for all values.
  ///   - isDensity: Whether heights are divided by count and width, so that the area is 1.
  public init(
    _ values: [Double], bins: Int? = nil, range: ClosedRange<Double>? = nil, isDensity: Bool = false,
    label: String = "", color: SeriesColor? = nil
  ) {
    let finite = values.filter { $0.isFinite && (range?.contains($0) ?? true) }
    let binning = Binning(finite, count: bins, range: range)
    let counts = binning.counts(of: finite)
    edges = binning.edges
    let total = Double(max(1, finite.count))
    heights = counts.enumerated().map { index, count in
      isDensity
        ? Double(count) / total / (binning.edges[index + 1] - binning.edges[index]) : Double(count)
    }
    count = finite.count
    gapCount = values.count { !$0.isFinite }
    self.label = label
    self.color = color
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
  /// How many values there are, what they span, and where most of them lie.
  public var summary: String {
    let gaps = SeriesSummary.gapNote(gapCount)
    guard let highest = heights.indices.max(by: { heights[$0] < heights[$1] }), count > 0 else {
      return "is empty" + gaps
    }
    let (low, high) = (NumberFormat.short(edges[highest]), NumberFormat.short(edges[highest + 1]))
    let bins = heights.count == 1 ? "1 bin" : "\(heights.count) bins"
    return
      "counts \(count) values in \(bins) \(SeriesSummary.span(edges)), most of them from \(low) to \(high)"
      + gaps
  }
  /// The kind, the label, the limits of the bins and their heights.
  public var data: JSON {
    .object([
      "kind": .string("histogram"), "label": .string(label), "edges": .numbers(edges),
      "heights": .numbers(heights),
    ])
  }
}
