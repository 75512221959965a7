/// What can stand for one size along each axis: an integer for all of them, an array, or a ``Size2D``.
public protocol SizesConvertible {
  /// One size for all axes, or one for each, outermost first.
  var sizes: [Int] { get }
}

extension SizesConvertible {
  /// Returns the size along each of `axes` axes.
  ///
  /// - Precondition: there is one size, or as many as axes.
  public func sizes(axes: Int) -> [Int] {
    let sizes = spread(sizes, axes: axes)
    require(sizes.count == axes, "expected \(axes == 1 ? "one size" : "\(axes) sizes"), got \(sizes)")
    return sizes
  }

  /// The height and the width.
  ///
  /// - Precondition: there are one or two sizes.
  public var size2D: Size2D {
    let sizes = sizes(axes: 2)
    return Size2D(rows: sizes[0], columns: sizes[1])
  }
}

extension Int: SizesConvertible {
  /// This size along every axis.
  public var sizes: [Int] { [self] }
}

extension Array: SizesConvertible where Element == Int {
  /// The elements.
  public var sizes: [Int] { self }
}

/// A height and a width, in pixels.
public struct Size2D: SizesConvertible, Sendable, Hashable, CustomStringConvertible {
  /// The number of rows.
  public var rows: Int
  /// The number of columns.
  public var columns: Int

  /// Creates a size.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The height and the width.
  public var sizes: [Int] { [rows, columns] }

  /// The size as `3×5`.
  public var description: String { text(sizes) }
}

/// Returns one size for each axis where there is one for all; other arrays as they are.
func spread(_ sizes: [Int], axes: Int) -> [Int] {
  sizes.count == 1 ? Array(repeating: sizes[0], count: axes) : sizes
}

/// Sizes as in `3×5`.
func text(_ sizes: [Int]) -> String { sizes.map { "\($0)" }.joined(separator: "×") }
