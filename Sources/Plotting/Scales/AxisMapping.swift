/// How the values of one axis map to canvas coordinates.
public struct AxisMapping: Sendable {
  /// Which values the axis shows.
  public let limits: ClosedRange<Double>
  /// How it maps them.
  public let scale: AxisScale
  /// The coordinate of the lower limit.
  let start: Double
  /// The coordinate of the upper limit.
  let end: Double
  private let low: Double
  // Halves keep the difference of the largest numbers finite.
  private let perHalf: Double

  /// Whether values grow to the left, or downward.
  public let isReversed: Bool

  init(
    limits: ClosedRange<Double>, scale: AxisScale, start: Double, end: Double, isReversed: Bool = false
  ) {
    self.limits = limits
    self.scale = scale
    (self.start, self.end) = isReversed ? (end, start) : (start, end)
    self.isReversed = isReversed
    low = scale.transformed(limits.lowerBound) ?? 0
    perHalf = 1 / ((scale.transformed(limits.upperBound) ?? 1) / 2 - low / 2)
  }

  /// Returns the coordinate of `value`; `nil` if it is not finite, or not positive on a logarithmic axis.
  public func position(of value: Double) -> Double? {
    scale.transformed(value).map { start + ($0 / 2 - low / 2) * perHalf * (end - start) }
  }
}
