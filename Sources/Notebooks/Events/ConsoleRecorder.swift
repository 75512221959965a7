internal import Display

/// The run as lines for a terminal or a log: one a cell, what failed in full, a sum at the end.
///
/// On a terminal the line of the running cell is rewritten in place, with a bar while it trains.
public struct ConsoleRecorder {
  /// Where the lines go.
  public struct Destination {
    /// The number of columns.
    public var width: Int
    /// Takes text in place of the line in which the cursor is; nil if lines cannot be rewritten.
    public var rewriteLine: ((String) -> Void)?
    /// Takes the text that follows.
    public var write: (String) -> Void

    /// Creates a destination.
    public init(
      width: Int = 80, rewriteLine: ((String) -> Void)? = nil, write: @escaping (String) -> Void
    ) {
      self.width = width
      self.rewriteLine = rewriteLine
      self.write = write
    }
  }

  /// How much is told.
  public enum Detail: Sendable {
    /// What is wrong, and nothing else.
    case quiet
    /// A line a cell.
    case normal
    /// With what each cell took.
    case verbose
  }

  private let destination: Destination
  private let style: TerminalStyle
  private let detail: Detail
  private var uses: [String: CellUse] = [:]
  private var cellCount = 0
  private var diagnostics: DiagnosticText
  private var passedCount = 0
  private var failedCount = 0
  private var openCount = 0
  private var changedCount = 0
  private var notRunCount = 0
  private var start = ContinuousClock.now

  /// Creates a recorder.
  public init(destination: Destination, style: TerminalStyle, detail: Detail = .normal) {
    self.destination = destination
    self.style = style
    self.detail = detail
    diagnostics = DiagnosticText(path: "", lines: [], style: style)
  }

  /// Takes in what happened.
  public mutating func record(_ event: RunEvent) {
    switch event {
    case .runStarted(let notebook):
      start = .now
      cellCount = notebook.fencedCells.count
      openCount = notebook.openExercises.count
      diagnostics = DiagnosticText(path: notebook.path, lines: notebook.lines, style: style)
      let cells =
        notebook.cells.isEmpty && notebook.problems.isEmpty
        ? "no Swift cell: nothing to run" : counted(cellCount, "cell")
      say(style.bold(notebook.path.escapedForLine) + " · \(cells)\n")
      for problem in notebook.problems { destination.write(diagnostics.text(of: problem)) }
    case .cellCompiling(let cell): showStatus(cell, "compiling")
    case .cellStarted(let cell): showStatus(cell, "running")
    case .progress(let cell, let report): showStatus(cell, bar(report))
    case .expectation(_, let expectation): record(expectation)
    case .cellFinished(let cell, let result, let timing): record(cell, result, timing)
    case .cellUsed(let cell, let use): uses[cell.name] = use
    case .cacheProblem(let problem): destination.write("\(style.yellow("warning:")) cache: \(problem)\n")
    case .runFinished(let result): writeSum(of: result)
    }
  }

  private mutating func record(_ expectation: ExpectationOutput) {
    if expectation.passed { passedCount += 1 }
    // Of an exercise that is open its cell tells.
    if expectation.passed || expectation.exemption == .openExercise { return }
    let comment = expectation.comment.isEmpty ? "" : ": \(expectation.comment)"
    let outcome = expectation.exemption?.words ?? "expectation failed"
    let message = "\(outcome)\(comment)\n\(indented(expectation.details))"
    let severity = expectation.isFailure ? Diagnostic.Severity.error : .note
    let text = diagnostics.text(of: Diagnostic(severity, message, at: expectation.location))
    clearStatus()
    if expectation.isFailure {
      failedCount += 1
      destination.write(text)
    } else {
      changedCount += 1
      say(text)
    }
  }

  private mutating func record(_ cell: Cell, _ result: CellResult, _ timing: CellTiming) {
    clearStatus()
    switch result.outcome {
    case .notRun:
      if !cell.isInline { notRunCount += 1 }
      return
    case .succeeded where cell.isInline: break
    case .skipped: say("\(head(cell)) \(style.dim("skipped"))\n")
    case .open: say("\(head(cell)) ○ \(result.outcome.words)\n")
    case .succeeded:
      say("\(head(cell)) \(style.green("✓")) \(style.dim(words(cell, timing)))\n")
    case .failedAsExpected:
      // The failure is the lesson, which the handout tells; here it would look like one of the run.
      let words = style.dim("\(result.outcome.words) \(words(cell, timing))")
      say("\(head(cell)) \(style.green("✓")) \(words)\n")
      return
    default: say("\(head(cell)) \(style.red("✗ " + result.outcome.words))\n")
    }
    for case .diagnostic(let diagnostic) in result.outputs {
      destination.write(diagnostics.text(of: diagnostic))
    }
  }

  private func writeSum(of result: NotebookResult) {
    var parts = [counted(cellCount, "cell")]
    if notRunCount > 0 { parts.append(style.red("\(notRunCount) not run")) }
    if passedCount > 0 { parts.append("\(counted(passedCount, "expectation")) passed") }
    if failedCount > 0 { parts.append(style.red("\(counted(failedCount, "expectation")) failed")) }
    if changedCount > 0 {
      parts.append("\(changedCount) \(changedCount == 1 ? "differs" : "differ") from the original example")
    }
    if openCount > 0 { parts.append("\(counted(openCount, "exercise")) open") }
    parts.append(seconds((ContinuousClock.now - start).seconds))
    let verdict = result.status == .succeeded ? style.green("✓") : style.red("✗")
    say("\(verdict) \(parts.joined(separator: " · "))\n")
  }

  private func showStatus(_ cell: Cell, _ status: String) {
    guard detail != .quiet else { return }
    let line = "\(head(cell)) \(status)".escapedForLine
    destination.rewriteLine?(String(line.prefix(destination.width - 1)))
  }

  private func clearStatus() {
    if detail != .quiet { destination.rewriteLine?("") }
  }

  /// Writes what nobody needs who only wants to hear of failures.
  private func say(_ text: String) { if detail != .quiet { destination.write(text) } }

  /// What a cell took, as it is told beside its name.
  private func words(_ cell: Cell, _ timing: CellTiming) -> String {
    let brief = timing.isCached ? "cached" : seconds(timing.run)
    guard detail == .verbose else { return brief }
    var parts = timing.isCached ? [brief] : ["run \(brief)"]
    if !timing.isCached {
      parts += ["compile \(seconds(timing.compile + timing.link))", "waited \(seconds(timing.wait))"]
    }
    if let memory = uses[cell.name]?.peakMemory { parts.append(ByteCount.text(memory & ~0xFFFFF)) }
    if let files = uses[cell.name]?.filesRead, !files.isEmpty {
      parts.append("reads \(files.joined(separator: ", "))")
    }
    return parts.joined(separator: ", ")
  }

  private func head(_ cell: Cell) -> String {
    if cell.isInline { return "  \(PageWords.english.name(of: cell))" }
    let number = "\(cell.number)"
    let padding = String(repeating: " ", count: max(0, "\(cellCount)".count - number.count))
    return "  [\(padding)\(number)/\(cellCount)] \(cell.name)"
  }

  private func bar(_ report: ProgressReport) -> String {
    let width = 20
    let share = report.total > 0 ? Double(report.completed) / Double(report.total) : 0
    let full = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    return "\(report.task) \(bar) \(report.completed)/\(report.total) \(report.detail)"
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func seconds(_ seconds: Double) -> String {
    "\((seconds * 100).rounded() / 100) s"
  }
}

extension CellOutcome {
  /// The outcome as a reader is told.
  package var words: String {
    switch self {
    case .succeeded: "succeeded"
    case .failedAsExpected: "failed as expected"
    case .expectedFailureMissing: "did not fail as expected"
    case .open: "open exercise"
    case .expectationFailed: "an expectation failed"
    case .compileFailed: "does not compile"
    case .threw: "threw an error"
    case .crashed: "crashed"
    case .timedOut: "ran out of time"
    case .limitExceeded: "exceeded a limit"
    case .interrupted: "interrupted"
    case .notRun: "not run"
    case .skipped: "skipped"
    }
  }
}
