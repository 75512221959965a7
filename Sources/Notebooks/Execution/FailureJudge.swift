/// Judges whether a cell that is there to fail did so.
struct FailureJudge {
  /// The cell.
  let cell: Cell
  /// What it is there to show.
  let expected: ExpectedFailure

  /// Creates a judge; nil for a cell that has to succeed.
  init?(_ cell: Cell) {
    guard let expected = cell.options.expectedFailure else { return nil }
    self.cell = cell
    self.expected = expected
  }

  /// Returns the verdict on a cell that was compiled: with the compiler's errors, or without any.
  func verdict(onCompiling errors: [Diagnostic]) -> (outcome: CellOutcome, diagnostics: [Diagnostic]) {
    if errors.contains(where: { $0.severity == .error && expected.isMet(by: $0.message) }) {
      return (.failedAsExpected, errors)
    }
    return (.expectedFailureMissing, [complaint(errors.isEmpty ? "but it compiles" : nil, errors)])
  }

  /// Returns the verdict on a cell that ran: with the failure that ended it, or without any.
  func verdict(
    onRunning failure: (outcome: CellOutcome, diagnostic: Diagnostic)?, _ end: Worker.End
  ) -> (outcome: CellOutcome, diagnostics: [Diagnostic]) {
    guard let failure else {
      return (.expectedFailureMissing, [complaint("but it ran to its end", [])])
    }
    let isMeant =
      switch (expected.kind, end) {
      case (.trap, .crashed), (.throws, .threw), (.timeout, .timedOut): true
      default: false
      }
    guard isMeant, expected.isMet(by: failure.diagnostic.message) else {
      return (.expectedFailureMissing, [complaint(nil, [failure.diagnostic])])
    }
    var diagnostic = failure.diagnostic
    // Where a cell is when its time is up depends on how fast the machine is.
    if case .timedOut = end { diagnostic.location = place }
    return (.failedAsExpected, [diagnostic])
  }

  private func complaint(_ what: String?, _ found: [Diagnostic]) -> Diagnostic {
    let notes = found.map { found in
      var note = found
      note.severity = .note
      return note
    }
    return Diagnostic(
      .error,
      "this cell was expected to \(expected.words) (option 'expect'), "
        + (what ?? "but something else happened"),
      at: place, notes: notes)
  }

  private var place: SourceLocation {
    SourceLocation(line: cell.firstLine + cell.optionLineCount, column: 1 + cell.indentation)
  }
}
