internal import Yams

/// Where a piece of YAML stands in the markdown file.
struct YAMLSource {
  private let lines: [Substring]
  private let start: SourceLocation

  /// Creates the place of `text`, whose first character is at `start`.
  init(text: String, start: SourceLocation) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.start = start
  }

  /// Returns the place in the file that `mark` stands for, at the end of the YAML at most.
  func location(_ mark: Mark?) -> SourceLocation? {
    guard let mark, mark.line > 0 else { return start }
    let row = min(mark.line, lines.count) - 1
    // libYAML counts Unicode scalars, we count bytes.
    let before = lines[row].unicodeScalars.prefix(mark.line > lines.count ? .max : max(mark.column - 1, 0))
    let column = before.reduce(1) { $0 + String($1).utf8.count }
    return SourceLocation(line: start.line + row, column: row == 0 ? start.column + column - 1 : column)
  }

  /// Returns the diagnostic for an error of the parser.
  func diagnostic(for error: any Error) -> Diagnostic {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.contains("nesting level") { return notYAML("it is nested too deeply", at: mark) }
      let setting = context.map { "\($0.text.trimmingBlanks) " } ?? ""
      guard let opening = context?.mark else { return notYAML(setting + problem, at: mark) }
      // What is still open at the end, or in a later line, is better shown where it was opened.
      if problem.contains("end of stream") { return notYAML(setting + problem, at: opening) }
      if problem.contains("expected ',' or"), opening.line < mark.line {
        let end = location(mark).map { " by line \($0.line)" } ?? ""
        return notYAML(setting + problem + end, at: opening)
      }
      return notYAML(setting + problem, at: mark)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return duplicate(of: duplicates.sorted().first ?? "", from: context.mark)
    case .reader(let problem, _, _, _): return notYAML(problem, at: nil)
    default: return notYAML("\(error)", at: nil)
    }
  }

  private func notYAML(_ problem: String, at mark: Mark?) -> Diagnostic {
    .init(.error, "this is not YAML: \(problem)", at: location(mark))
  }

  /// The parser tells where the mapping begins, not where the key is given again.
  private func duplicate(of key: String, from mark: Mark) -> Diagnostic {
    let rows = lines.indices.filter { lines[$0].drop { $0 == " " }.hasPrefix(key) }
    guard rows.count > 1 else { return .init(.error, "'\(key)' is given twice", at: location(mark)) }
    let message = "'\(key)' is already given in line \(start.line + rows[0])"
    let column = lines[rows[1]].prefix { $0 == " " }.count + 1
    return .init(.error, message, at: .init(line: start.line + rows[1], column: column))
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmingBlanks: String {
    let isInk = { (byte: UInt8) in byte != 0x20 && byte != 0x09 && byte != 0x0A }
    guard let first = utf8.firstIndex(where: isInk), let last = utf8.lastIndex(where: isInk) else {
      return ""
    }
    return String(self[first..<utf8.index(after: last)])
  }
}
