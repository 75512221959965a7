internal import Yams

/// Where a piece of YAML stands in the markdown file.
struct YAMLPlace {
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
    let before = lines[row].unicodeScalars.prefix(max(mark.column - 1, 0))
    let column = before.reduce(1) { $0 + String($1).utf8.count }
    return SourceLocation(line: start.line + row, column: row == 0 ? start.column + column - 1 : column)
  }

  /// Returns what the parser complains about, and where.
  static func describe(_ error: any Error) -> (message: String, mark: Mark?) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let setting = context.map { "\($0.text.trimmingBlanks) " } ?? ""
      return (setting + problem, mark)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.sorted().map { "'\($0)'" }.joined(separator: ", ")
      return ("\(names) is given twice", context.mark)
    case .reader(let problem, _, _, _): return (problem, nil)
    default: return ("\(error)", nil)
    }
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmingBlanks: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" }
    return String(drop(while: blank).reversed().drop(while: blank).reversed())
  }
}
