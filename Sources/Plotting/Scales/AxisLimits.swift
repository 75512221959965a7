#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Which values an axis shows.
package enum AxisLimits {
  /// Limits are at most this, so that they are finite.
  private static let extent = Double.greatestFiniteMagnitude
  /// Limits differ by at least this part of the larger one, so that labels can tell them apart.
  private static let leastSpan = 2e-15
  /// Limits of a logarithmic axis differ by at least this part of a decade.
  private static let leastDecades = 1e-9
  /// Limits differ by at least this, because the smallest numbers have no reciprocals.
  private static let leastDistance = 1e-290

  /// Returns limits that show all of `values` that the scale can show, with `padding` times their span around.
  ///
  /// Amounts that come near to zero get an axis from zero. There is no padding beyond `baseline`.
  package static func limits(
    of values: some Sequence<Double>, scale: AxisScale, padding: Double, baseline: Double? = nil
  ) -> ClosedRange<Double> {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where scale.transformed(value) != nil {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return scale == .linear ? 0...1 : 1...10 }
    return scale != .linear
      ? logarithmic(low, high, padding: padding) : linear(low, high, padding: padding, baseline: baseline)
  }

  private static func linear(
    _ low: Double, _ high: Double, padding: Double, baseline: Double?
  ) -> ClosedRange<Double> {
    var (low, high) = (min(low, baseline ?? low), max(high, baseline ?? high))
    let magnitude = max(abs(low), abs(high))
    if high - low <= max(magnitude * leastSpan, leastDistance) {
      if baseline != nil, magnitude == 0 { return 0...1 }
      let part = low == high ? 0.1 : leastSpan
      let half = magnitude == 0 ? 1 : max(magnitude * part, leastDistance)
      (low, high) = (max(-extent, low - half), min(extent, high + half))
    }
    // Halves keep the difference of the largest numbers finite.
    let margin = (high / 2 - low / 2) * (2 * padding)
    let isAboveZero = low >= 0
    let isBelowZero = high <= 0
    let (bottom, top) = (low, high)
    low = bottom == baseline ? bottom : bottom - margin
    high = top == baseline ? top : top + margin
    if isAboveZero, low < 0 || bottom < top / 4 { low = 0 }
    if isBelowZero, high > 0 || top > bottom / 4 { high = 0 }
    return max(-extent, low)...min(extent, high)
  }

  private static func logarithmic(_ low: Double, _ high: Double, padding: Double) -> ClosedRange<Double> {
    let (lowest, highest) = (log10(low), log10(high))
    // All values equal: a decade around them.
    let margin = highest - lowest < 1e-9 ? 0.5 : (highest - lowest) * padding
    // A whole decade remains at the ends of what Double holds.
    let bottom = max(-307, min(306, lowest - margin))
    return pow(10, bottom)...pow(10, max(bottom + leastDecades, min(307, highest + margin)))
  }

  /// Returns a range whose ends labels can tell apart; `nil` if its own ends are too close for that.
  static func separated(_ range: ClosedRange<Double>) -> ClosedRange<Double>? {
    let magnitude = max(abs(range.lowerBound), abs(range.upperBound))
    return range.upperBound / 2 - range.lowerBound / 2 > max(magnitude * leastSpan, leastDistance)
      ? range : nil
  }
}
