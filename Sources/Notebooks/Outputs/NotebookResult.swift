/// What a run of a notebook gave: for each cell how it ended and its outputs.
public struct NotebookResult: Sendable, Equatable {
  /// The results of all cells, in order, those not run included.
  public var cells: [CellResult]
  /// What is wrong with the file itself.
  public var problems: [Diagnostic]

  /// Creates a result.
  public init(cells: [CellResult], problems: [Diagnostic] = []) {
    self.cells = cells
    self.problems = problems
  }

  /// The results by the numbers of the cells.
  var cellsByNumber: [Int: CellResult] {
    Dictionary(cells.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// How the run as a whole ended: the worst status of a cell.
  public var status: RunStatus {
    if problems.contains(where: { $0.severity == .error }) { return .usage }
    return cells.map(\.outcome.status).worst ?? .succeeded
  }

  /// Returns the number of expectations that are unmet for the reason `exemption`.
  public func count(of exemption: ExpectationOutput.Exemption) -> Int {
    cells.flatMap(\.outputs).count { output in
      if case .expectation(let expectation) = output { expectation.exemption == exemption } else { false }
    }
  }
}

/// What one cell gave.
public struct CellResult: Sendable, Equatable {
  /// The number of the cell, from 1.
  public var number: Int
  /// The cell's label, or `cell-` and its number.
  public var name: String
  /// How it ended.
  public var outcome: CellOutcome
  /// Its outputs, in order.
  public var outputs: [Output]
  /// Whether the outputs are those of an earlier run, shown until the cell can run again.
  public var isOlder = false

  /// Creates a result.
  public init(number: Int, name: String, outcome: CellOutcome, outputs: [Output] = []) {
    self.number = number
    self.name = name
    self.outcome = outcome
    self.outputs = outputs
  }
}

/// How a cell ended.
public enum CellOutcome: String, Sendable, Codable, CaseIterable {
  /// It ran to its end.
  case succeeded
  /// It failed in the way that it is there to show.
  case failedAsExpected = "failed-as-expected"
  /// It did not fail in the way that it is there to show.
  case expectedFailureMissing = "expected-failure-missing"
  /// It is a stub that nobody has edited, or fails because of one.
  case open
  /// It ran to its end, and an expectation failed.
  case expectationFailed = "expectation-failed"
  /// The compiler refused it.
  case compileFailed = "compile-failed"
  /// It threw an error that nobody caught.
  case threw
  /// It ended the process: a trap, a signal, or a call of `exit`.
  case crashed
  /// It ran longer than it may.
  case timedOut = "timed-out"
  /// It exceeded a limit.
  case limitExceeded = "limit-exceeded"
  /// The user ended the run while it ran.
  case interrupted
  /// It was not run, since a cell before it failed.
  case notRun = "not-run"
  /// It was not run, since the author said so (`eval: false`).
  case skipped

  /// What the outcome means for the run.
  public var status: RunStatus {
    switch self {
    case .succeeded, .failedAsExpected, .open, .notRun, .skipped: .succeeded
    case .expectationFailed, .expectedFailureMissing, .threw: .cellFailed
    case .compileFailed: .compileFailed
    case .crashed: .crashed
    case .timedOut: .timedOut
    case .limitExceeded: .limitExceeded
    case .interrupted: .interrupted
    }
  }

  /// Whether the cells after it can still run.
  public var letsLaterCellsRun: Bool {
    switch self {
    case .succeeded, .failedAsExpected, .expectedFailureMissing, .open, .expectationFailed, .skipped: true
    case .compileFailed, .threw, .crashed, .timedOut, .limitExceeded, .interrupted, .notRun: false
    }
  }
}

/// How a run ended; the raw value is the program's exit status.
public enum RunStatus: Int, Sendable, Codable, CaseIterable {
  /// Every cell did what it should.
  case succeeded = 0
  /// A check found differences.
  case differs = 1
  /// The call or the notebook itself is wrong.
  case usage = 2
  /// A cell does not compile.
  case compileFailed = 3
  /// A cell threw, or an expectation failed.
  case cellFailed = 4
  /// A cell ran longer than it may.
  case timedOut = 5
  /// A cell ended the worker.
  case crashed = 6
  /// A cell exceeded a limit.
  case limitExceeded = 7
  /// The user ended it, as the shell counts an interrupt.
  case interrupted = 130
}

extension Sequence<RunStatus> {
  /// The worst of them, as exit statuses are ordered; nil if there are none.
  public var worst: RunStatus? { self.max { $0.rawValue < $1.rawValue } }
}

extension RunStatus {
  /// The status as a reader is told.
  public var words: String {
    switch self {
    case .succeeded: "succeeded"
    case .differs: "differs from what is stored"
    default: PageWords.english.status(self)
    }
  }
}
