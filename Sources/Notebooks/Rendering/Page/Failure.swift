/// A cell that did not do what it should.
struct Failure {
  /// The cell.
  let cell: Cell
  /// How it ended.
  let outcome: CellOutcome
  /// What is wrong, in one line.
  let message: String
  /// The line of the file.
  let line: Int

  /// Describes how `cell` failed; nil if it did what it should.
  init?(_ cell: Cell, _ result: CellResult, in notebook: Notebook, _ words: PageWords) {
    guard result.outcome.isFailure else { return nil }
    self.cell = cell
    outcome = result.outcome
    let errors = result.outputs.compactMap { output -> (message: String, line: Int?)? in
      switch output {
      case .diagnostic(let problem) where problem.severity == .error:
        (problem.message, problem.location?.line)
      case .expectation(let expectation) where expectation.isFailure:
        (
          expectation.comment.isEmpty ? expectation.code.trimmingBlanks : expectation.comment,
          expectation.location.line
        )
      default: nil
      }
    }
    let first = errors.first?.message.split(separator: "\n").first.map(String.init)
    message = first ?? words.itFailed([.failure: words.failure(result.outcome)])
    line = notebook.shownLine(errors.first?.line ?? cell.start.line)
  }
}
