/// How the values of one picture become colors.
struct ColorScale: Sendable {
  /// The values at the ends of the color map.
  let limits: ClosedRange<Double>
  private let palette: [Color]

  /// Creates a scale between two values.
  init(_ colormap: Colormap, theme: Theme, limits: ClosedRange<Double>) {
    palette = colormap.palette(theme)
    self.limits = limits
  }

  /// Returns the ends of a scale for `values`, or for `range` if there is one.
  ///
  /// A diverging scale reaches as far on both sides. What is not finite does not count; of nothing, both ends are 0.
  static func limits(
    _ colormap: Colormap, values: some Sequence<Double>, range: ClosedRange<Double>? = nil
  ) -> ClosedRange<Double> {
    var (low, high) = (Double.infinity, -Double.infinity)
    if let range, range.lowerBound.isFinite, range.upperBound.isFinite {
      (low, high) = (range.lowerBound, range.upperBound)
    } else {
      for value in values where value.isFinite {
        low = min(low, value)
        high = max(high, value)
      }
    }
    if low > high { (low, high) = (0, 0) }
    if colormap == .diverging {
      let reach = max(abs(low), abs(high))
      (low, high) = (-reach, reach)
    }
    // Pixels of nothing are black; any other constant is the middle of its map.
    return colormap == .gray && low == 0 && high == 0 ? 0...1 : low...high
  }

  /// Returns the color of a value; `nil` if it is not finite.
  ///
  /// Without any contrast it is the middle one.
  func color(of value: Double) -> Color? {
    part(of: value).map { palette[Int($0)] }
  }

  /// Returns the place of a value between the limits, from 0 to 255; `nil` if it is not finite.
  func part(of value: Double) -> UInt8? {
    guard value.isFinite else { return nil }
    // Halves keep the difference of the largest numbers finite.
    let (low, high) = (limits.lowerBound / 2, limits.upperBound / 2)
    let t = low < high ? (value / 2 - low) / (high - low) : 0.5
    return UInt8((max(0, min(1, t)) * 255).rounded())
  }
}
