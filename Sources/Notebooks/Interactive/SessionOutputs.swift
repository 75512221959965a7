internal import Display

/// The outputs of one cell of a session, handed on as Jupyter keeps them.
final class SessionOutputs {
  private let cell: Cell
  private let cells: SessionCells
  private let handle: (InteractiveSession.Event) -> Void
  /// Expectations in a row are one list.
  private var expectations: [Output] = []
  private var failedExpectation: ExpectationOutput?
  /// What is wrong with the cell.
  private(set) var errors: [Diagnostic] = []

  init(_ cell: Cell, _ cells: SessionCells, _ handle: @escaping (InteractiveSession.Event) -> Void) {
    (self.cell, self.cells, self.handle) = (cell, cells, handle)
  }

  /// Takes in what comes while the cell runs.
  func take(_ event: OutputCollector.Event) {
    switch event {
    case .output(let output, let isResult): take(output, isResult: isResult)
    case .cleared(let waits):
      endList()
      handle(.cleared(waits: waits))
    case .inputWanted(let line):
      endList()
      handle(.inputWanted(line))
    }
  }

  /// Takes in an output.
  func take(_ output: Output, isResult: Bool = false) {
    if case .expectation(let expectation) = output {
      expectations.append(output)
      if failedExpectation == nil, expectation.isFailure { failedExpectation = expectation }
      return
    }
    endList()
    if case .diagnostic(let diagnostic) = output {
      if diagnostic.severity == .error {
        errors.append(diagnostic)
      } else {
        let text = cells.text(of: diagnostic)
        handle(
          .output(
            .object([
              "name": .string("stderr"), "output_type": .string("stream"), "text": .string(text),
            ])))
      }
      return
    }
    guard cell.options.showsOutput else { return }
    let shown = JupyterOutput(cells.notebook).json(
      output, alternative: FigureAlternative(cell, InlineValues(cells.notebook, [:])),
      caption: cell.options.figureCaption)
    for (index, json) in shown.enumerated() {
      let isDisplay = json.member("output_type") == .string("display_data")
      handle(
        .output(
          isResult && index == 0 && isDisplay ? json.with("output_type", .string("execute_result")) : json))
    }
  }

  /// Takes in how far a task has come.
  func take(_ report: ProgressReport) {
    if cell.options.showsOutput { handle(.progress(report)) }
  }

  /// Says that all that the cells above have done is lost.
  func takeLoss() {
    take(
      .diagnostic(
        Diagnostic(
          .warning,
          "the process in which the cells run has ended, and its state is lost; run the cells above again",
          at: nil)))
  }

  /// Says that threads of the cells above have ended, which others may wait for.
  func takeLossOfThreads() {
    take(
      .diagnostic(
        Diagnostic(
          .warning,
          "the threads of earlier cells have ended with this one: 'DispatchQueue' and 'Process' may wait for ever "
            + "in later cells; restart the kernel to use them", at: nil)))
  }

  /// Ends the cell's outputs.
  func finish() { endList() }

  /// Returns why the cell failed; nil if `outcome` is no failure.
  func failure(_ outcome: CellOutcome) -> InteractiveSession.Failure? {
    let name: String
    switch outcome {
    case .succeeded, .open, .notRun, .skipped: return nil
    case .failedAsExpected:
      // That is what the cell is there to show.
      for error in errors { handle(.output(failure("ExpectedFailure", [error]).json)) }
      return nil
    case .expectationFailed: name = "ExpectationFailed"
    case .expectedFailureMissing: name = "ExpectedFailureMissing"
    case .compileFailed: name = "CompileError"
    case .threw: name = "UncaughtError"
    case .crashed: name = "FatalError"
    case .timedOut: name = "TimeLimitExceeded"
    case .limitExceeded: name = "LimitExceeded"
    case .interrupted:
      name = "KeyboardInterrupt"
      // A compiler that was interrupted has no location.
      errors = [Diagnostic(.error, "the cell was interrupted", at: errors.first?.location)]
    }
    if let failed = failedExpectation, errors.isEmpty {
      errors = [Diagnostic(.error, "expectation failed: \(failed.details)", at: failed.location)]
    }
    return failure(name, errors)
  }

  private func failure(_ name: String, _ errors: [Diagnostic]) -> InteractiveSession.Failure {
    let text = errors.map(cells.text).joined()
    return .init(
      name: name, message: errors.first?.message ?? "the cell failed",
      traceback: text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init))
  }

  private func endList() {
    let list = expectations.filter {
      if case .expectation(let output) = $0 { !output.isFailure } else { false }
    }
    expectations = []
    if list.isEmpty || !cell.options.showsOutput { return }
    for json in JupyterOutput(cells.notebook).json(ExpectationRows(list)) { handle(.output(json)) }
  }
}

extension InteractiveSession.Failure {
  /// The failure as Jupyter keeps it.
  fileprivate var json: JSON {
    .object([
      "output_type": .string("error"), "ename": .string(name), "evalue": .string(message),
      "traceback": .array(traceback.map(JSON.string)),
    ])
  }
}
