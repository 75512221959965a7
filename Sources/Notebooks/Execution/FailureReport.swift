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
  ) -> (before: String, message: String, place: (file: String, line: Int)?)? {
    let heads = text.matches(
      of: /([^\n]+):([0-9]+): (Fatal error|Precondition failed|Assertion failed)(?=:|\n|$)/)
    guard let head = heads.last else { return splitWithoutPlace(text) }
    let rest = text[head.range.upperBound...]
    let end = rest.firstRange(of: "\nCurrent stack trace:")?.lowerBound ?? rest.endIndex
    let message = (head.3.lowercased() + String(rest[..<end])).trimmingSpaces.withoutCellModules
    return (String(text[..<head.range.lowerBound]), message, Int(head.2).map { (String(head.1), $0) })
  }

  /// Reads the reports of the runtime's own core, which name no place.
  private static func splitWithoutPlace(
    _ text: String
  ) -> (before: String, message: String, place: (file: String, line: Int)?)? {
    let cast =
      #/
      (?:^|\n) Could\snot\scast\svalue\sof\stype\s'([^'\n]*)'\s\(0x[0-9a-f]+\)
      \sto\s'([^'\n]*)'\s\(0x[0-9a-f]+\)\. \n* $
      /#
    if let match = text.firstMatch(of: cast) {
      let message = "fatal error: could not cast value of type '\(match.1)' to '\(match.2)'"
      return (String(text[..<match.range.lowerBound]), message.withoutCellModules, nil)
    }
    let collision =
      #/
      (?:^|\n) Simultaneous\saccesses\sto\s0x[0-9a-f]+,\s(but\s[^\n]*)\.\n
      (?:[^\n]*\n)*? Fatal\saccess\sconflict\sdetected\. \n* $
      /#
    if let match = text.firstMatch(of: collision) {
      let message = "fatal error: simultaneous accesses to the same variable, \(match.1)"
      return (String(text[..<match.range.lowerBound]), message, nil)
    }
    let report = /(?:^|\n)Fatal error: ([^\n]*)\nCurrent stack trace:\n(?:[0-9]+ [^\n]*\n*)*$/
    guard let match = text.firstMatch(of: report) else { return nil }
    let message = match.1.replacing(/\bobject 0x[0-9a-f]+/, with: "the object")
    return (String(text[..<match.range.lowerBound]), "fatal error: " + message, nil)
  }
}
