/// What comes up while a handout is written; the parts of the renderer share it.
final class Findings {
  /// Problems of the notebook, such as TeX that cannot be read.
  var problems: [Diagnostic] = []
  /// The footnotes that were referred to so far.
  var referredFootnotes: Set<String> = []

  /// The number of quizzes so far.
  var quizCount = 0
  /// The keys of the works that were cited so far, in order.
  var citedWorks: [String] = []
}
