/// A place in the markdown file; lines and columns count from 1, columns in UTF-8 bytes.
public struct SourceLocation: Sendable, Hashable, Codable {
  /// The line.
  public var line: Int
  /// The column.
  public var column: Int

  /// Creates a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
