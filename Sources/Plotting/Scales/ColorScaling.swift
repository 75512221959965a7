/// Which values become the ends of a color map.
public enum ColorScaling: Sendable, Hashable {
  /// The smallest and the largest value of all that is shown: equal numbers have equal colors.
  case shared
  /// The smallest and the largest value of each panel of a figure, or of each image of a grid: every one shows its own
  /// contrast. The picture says so.
  case each
  /// Fixed limits; values beyond them take the color of the nearer end.
  case range(ClosedRange<Double>)

  /// The fixed limits; `nil` for those of the values.
  var range: ClosedRange<Double>? {
    if case .range(let range) = self { range } else { nil }
  }
}
