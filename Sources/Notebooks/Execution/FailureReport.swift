/// What the Swift runtime writes to standard error before it traps.
///
///     Cell_3/backprop.md:71: Precondition failed: too small
///     Current stack trace:
///     0    libswiftCore.so    0x00007f081855f130 …
package enum FailureReport {
  /// Returns the text before the last report in `text`, and what the report says in lower case:
  /// `precondition failed: too small`; nil if there is none.
  ///
  /// Addresses are left out, which differ from run to run. `place` is the file and the line that the report names.
  package static func split(
    _ text: String
  ) -> (before: String, message: String, location: (file: String, line: Int)?)? {
    let bytes = Array(text.utf8)
    guard let head = head(in: bytes) else { return splitWithoutPlace(text) }
    let rest = bytes[head.kind.lowerBound...]
    let end = rest.firstRange(of: Array("\nCurrent stack trace:".utf8))?.lowerBound ?? rest.endIndex
    func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let message = part(head.kind).lowercased() + part(head.kind.upperBound..<end)
    return (
      part(0..<head.file.lowerBound), message.trimmingSpaces.withoutCellModules,
      Int(part(head.line)).map { (part(head.file), $0) }
    )
  }

  /// Whether the report of a failed check may have begun in `bytes`, and be followed by the rest of it.
  package static func mayBegin(in bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains(
      /Fatal error|Precondition failed|Assertion failed|(?:^|\n)(?:Could not cast|Simultaneous acc|Cell_[^\n]*$)/
    )
  }

  /// Finds the last `file:line: kind` at the beginning of a line, whose kind says that a check has failed.
  ///
  /// Takes time in proportion to the text, whose lines may be of any length.
  private static func head(in bytes: [UInt8]) -> (file: Range<Int>, line: Range<Int>, kind: Range<Int>)? {
    let kinds = ["Fatal error", "Precondition failed", "Assertion failed"].map { Array(": \($0)".utf8) }
    let (colon, lineFeed) = (UInt8(ascii: ":"), UInt8(ascii: "\n"))
    for end in bytes.indices.reversed() where bytes[end] == colon {
      guard let kind = kinds.first(where: { bytes[end...].starts(with: $0) }) else { continue }
      let after = end + kind.count
      guard after == bytes.count || bytes[after] == colon || bytes[after] == lineFeed else { continue }
      let digits = bytes[..<end].reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        .count
      let separator = end - digits - 1
      guard digits > 0, separator > 0, bytes[separator] == colon, bytes[separator - 1] != lineFeed else {
        continue
      }
      let start = bytes[..<separator].lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
      return (start..<separator, separator + 1..<end, end + 2..<after)
    }
    return nil
  }

  /// Reads the reports of the runtime's own core, which name no place and stand at the end.
  private static func splitWithoutPlace(
    _ whole: String
  ) -> (before: String, message: String, location: (file: String, line: Int)?)? {
    let text = String(whole.suffix(1 << 15))
    let above = whole.dropLast(text.count)
    guard let (before, message) = reportWithoutPlace(in: text) else { return nil }
    return (above + before, message, nil)
  }

  private static func reportWithoutPlace(in text: String) -> (before: String, message: String)? {
    let cast =
      #/
      (?:^|\n) Could\snot\scast\svalue\sof\stype\s'([^'\n]*)'\s\(0x[0-9a-f]+\)
      \sto\s'([^'\n]*)'\s\(0x[0-9a-f]+\)\. \n* $
      /#
    if let match = text.firstMatch(of: cast) {
      let message = "fatal error: could not cast value of type '\(match.1)' to '\(match.2)'"
      return (String(text[..<match.range.lowerBound]), message.withoutCellModules)
    }
    let collision =
      #/
      (?:^|\n) Simultaneous\saccesses\sto\s0x[0-9a-f]+,\s(but\s[^\n]*)\.\n
      (?:[^\n]*\n)*? Fatal\saccess\sconflict\sdetected\. \n* $
      /#
    if let match = text.firstMatch(of: collision) {
      let message = "fatal error: simultaneous accesses to the same variable, \(match.1)"
      return (String(text[..<match.range.lowerBound]), message)
    }
    let report = /(?:^|\n)Fatal error: ([^\n]*)\nCurrent stack trace:\n(?:[0-9]+ [^\n]*(?:\n+|$))*$/
    guard let match = text.firstMatch(of: report) else { return nil }
    let message = match.1.replacing(/\bobject 0x[0-9a-f]+/, with: "the object")
    return (String(text[..<match.range.lowerBound]), "fatal error: " + message)
  }
}
