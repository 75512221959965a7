/// The source text of a call of `expect`.
enum ExpectationSource {
  /// The most lines that are shown of one call.
  private static let lineLimit = 8

  /// Returns the call that begins on the line at `index`, its lines joined until the parentheses close.
  static func text(in lines: [String], at index: Int) -> String {
    var text = ""
    var depth = 0
    for line in lines[min(index, lines.count)...].prefix(lineLimit) {
      let trimmed = line.trimmingSpaces
      text += text.isEmpty || text.hasSuffix("(") || trimmed.hasPrefix(")") ? trimmed : " " + trimmed
      // A parenthesis in a text may fool this; what is shown is then a line too long or too short.
      depth += trimmed.count { $0 == "(" } - trimmed.count { $0 == ")" }
      if depth <= 0 { break }
    }
    return text
  }
}
