/// Decides whether a cell that is expected to fail did so.
struct ExpectedFailureMatcher {
  /// The cell.
  let cell: Cell
  /// The failure that is expected.
  let expected: ExpectedFailure

  /// Creates a matcher; nil for a cell that has to succeed.
  init?(_ cell: Cell) {
    guard let expected = cell.options.expectedFailure else { return nil }
    self.cell = cell
    self.expected = expected
  }

  /// Returns the outcome of a cell that was compiled: with the compiler's errors, or without any.
  func outcome(onCompiling errors: [Diagnostic]) -> (outcome: CellOutcome, diagnostics: [Diagnostic]) {
    if errors.contains(where: { $0.severity == .error && expected.isMet(by: $0.message) }) {
      return (.failedAsExpected, errors)
    }
    return (.expectedFailureMissing, [message(errors.isEmpty ? "but it compiles" : nil, errors)])
  }

  /// Returns the outcome of a cell that ran: with the failure that ended it, or without any.
  func outcome(
    onRunning failure: (outcome: CellOutcome, diagnostic: Diagnostic)?, _ end: Worker.End
  ) -> (outcome: CellOutcome, diagnostics: [Diagnostic]) {
    guard let failure else {
      return (.expectedFailureMissing, [message("but it ran to its end", [])])
    }
    let isMeant =
      switch (expected.kind, end) {
      case (.trap, .crashed), (.throws, .threw), (.timeout, .timedOut): true
      case (.failure, .crashed), (.failure, .threw): true
      default: false
      }
    guard isMeant, expected.isMet(by: failure.diagnostic.message) else {
      return (.expectedFailureMissing, [message(nil, [failure.diagnostic])])
    }
    var diagnostic = failure.diagnostic
    // Where a cell is when its time is up depends on how fast the machine is.
    if case .timedOut = end { diagnostic.location = location }
    return (.failedAsExpected, [diagnostic])
  }

  private func message(_ what: String?, _ found: [Diagnostic]) -> Diagnostic {
    let notes = found.map { found in
      var note = found
      note.severity = .note
      return note
    }
    return Diagnostic(
      .error,
      "this cell was expected to \(expected.words) (option 'expect'), "
        + (what ?? "but something else happened"),
      at: location, notes: notes)
  }

  private var location: SourceLocation {
    SourceLocation(line: cell.firstLine + cell.optionLineCount, column: 1 + cell.indentation)
  }
}
