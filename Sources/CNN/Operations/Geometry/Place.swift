/// Where an element lies in a plane, or in a volume: its indices from 0.
///
/// A signal has columns only, an image rows and columns; the indices that are missing are 0.
public struct Place: Sendable, Hashable {
  /// The index along the first axis of a volume.
  public let depth: Int
  /// The row.
  public let row: Int
  /// The column.
  public let column: Int

  /// Creates a place.
  public init(depth: Int = 0, row: Int = 0, column: Int) {
    self.depth = depth
    self.row = row
    self.column = column
  }
}
