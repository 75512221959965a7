extension Tensor: ApproximatelyComparable {
  /// Returns the largest `|self − other|` over all places; nil if the shapes differ.
  public func largestDifference(from other: Tensor) -> Double? {
    guard shape == other.shape else { return nil }
    return scalars.largestDifference(from: other.scalars)
  }
}
