/// A message in what the program writes to the terminal.
struct CorpusMessage {
  /// Its first line, with the place.
  let head: String
  /// Whether it is an error.
  let isError: Bool
  /// The place in the notebook; nil if it is about no place of it.
  let place: (line: Int, column: Int)?
  /// The lines below the first, up to the next message.
  let further: [String]

  /// Returns the messages in `text` about the notebook called `name`, and those about none.
  static func all(in text: String, about name: String) -> [CorpusMessage] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let heads = lines.indices.filter { index in
      lines[index].contains(#/^([^│]*: )?(error|warning|note): /#)
    }
    return zip(heads, heads.dropFirst() + [lines.count]).map { start, end in
      let head = lines[start]
      let match = head.prefixMatch(of: #/(.*?)(?::(\d+):(\d+))?: (error|warning|note): /#)
      var place: (line: Int, column: Int)?
      if let match, match.1 == "\(name).md", let line = match.2, let column = match.3 {
        place = (Int(line) ?? 0, Int(column) ?? 0)
      }
      return CorpusMessage(
        head: head, isError: head.contains(#/^([^│]*?: )?error: /#), place: place,
        further: Array(lines[start + 1..<end]))
    }
  }

  /// Whether the message is the one that is `expected`: its column may be `*`, and its end be left open by `…`.
  func isMeant(by expected: String) -> Bool {
    let isAnyColumn = expected.prefixMatch(of: #/[^:]+:\d+:\*: /#) != nil
    let head = isAnyColumn ? head.replacing(#/^([^:]+:\d+):\d+: /#) { "\($0.1):*: " } : head
    return expected.hasSuffix("…") ? head.hasPrefix(expected.dropLast()) : head == expected
  }

  /// Returns what is wrong with the excerpt below the message: the line of `source`, and a caret at the column.
  func complaint(aboutExcerptOf source: [String]) -> String? {
    guard let place else { return nil }
    guard source.indices.contains(place.line - 1) else { return "there is no line \(place.line): \(head)" }
    let line = source[place.line - 1]
    guard (1...line.utf8.count + 1).contains(place.column) else { return "there is no such column: \(head)" }
    let gutter = "\(place.line) │ "
    guard let index = further.firstIndex(where: { $0.hasPrefix(gutter) }) else {
      return "the line is not shown below: \(head)"
    }
    var shown = further[index].dropFirst(gutter.count)
    let before = String(decoding: line.utf8.prefix(place.column - 1), as: UTF8.self)
    let marks = further[index + 1].drop { $0 != "│" }.dropFirst(2)
    guard marks.last == "^" else { return "there is no caret: \(head)" }
    var left = shown.prefix(marks.count - 1)
    // Of a long line only what is around the place is shown.
    if line.utf8.count > 400 {
      if shown.first == "…" { (shown, left) = (shown.dropFirst(), left.dropFirst()) }
      if shown.last == "…" { shown = shown.dropLast() }
    } else if shown != line {
      return "another line is shown below: \(head)"
    }
    let isRight = before.hasSuffix(left) && (left.count == before.count || line.utf8.count > 400)
    return isRight && line.contains(shown) ? nil : "the caret is elsewhere: \(head)"
  }
}
