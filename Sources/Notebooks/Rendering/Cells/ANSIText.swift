/// Text with the escape sequences that terminals understand.
enum ANSIText {
  /// Returns `text` with colors as marks; other sequences are dropped, and a line that is written over with a
  /// carriage return, as progress bars do, shows what was written last.
  static func html(_ text: String) -> HTML {
    guard text.utf8.contains(where: { $0 == 0x1B || $0 == 0x0D }) else { return HTML(text) }
    var html = HTML.empty
    var style = ANSIStyle()
    var plain = String.UnicodeScalarView()
    func flush() {
      if !plain.isEmpty { html += style.html(String(plain)) }
      plain = .init()
    }
    var rest = Array(withoutOverwritten(text).unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1B}" else {
        plain.append(scalar)
        continue
      }
      guard let codes = takeSequence(&rest) else { continue }
      flush()
      style.apply(codes)
    }
    flush()
    return html
  }

  /// Returns `text` without escape sequences, as the page shows it without its colors.
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x1B || $0 == 0x0D }) else { return text }
    var plain = String.UnicodeScalarView()
    var rest = Array(withoutOverwritten(text).unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" { _ = takeSequence(&rest) } else { plain.append(scalar) }
    }
    return String(plain)
  }

  /// Removes the escape sequence that `text` begins with; returns its numbers if it is about colors.
  private static func takeSequence(_ text: inout ArraySlice<Unicode.Scalar>) -> [Int]? {
    switch text.first {
    case "[":
      text.removeFirst()
      let body = text.prefix { 0x20...0x3F ~= $0.value }
      text = text.dropFirst(body.count)
      guard let end = text.first, 0x40...0x7E ~= end.value else { return nil }
      text.removeFirst()
      let codes = body.split(separator: ";", omittingEmptySubsequences: false)
      return end == "m" ? codes.map { Int(String(String.UnicodeScalarView($0))) ?? 0 } : nil
    case "]":
      // A title or a link: up to a bell or the string terminator.
      let body = text.prefix { $0 != "\u{07}" && $0 != "\u{1B}" && $0 != "\n" }
      text = text.dropFirst(body.count)
      if text.first == "\u{07}" { text.removeFirst() }
      if text.first == "\u{1B}", text.dropFirst().first == "\\" { text = text.dropFirst(2) }
      return nil
    case let next? where 0x20...0x7E ~= next.value:
      // Such as the choice of a character set: marks, then the one that ends it.
      text = text.drop { 0x20...0x2F ~= $0.value }.dropFirst()
      return nil
    default: return nil
    }
  }

  private static func withoutOverwritten(_ text: String) -> String {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == "\r" { line.removeLast() }
      let start = line.lastIndex(of: "\r").map { line.index(after: $0) } ?? line.startIndex
      return String(String.UnicodeScalarView(line[start...]))
    }
    return lines.joined(separator: "\n")
  }
}
