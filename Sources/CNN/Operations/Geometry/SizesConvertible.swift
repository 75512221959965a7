/// What can stand for one size along each of several axes: an integer for all of them, or an array.
public protocol SizesConvertible {
  /// Returns the size along each of `axes` axes.
  ///
  /// - Precondition: the value stands for so many.
  func sizes(axes: Int) -> [Int]
}

extension Size2DConvertible {
  /// Returns the height and the width.
  public func sizes(axes: Int) -> [Int] {
    require(axes == 2, "expected \(axes) sizes, got \(size2D)")
    return [size2D.rows, size2D.columns]
  }
}

extension Int {
  /// Returns this number for each axis.
  public func sizes(axes: Int) -> [Int] { Array(repeating: self, count: axes) }
}

extension Array: SizesConvertible where Element == Int {
  /// Returns the elements.
  public func sizes(axes: Int) -> [Int] {
    require(count == axes, "expected \(axes == 1 ? "one size" : "\(axes) sizes"), got \(self)")
    return self
  }
}
