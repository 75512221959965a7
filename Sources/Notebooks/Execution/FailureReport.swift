/// What the Swift runtime writes to standard error before it traps.
///
///     Cell_3/backprop.md:71: Precondition failed: too small
///     Current stack trace:
///     0    libswiftCore.so    0x00007f081855f130 …
package enum FailureReport {
  /// Returns the text before the last report in `text`, and what the report says in lower case:
  /// `precondition failed: too small`; nil if there is none.
  package static func split(_ text: String) -> (before: String, message: String)? {
    let heads = text.matches(
      of: /[^\n]+:[0-9]+: (Fatal error|Precondition failed|Assertion failed)(?=:|\n|$)/)
    guard let head = heads.last else { return nil }
    // Below the message the runtime lists addresses, which differ from run to run.
    let rest = text[head.range.upperBound...]
    let end = rest.firstRange(of: "\nCurrent stack trace:")?.lowerBound ?? rest.endIndex
    let message = head.1.lowercased() + String(rest[..<end])
    return (String(text[..<head.range.lowerBound]), message.trimmingSpaces)
  }
}
