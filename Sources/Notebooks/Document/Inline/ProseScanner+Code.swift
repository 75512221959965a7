extension ProseScanner {
  /// What a code span begins with whose value is computed.
  private static let valueMark = Array("{swift}".unicodeScalars)

  /// A code span: what is between its backticks, and where it ends.
  private struct Span {
    var content: Range<Int>
    var end: Int
  }

  /// Skips a code span, or the backticks if no span begins here.
  mutating func skipCode() {
    position = span(at: position)?.end ?? backticks.end(at: position)
  }

  /// Whether an inline value begins at the position.
  var isAtValue: Bool {
    mutating get { span(at: position).flatMap { expression(in: $0) } != nil }
  }

  /// Returns the inline value that begins at the position, and moves behind it; nil if none does.
  mutating func value() -> Piece? {
    guard let span = span(at: position), let range = expression(in: span) else { return nil }
    let source = text(position..<span.end)
    position = span.end
    let start = location(range.lowerBound)
    let isInTable = tableStart.map { start.line - firstLine >= $0 } ?? false
    let code = withQuoteMarksBlank(text(range))
    let value = InlineValue(
      expression: isInTable ? TableRows.withoutEscapes(code) : code, location: start, source: source)
    return .value(value)
  }

  private mutating func span(at start: Int) -> Span? {
    guard start < scalars.count, scalars[start] == "`" else { return nil }
    let end = backticks.end(at: start)
    guard let close = backticks.next(ofLength: end - start, from: end) else { return nil }
    return Span(content: end..<close, end: close + end - start)
  }

  /// Returns where the expression of `span` is; nil if the span is common code.
  private func expression(in span: Span) -> Range<Int>? {
    var start = span.content.lowerBound
    while start < span.content.upperBound, scalars[start].properties.isWhitespace { start += 1 }
    let end = start + ProseScanner.valueMark.count
    guard end < span.content.upperBound, scalars[start..<end].elementsEqual(ProseScanner.valueMark),
      scalars[end].properties.isWhitespace,
      let first = scalars[end..<span.content.upperBound].firstIndex(where: {
        !$0.properties.isWhitespace && $0 != ">"
      }),
      let last = scalars[first..<span.content.upperBound].lastIndex(where: { !$0.properties.isWhitespace })
    else { return nil }
    return first..<last + 1
  }

  /// Returns `code` with blanks for the `>` that its lines begin with inside a quote, so that columns stay.
  private func withQuoteMarksBlank(_ code: String) -> String {
    guard quoteDepth > 0 else { return code }
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      index, line in
      guard index > 0 else { return String(line) }
      let marks = line.prefix { $0 == " " || $0 == ">" }
      return String(repeating: " ", count: marks.count) + line.dropFirst(marks.count)
    }
    return lines.joined(separator: "\n")
  }
}

/// The runs of backticks in a paragraph.
struct BacktickRuns {
  /// Where the runs of each length begin, in order.
  private var starts: [Int: [Int]] = [:]
  /// Where each run ends, by any of its positions.
  private var ends: [Int: Int] = [:]

  init(_ scalars: [Unicode.Scalar]) {
    var index = 0
    while index < scalars.count {
      let start = index
      while index < scalars.count, scalars[index] == "`" { index += 1 }
      guard index > start else {
        index += 1
        continue
      }
      starts[index - start, default: []].append(start)
      for position in start..<index { ends[position] = index }
    }
  }

  /// Returns where the run ends that `position` is in, or `position` if it is in none.
  func end(at position: Int) -> Int { ends[position] ?? position }

  /// Returns where the first run of `length` begins from `position` on; nil if there is none.
  func next(ofLength length: Int, from position: Int) -> Int? {
    guard let starts = starts[length] else { return nil }
    let first = starts.partitioningIndex { $0 >= position }
    return first < starts.count ? starts[first] : nil
  }
}
