/// The place of a cell in a matrix: row and column, both from 0.
public struct CellIndex: Sendable, Hashable {
  /// The row, from the top.
  public var row: Int
  /// The column, from the left.
  public var column: Int

  /// Creates a place.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

extension CellIndex: Comparable {
  /// Whether `a` comes before `b` in row-major order.
  public static func < (a: CellIndex, b: CellIndex) -> Bool {
    (a.row, a.column) < (b.row, b.column)
  }
}
