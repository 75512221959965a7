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

/// Where the lines of a text begin, in UTF-8 bytes.
struct LineStarts {
  /// The first byte of each line.
  let offsets: [Int]

  init(_ text: some Sequence<UInt8>) {
    offsets = [0] + text.enumerated().filter { $0.element == UInt8(ascii: "\n") }.map { $0.offset + 1 }
  }

  /// Returns the line and the column of the byte at `offset`, both from 1.
  ///
  /// Complexity: logarithmic in the number of lines.
  func location(ofByte offset: Int) -> SourceLocation {
    let line = max(offsets.partitioningIndex { $0 > offset } - 1, 0)
    return SourceLocation(line: line + 1, column: offset - offsets[line] + 1)
  }
}

extension Array {
  /// Returns the first index whose element satisfies `predicate`, as all later ones have to; `count` if none does.
  ///
  /// Complexity: logarithmic in the number of elements.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
