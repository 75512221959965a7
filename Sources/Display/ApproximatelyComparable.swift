/// A value made of numbers that can be compared with another one up to a tolerance.
public protocol ApproximatelyComparable {
  /// Returns the largest absolute difference between numbers at the same place; nil if the shapes differ.
  ///
  /// Equal infinities differ by 0; a NaN differs from everything, another NaN included, by infinity.
  func largestDifference(from other: Self) -> Double?
}

extension Double: ApproximatelyComparable {
  /// Returns `|self − other|`.
  public func largestDifference(from other: Double) -> Double? {
    if self == other { return 0 }
    let difference = (self - other).magnitude
    return difference.isNaN ? .infinity : difference
  }
}

extension Float: ApproximatelyComparable {
  /// Returns `|self − other|`.
  public func largestDifference(from other: Float) -> Double? {
    Double(self).largestDifference(from: Double(other))
  }
}

extension Array: ApproximatelyComparable where Element: ApproximatelyComparable {
  /// Returns the largest difference between elements at the same index; nil if the counts differ.
  public func largestDifference(from other: [Element]) -> Double? {
    guard count == other.count else { return nil }
    var largest = 0.0
    for (left, right) in zip(self, other) {
      guard let difference = left.largestDifference(from: right) else { return nil }
      largest = Swift.max(largest, difference)
    }
    return largest
  }
}
