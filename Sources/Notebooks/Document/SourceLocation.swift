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

extension SourceLocation: Comparable {
  /// The first place of a file.
  static let start = SourceLocation(line: 1, column: 1)

  /// Whether `left` comes before `right`.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension SourceLocation {
  /// Returns the location `count` bytes to the right.
  func moved(columns count: Int) -> SourceLocation { SourceLocation(line: line, column: column + count) }
}

/// A stretch of the markdown file, from its first byte to behind its last.
struct SourceRange: Sendable, Equatable {
  /// Where it begins.
  var start: SourceLocation
  /// Where what follows it begins.
  var end: SourceLocation
}
