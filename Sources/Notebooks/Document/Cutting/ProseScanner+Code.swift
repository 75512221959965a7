extension ProseScanner {
  /// What a code span begins with whose value is computed.
  private static let valueMark = Array("{swift}".unicodeScalars)

  /// A code span: what is between its backticks, and where it ends.
  private struct Span {
    var content: Range<Int>
    var end: Int
  }

  /// Skips a code span, or the backticks if no span begins here.
  mutating func skipCode() { position = span(at: position)?.end ?? position + run(at: position) }

  /// Whether an inline value begins at the position.
  var isAtValue: Bool { span(at: position).flatMap { expression(in: $0) } != nil }

  /// Returns the inline value that begins at the position, and moves behind it; nil if none does.
  mutating func value() -> Piece? {
    guard let span = span(at: position), let range = expression(in: span) else { return nil }
    let source = text(position..<span.end)
    position = span.end
    let value = InlineValue(
      expression: withQuoteMarksBlank(text(range)), location: location(range.lowerBound), source: source)
    return .value(value, lineCount: source.unicodeScalars.count { $0 == "\n" })
  }

  private func span(at start: Int) -> Span? {
    let ticks = run(at: start)
    guard ticks > 0 else { return nil }
    var index = start + ticks
    while index < scalars.count {
      let length = run(at: index)
      if length == ticks { return Span(content: start + ticks..<index, end: index + length) }
      index += max(length, 1)
    }
    return nil
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

  private func run(at index: Int) -> Int { scalars[index...].prefix { $0 == "`" }.count }

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
