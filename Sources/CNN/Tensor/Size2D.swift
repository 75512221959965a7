/// A height and a width, in pixels.
public struct Size2D: Sendable, Hashable, CustomStringConvertible {
  /// The number of rows.
  public var rows: Int
  /// The number of columns.
  public var columns: Int

  /// Creates a size.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The size as `3×5`.
  public var description: String { "\(rows)×\(columns)" }
}

/// What can stand for a height and a width: an integer for a square, `[rows, columns]`, or a `Size2D`.
public protocol Size2DConvertible: SizesConvertible {
  /// The height and the width.
  var size2D: Size2D { get }
}

extension Size2D: Size2DConvertible {
  /// The size itself.
  public var size2D: Size2D { self }
}

extension Int: Size2DConvertible {
  /// A square of this side.
  public var size2D: Size2D { Size2D(rows: self, columns: self) }
}

extension Array: Size2DConvertible where Element == Int {
  /// The size `[rows, columns]`.
  ///
  /// - Precondition: there are two elements.
  public var size2D: Size2D {
    require(count == 2, "expected two sizes, [rows, columns], got \(self)")
    return Size2D(rows: self[0], columns: self[1])
  }
}
