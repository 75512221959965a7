#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How an axis maps values to distances.
public enum AxisScale: String, Sendable {
  /// Equal differences take equal distances.
  case linear
  /// Equal ratios take equal distances, and ticks are powers of ten; values that are not positive are gaps.
  case log10
  /// As `log10`, with powers of two as ticks: for batch sizes and numbers of channels.
  case log2
}

extension AxisScale {
  /// Returns the number that is proportional to the distance along the axis; `nil` if there is none.
  func transformed(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch self {
    case .linear: return value
    case .log10: return value > 0 ? decimalLogarithm(value) : nil
    case .log2: return value > 0 ? binaryLogarithm(value) : nil
    }
  }

  /// Returns whether the axis has a place for `value`.
  func canShow(_ value: Double) -> Bool {
    value.isFinite && (self == .linear || value > 0)
  }

  /// Returns a range as limits of an axis; `nil` if the axis cannot show it, or nothing would lie within.
  func shown(_ range: ClosedRange<Double>) -> ClosedRange<Double>? {
    canShow(range.lowerBound) && canShow(range.upperBound) && range.lowerBound < range.upperBound
      ? AxisLimits.separated(range) : nil
  }
}

// The functions of the C library, which the cases of the same names hide inside the type.
private func decimalLogarithm(_ x: Double) -> Double { log10(x) }
private func binaryLogarithm(_ x: Double) -> Double { log2(x) }
