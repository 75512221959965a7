/// What the code of a graded exercise must not do, since it could then award itself points.
///
/// The cells that check it run in the same process. The compiler's strict memory safety keeps the code from reading and
/// changing what is not its own; these rules keep it from switching that off.
package enum ExerciseRules {
  /// How messages begin about what is not allowed.
  static let notAllowed = "not allowed in a graded exercise: "
  /// How messages begin about names that the notebook's own cells use.
  static let redeclared = "not allowed in a graded exercise, whose name later cells use: "

  /// The options by which the compiler refuses what is not memory safe.
  static let compilerArguments = ["-strict-memory-safety", "-Werror", "StrictMemorySafety"]

  /// Returns what `cell` must not say: words only, whatever they mean, and in texts, too.
  package static func problems(in cell: Cell) -> [Diagnostic] {
    let rules = rules()
    var problems: [Diagnostic] = []
    for (offset, line) in cell.lines.enumerated() {
      let code = line.withoutPlainComment
      // Imports name modules, and nothing of them.
      if code.wholeMatch(of: #/(?:\s*import\s+\w+\s*;?)+\s*/#) != nil { continue }
      for (pattern, reason) in rules {
        guard let match = code.firstMatch(of: pattern) else { continue }
        let column = code.utf8.distance(from: code.startIndex, to: match.range.lowerBound) + 1
        problems.append(
          Diagnostic(
            .error, notAllowed + reason,
            at: SourceLocation(line: cell.firstLine + offset, column: column + cell.indentation)))
        // One is enough for a line.
        break
      }
    }
    return problems
  }

  private static func rules() -> [(Regex<Substring>, String)] {
    [
      (#/\bunsafe\b/#, "the word 'unsafe', by which code uses memory that is not its own"),
      (
        #/@(?:\s|/\*.*?\*/)*(?:_\w+|unsafe|safe|c|cdecl|testable|exclusivity|implementation)\b/#,
        "this attribute, which reaches behind the language"
      ),
      (#/@(?:\s|/\*.*)*$/#, "an attribute whose name does not stand beside its '@'"),
      (#/#\s*sourceLocation\b/#, "'#sourceLocation', by which code says that it stands elsewhere"),
      (#/#\s*externalMacro\b/#, "a macro of its own"),
      // Numbers would be taken for addresses by '%s' and '%@'; the compiler does not see what a format asks for.
      (
        #/\bformat\b(?!(?:\s*:\s*"(?:%[-+ 0-9.#]*(?:hh?|ll?|q|z)?[diouxXaAeEfFgGcC%]|[^%"\\])*"(?!")))/#,
        "'format' without a text beside it that formats numbers only, such as format: \"%.2f\""
      ),
      (
        #/\b(?:NSLog|NSString|NSMutableString|NSExpression|NSPredicate|NSException|CVarArg|CVaListPointer|withVaList|localizedStringWithFormat|appendFormat)\b/#,
        "a format that the compiler does not see"
      ),
      (
        #/\b(?:changeCurrentDirectoryPath|f?chdir)\b/#,
        "another working folder, in which later cells would look for their files"
      ),
      (#/\b(?:Bundle|CFBundle\w*|dlopen|dlmopen)\b/#, "code that is loaded while the notebook runs"),
      // An expectation of the exercise's own is kept to its lines; that of the module would not be.
      (
        #/\b(?:CNN|Display|Plotting|ONNXFiles)\b(?:\s|/\*.*?\*/)*(?:\.(?:\s|/\*.*?\*/)*(?:`?expect\b|$|/\*)|$|/\*)/#,
        "'expect' by the name of its module; write 'expect(…)'"
      ),
    ].map { ($0.wordBoundaryKind(.simple), $1) }
  }
}

extension Substring {
  /// The line without a comment at its end, if nothing in it can make that something else.
  ///
  /// A line of a text over several lines may hold code behind a backslash.
  fileprivate var withoutPlainComment: Substring {
    guard let start = firstRange(of: "//")?.lowerBound,
      !contains(where: { ["\"", "\\", "#", "*"].contains($0) })
    else { return self }
    return self[..<start]
  }
}
