extension Tensor: ApproximatelyComparable {
  /// Returns the largest `|self − other|` over all positions; nil if the shapes differ.
  public func largestDifference(from other: Tensor) -> Double? {
    guard shape == other.shape else { return nil }
    return scalars.largestDifference(from: other.scalars)
  }
}
