/// What comes up while a handout is written; the parts of the renderer share it.
final class Findings {
  /// Problems of the notebook, such as TeX that cannot be read.
  var problems: [Diagnostic] = []
  /// The footnotes that were referred to so far.
  var referredFootnotes: Set<String> = []

  /// Notes a warning about line `line`.
  func warn(_ message: String, line: Int) {
    problems.append(.init(.warning, message, at: .init(line: line, column: 1)))
  }
}
