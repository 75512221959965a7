#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The division of a range of values into equal bins.
struct Binning {
  /// More bins than this would be narrower than a pixel.
  private static let limit = 1000
  /// The limits of the bins, growing; empty without values.
  let edges: [Double]

  /// Takes bins that the author chose.
  init(edges: [Double]) { self.edges = edges }

  /// Divides `range`, or what `values` span, into `count` bins or as many as suit the values.
  init(_ values: [Double], count: Int?, range: ClosedRange<Double>?) {
    let sorted = values.sorted()
    var ends = sorted.first.flatMap { low in sorted.last.map { (low, $0) } }
    if let range, range.lowerBound.isFinite, range.upperBound.isFinite {
      ends = (range.lowerBound, range.upperBound)
    }
    guard var (low, high) = ends else {
      edges = []
      return
    }
    // Values that are all equal stand in the middle of a bin.
    let least = max(abs(low), abs(high)) * 1e-9
    if high / 2 - low / 2 <= least {
      let half = max(0.5, abs(low) * 1e-3)
      (low, high) = (
        max(-Double.greatestFiniteMagnitude, low - half), min(Double.greatestFiniteMagnitude, high + half)
      )
    }
    let suitable = Binning.suitableCount(sorted, low, high)
    if count == nil, range == nil, let edges = Binning.wholeEdges(sorted, low, high, bins: suitable) {
      self.edges = edges
      return
    }
    let bins = max(1, min(Binning.limit, count ?? suitable))
    edges = (0...bins).map { bin in
      let t = Double(bin) / Double(bins)
      return low * (1 - t) + high * t
    }
  }

  /// Returns limits halfway between whole numbers, so that each bin has as many of them; `nil` unless `sorted` are such.
  ///
  /// Other bins would hold now one and now two of them, and be of different heights for equally frequent numbers.
  private static func wholeEdges(_ sorted: [Double], _ low: Double, _ high: Double, bins: Int) -> [Double]? {
    guard abs(low) < 1e9, abs(high) < 1e9, sorted.first == low, sorted.allSatisfy({ $0 == $0.rounded() })
    else {
      return nil
    }
    let width = max(1, ((high - low) / Double(bins)).rounded())
    let count = Int(((high - low + 1) / width).rounded(.up))
    return (0...count).map { low - 0.5 + Double($0) * width }
  }

  /// Returns how many of `values` lie in each bin; a value on a limit counts for the bin above it.
  ///
  /// The last bin holds its upper limit too.
  func counts(of values: [Double]) -> [Int] {
    guard let low = edges.first, let high = edges.last else { return [] }
    let bins = edges.count - 1
    var counts = Array(repeating: 0, count: bins)
    for value in values where value >= low && value <= high {
      let place = (value / 2 - low / 2) / (high / 2 - low / 2) * Double(bins)
      var bin = place.isFinite ? max(0, min(bins - 1, Int(place))) : 0
      // The division rounds, and bins may have different widths; the limits decide.
      while bin > 0, value < edges[bin] { bin -= 1 }
      while bin + 1 < bins, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }

  /// Returns the number of bins of width 2·IQR·n^(−1/3), at most 100.
  ///
  /// Where half of all values are equal, the rule has no width, and Sturges' ⌈log₂ n⌉ + 1 bins are taken.
  ///
  /// - SeeAlso: Freedman and Diaconis, "On the histogram as a density estimator: L₂ theory", Zeitschrift für
  ///   Wahrscheinlichkeitstheorie 57, 1981; Sturges, "The choice of a class interval", JASA 21, 1926.
  private static func suitableCount(_ sorted: [Double], _ low: Double, _ high: Double) -> Int {
    guard sorted.count > 1 else { return 1 }
    let spread = quantile(0.75, of: sorted) / 2 - quantile(0.25, of: sorted) / 2
    let width = 2 * spread * pow(Double(sorted.count), -1.0 / 3)
    let count = (high / 2 - low / 2) / width
    guard count.isFinite, count > 0 else { return Int(ceil(log2(Double(sorted.count)))) + 1 }
    return Int(ceil(min(100, count)))
  }

  /// Returns the value below which a part of all lies, between two values in proportion.
  static func quantile(_ part: Double, of sorted: [Double]) -> Double {
    let place = part * Double(sorted.count - 1)
    let index = min(sorted.count - 2, Int(place))
    let t = place - Double(index)
    return sorted[index] * (1 - t) + sorted[index + 1] * t
  }
}
