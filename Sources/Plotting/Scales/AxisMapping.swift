/// How the values of one axis map to canvas coordinates.
struct AxisMapping: Sendable {
  /// Which values the axis shows.
  let limits: ClosedRange<Double>
  /// How it maps them.
  let scale: AxisScale
  /// The coordinate of the lower limit.
  let start: Double
  /// The coordinate of the upper limit.
  let end: Double

  /// Returns the coordinate of `value`; `nil` if it is not finite, or not positive on a logarithmic axis.
  func position(of value: Double) -> Double? {
    guard let value = scale.transformed(value) else { return nil }
    guard let low = scale.transformed(limits.lowerBound), let high = scale.transformed(limits.upperBound)
    else { return nil }
    return start + (value - low) / (high - low) * (end - start)
  }
}
