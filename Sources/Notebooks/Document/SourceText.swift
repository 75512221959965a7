/// Lines of a markdown file, of which stretches are asked for.
struct SourceText: Equatable, Sendable {
  /// The lines.
  let lines: [String]
  /// The line of the file that the first one is.
  var firstLine = 1
  /// The number of columns that each line is missing at the left.
  var indentation = 0

  /// Returns what stands in `range`.
  func text(_ range: SourceRange) -> String {
    let (first, last) = (range.start.line - firstLine, range.end.line - firstLine)
    guard first <= last, lines.indices.contains(first) else { return "" }
    return (first...min(last, lines.count - 1)).map { number in
      let line = lines[number]
      let start = number == first ? index(range.start.column, in: line) : line.startIndex
      let end = number == last ? index(range.end.column, in: line) : line.endIndex
      return start < end ? String(line[start..<end]) : ""
    }.joined(separator: "\n") + (last > lines.count - 1 ? "\n" : "")
  }

  private func index(_ column: Int, in line: String) -> String.Index {
    let count = min(max(column - 1 - indentation, 0), line.utf8.count)
    return line.utf8.index(line.startIndex, offsetBy: count)
  }

  /// Returns where byte `count` of what stands behind `start` is.
  func location(ofByte count: Int, in text: String, from start: SourceLocation) -> SourceLocation {
    var location = start
    for byte in text.utf8.prefix(count) {
      location =
        byte == UInt8(ascii: "\n")
        ? SourceLocation(line: location.line + 1, column: 1 + indentation) : location.moved(columns: 1)
    }
    return location
  }

  /// Returns where `piece` first stands in `range`; nil if it does not.
  func range(of piece: String, in range: SourceRange) -> SourceRange? {
    let text = text(range)
    guard let found = text.firstRange(of: piece) else { return nil }
    let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
    let end = text.utf8.distance(from: text.startIndex, to: found.upperBound)
    return SourceRange(
      start: location(ofByte: start, in: text, from: range.start),
      end: location(ofByte: end, in: text, from: range.start))
  }

  /// Returns what stands in `range` with `edits`, which are in order; what overlaps one before it is left out.
  func text(_ range: SourceRange, edits: some Sequence<SourceEdit>) -> String {
    var text = ""
    var position = range.start
    for edit in edits where edit.range.start >= position && edit.range.end <= range.end {
      text += self.text(SourceRange(start: position, end: edit.range.start)) + edit.replacement
      position = edit.range.end
    }
    return text + self.text(SourceRange(start: position, end: range.end))
  }
}

extension SourceText {
  /// The numbers of the lines.
  var numbers: Range<Int> { firstLine..<firstLine + lines.count }

  /// Returns the lines with these numbers, with `edits`, which are in order.
  func lines(_ numbers: Range<Int>, edits: some Sequence<SourceEdit>) -> [String] {
    guard let last = numbers.last else { return [] }
    // As the ranges of blocks do, this one ends where the next line begins.
    let range = SourceRange(
      start: SourceLocation(line: numbers.lowerBound, column: 1 + indentation),
      end: SourceLocation(line: last + 1, column: 1 + indentation))
    return text(range, edits: edits.prefix { $0.range.start < range.end }).split(
      separator: "\n", omittingEmptySubsequences: false
    ).dropLast().map(String.init)
  }

  /// Returns where the line with this number ends.
  func end(ofLine number: Int) -> SourceLocation {
    SourceLocation(line: number, column: 1 + indentation + lines[number - firstLine].utf8.count)
  }
}

/// Something that stands in place of what the author wrote.
struct SourceEdit: Equatable, Sendable {
  /// What is replaced.
  var range: SourceRange
  /// What stands there instead.
  var replacement: String
}

extension Notebook {
  /// The lines of the file, where the stretches of the prose are.
  var source: SourceText { SourceText(lines: lines) }

  /// Returns where `piece`, which the prose has in `range`, stands.
  ///
  /// What is no prose of its own, such as a caption in a cell, is looked for in the paragraph of the file; its beginning
  /// is the answer if that does not hold it either.
  func location(of piece: String, in range: SourceRange) -> SourceLocation {
    if let found = source.range(of: piece, in: range) { return found.start }
    let start = SourceLocation(line: range.start.line, column: 1)
    let paragraph = lines.dropFirst(start.line - 1).prefix { !$0.allSatisfy(\.isWhitespace) }
    let end = SourceLocation(line: start.line + paragraph.count, column: 1)
    return source.range(of: piece, in: SourceRange(start: start, end: end))?.start ?? start
  }
}
