/// What comes up while a handout is written; the parts of the renderer share it.
final class Findings {
  /// Problems of the notebook, such as TeX that cannot be read.
  var problems: [Diagnostic] = []
  /// Whether the notebook's time was up before the handout was complete.
  private(set) var isTimeUp = false
  /// The footnotes that were referred to so far.
  var referredFootnotes: Set<String> = []

  /// The number of quizzes so far.
  var quizCount = 0
  /// The answers of these quizzes, as they stand at the end on paper.
  var answersOnPaper: [HTML] = []
  /// The keys of the works that were cited so far, in order.
  private(set) var citedWorks: [String] = []
  private var numbersOfWorks: [String: Int] = [:]
  /// How many unknown names were compared with the known ones.
  private var suggestionCount = 0

  /// Returns the number of the work `key`, from 1 in the order in which works are cited.
  func number(ofWork key: String) -> Int {
    if let number = numbersOfWorks[key] { return number }
    citedWorks.append(key)
    numbersOfWorks[key] = citedWorks.count
    return citedWorks.count
  }

  /// Whether to look for what an author may have meant by one more unknown name: each look compares it with all known
  /// ones, and nobody reads hundreds of suggestions.
  func takesSuggestion() -> Bool {
    suggestionCount += 1
    return suggestionCount <= 100
  }

  /// Tells once that the time was up, and what the page lacks for it.
  func tellTimeIsUp(_ deadline: Deadline, _ consequence: String, at location: SourceLocation) {
    guard !isTimeUp, let limit = deadline.limit else { return }
    isTimeUp = true
    let message =
      "the handout was still being written after \(limit.formattedSeconds), the notebook's limit ('time-limit'); "
    problems.append(.init(.error, message + consequence, at: location))
  }
}
