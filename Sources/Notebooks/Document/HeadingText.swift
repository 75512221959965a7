/// The text of a heading, and the name that the author gave it: `## The backward pass {#sec-backward}`.
struct HeadingText {
  /// The text without the name.
  var inlines: [MarkdownInline]
  /// The name; nil if there is none.
  private(set) var label: String?
  /// Where the name is, with its braces and the blanks before it.
  private(set) var labelRange: SourceRange?

  init(_ inlines: [MarkdownInline]) {
    self.inlines = inlines
    guard let last = inlines.last, case .text(let text) = last.kind else { return }
    let written = text.withoutBlankEnd
    guard written.last == "}", let brace = written.lastIndex(of: "{") else { return }
    let name = written[brace...].dropFirst().dropLast()
    guard name.first == "#", name.dropFirst().first.map({ $0.isASCII && $0.isLetter }) == true,
      name.dropFirst().allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_" })
    else { return }
    label = String(name.dropFirst())
    let rest = written[..<brace].withoutBlankEnd
    self.inlines.removeLast()
    let count = text[rest.endIndex...].utf8.count
    labelRange = SourceRange(start: last.range.end.moved(columns: -count), end: last.range.end)
    if let rest = last.withoutLast(count) { self.inlines.append(rest) }
  }
}

extension StringProtocol where SubSequence == Substring {
  /// The text without white space at its end.
  var withoutBlankEnd: Substring {
    var end = endIndex
    while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
    return self[..<end]
  }
}
