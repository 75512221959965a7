internal import Display

/// Runs compiled cells in one worker and judges how each of them ended.
struct CellSession {
  let notebook: Notebook
  let worker: Worker
  /// How a cell runs that is to succeed.
  var task: WorkerTask
  var resolver: CallStackResolver
  let handle: (RunEvent) -> Void
  /// Takes the outputs of cells while they run; nil if they are kept until the cells have ended.
  var receive: OutputCollector.Receiver?
  private let limits: ResourceLimits
  let deadline: Deadline
  /// What the latest cell asked the system for; nil if that is not known in full.
  private var accesses: [Access]? = []
  /// Where the cell was that was interrupted, if the worker could be asked.
  private var interruptedCallStack: [UInt64] = []

  /// What is said of a cell that forged what only the worker may say.
  static let forged = "the cell wrote to the runner's own channel, descriptor 4"

  /// Creates a session of a fresh worker, whose cells have `limits`.
  init(
    notebook: Notebook, worker: Worker, task: WorkerTask = .run, resolver: CallStackResolver,
    limits: ResourceLimits, handle: @escaping (RunEvent) -> Void
  ) {
    self.limits = limits
    deadline = Deadline(limit: limits.time, since: notebook.readingBegan)
    self.notebook = notebook
    self.worker = worker
    self.task = task
    self.resolver = resolver
    self.handle = handle
  }

  /// Runs `compiled` and returns what the cell gave.
  ///
  /// - Parameter isContinuation: Whether the worker runs the library already, up to this cell.
  mutating func run(_ compiled: CompiledCell, _ cell: Cell, isContinuation: Bool = false) -> CellResult {
    handle(.cellStarted(cell))
    worker.begin(cell)
    var collector = OutputCollector(cell: cell, sourceLines: notebook.lines, receive: receive)
    for warning in compiled.warnings { collector.show(warning) }
    var expectationFailed = false
    let timeout = cell.options.timeout ?? notebook.frontMatter.timeout
    let remaining = deadline.remaining
    var reached: ExceededLimit?
    let matcher = ExpectedFailureMatcher(cell)
    let libraryCount = resolver.libraries.count
    let ended = worker.run(
      library: compiled.library, task: isContinuation ? .resume : matcher == nil ? task : .runInChild,
      timeout: min(timeout, remaining)
    ) { message in
      switch message {
      case .standardOutput(let bytes): collector.print(bytes)
      case .standardError(let bytes): collector.printError(bytes)
      case .frame(.display(let bundle)): _ = collector.show(bundle)
      case .frame(.progress(let report)): handle(.progress(cell, report))
      case .frame(.loaded(let base, let size)): load(compiled, base, size)
      case .frame(.accessed(let notes, let isComplete)):
        accesses = isComplete ? Access.list(in: notes) : nil
      case .frame(.expectation(let expectation)):
        if case .expectation(let output) = collector.show(expectation) {
          expectationFailed = expectationFailed || output.isFailure
          handle(.expectation(cell, output.judged(in: cell)))
        }
      case .frame(.limitReached(let limit, let amount)):
        reached = ExceededLimit(reached: limit, amount: amount, limits)
      case .inputWanted(let line): receive?(.inputWanted(line))
      case .frame: break
      }
    }
    // A worker with a backup is not needed any more, and can say where it was.
    if ended == .interrupted, task == .runWithBackup { interruptedCallStack = worker.haltInterrupted() }
    let end = ended.told(timeLimit: remaining < timeout ? limits.time : nil)
    var outcome = CellOutcome.succeeded
    let failure = failure(end, cell, timeout: timeout, reached, &collector)
    // With the worker gone, what was expected does not matter any more.
    if let matcher, end.leavesWorkerUsable, worker.isRunning {
      let matched = matcher.outcome(onRunning: failure, end)
      for diagnostic in matched.diagnostics { collector.show(diagnostic) }
      outcome = expectationFailed ? .expectationFailed : matched.outcome
      // They were loaded in the child, and later libraries may take their place in memory.
      resolver.libraries.removeSubrange(libraryCount...)
    } else if let failure {
      collector.show(failure.diagnostic)
      outcome = failure.outcome
    } else if expectationFailed {
      outcome = .expectationFailed
    }
    if let failure, let other = otherFailure(than: failure.diagnostic, end, of: cell) {
      collector.show(other)
    }
    if failure == nil, let reached {
      // The cell has coped with it.
      collector.show(Diagnostic(.warning, reached.message, at: cell.start))
    }
    return CellResult(number: cell.number, name: cell.name, outcome: outcome, outputs: collector.finish())
  }

  /// Why a cell cannot run any more that is still being compiled; nil if nothing is in its way.
  var end: Worker.End? {
    if Interruption.wait(atMost: 0) { return worker.whyInterrupted }
    if let failure = worker.ranks?.dueFailure() { return .rankFailed(failure) }
    guard deadline.isOver, let limit = deadline.limit else { return nil }
    return .exceeded(.time(limit: limit), callStack: [])
  }

  /// Returns what a cell gave that `end` has come before.
  func result(of cell: Cell, endedBy end: Worker.End) -> CellResult {
    var collector = OutputCollector(cell: cell, sourceLines: notebook.lines)
    guard let failure = failure(end, cell, timeout: 0, nil, &collector) else { return cell.resultWithoutRun }
    collector.show(failure.diagnostic)
    return CellResult(
      number: cell.number, name: cell.name, outcome: failure.outcome, outputs: collector.finish())
  }

  /// Returns what the cell that ran last asked the system for; nil if that is not known in full.
  mutating func takeAccesses() -> [Access]? {
    defer { accesses = [] }
    return accesses
  }

  /// Takes down where the library of `compiled` lies in memory.
  mutating func load(_ compiled: CompiledCell, _ base: UInt64, _ size: UInt64) {
    resolver.libraries.append(
      .init(path: compiled.library, base: base, size: size, movedLines: compiled.movedLines))
  }

  /// Returns what to say of an end that is a failure.
  func failure(
    _ end: Worker.End, _ cell: Cell, timeout: Double, _ reached: ExceededLimit?,
    _ collector: inout OutputCollector
  ) -> (outcome: CellOutcome, diagnostic: Diagnostic)? {
    /// What the system refused before, and what the cell made of it.
    func told(_ message: String?) -> String {
      [reached?.message, message].compactMap(\.self).joined(separator: "\n")
    }
    func at(
      _ callStack: [UInt64], _ outcome: CellOutcome, or fallback: SourceLocation? = nil,
      _ message: (String?) -> String
    ) -> (CellOutcome, Diagnostic) {
      let position = notebook.cells.position(atLine: cell.firstLine)
      let isInterrupted = [.timedOut, .limitExceeded, .interrupted].contains(outcome)
      let finding = resolver.find(callStack, isInterrupted: isInterrupted) {
        notebook.cells.position(atLine: $0) == position
      }
      func shown(_ location: SourceLocation) -> SourceLocation {
        // Columns of a cell whose fence is indented begin after the indentation.
        let indentation = notebook.cell(atLine: location.line)?.indentation ?? 0
        // The call that shows the last expression stands behind the line before it.
        if isBehindLine(location) || isFence(location.line) {
          return firstLetter(ofLine: location.line + 1) ?? cell.start
        }
        return SourceLocation(line: location.line, column: location.column + indentation)
      }
      let notes = finding.call.map { [Diagnostic(.note, "called here", at: shown($0))] } ?? []
      let location = finding.location.map(shown) ?? fallback ?? cell.start
      return (outcome, Diagnostic(.error, message(finding.failure), at: location, notes: notes))
    }
    switch end {
    case .endedThread where notebook.submitted != nil:
      // What was to be checked behind that has not been.
      return at([], .crashed) { _ in "the cell ended its thread; let it return instead" }
    case .finished, .endedThread:
      return nil
    case .threw(let message, let callStack):
      return at(callStack, reached?.outcome ?? .threw) { _ in told(message) }
    case .crashed(let signal, let callStack):
      let report = collector.takeFailureReport()
      if reached != nil { return at(callStack, .limitExceeded) { _ in told(report?.message) } }
      return at(callStack, .crashed, or: report?.location.flatMap(location)) { failure in
        report?.message ?? failure.map { "fatal error: \($0)" }
          ?? SignalName.explanation(of: signal, depth: callStack.count)
      }
    case .exited(0, let callStack) where callStack.isEmpty:
      return at(callStack, .crashed) { _ in
        "the cell closed the runner's own channels, or ended the process by _exit(0), which ends the whole notebook"
      }
    case .exited(let status, let callStack):
      return at(callStack, .crashed) { _ in
        "the cell ended the process by exit(\(status)), which ends the whole notebook; let it return instead"
      }
    case .exceeded(let limit, let callStack):
      _ = collector.takeFailureReport()
      return at(callStack, limit.outcome) { _ in limit.message }
    case .timedOut(let callStack):
      return at(callStack, .timedOut) { _ in
        "the cell was still running after \(timeout.formattedSeconds), its time limit (option 'timeout')"
      }
    case .interrupted:
      return at(interruptedCallStack, .interrupted) { _ in "the run was interrupted" }
    case .rankFailed(let failure):
      return at([], failure.isInterruption ? .interrupted : .crashed) { _ in failure.message }
    case .unloadable(let message):
      return at([], .crashed) { _ in "the cell could not be loaded: \(CellSession.reason(message))" }
    case .vanished:
      return at([], .crashed) { _ in
        told("the cell ended its process by _exit, or was killed, perhaps since the memory was used up")
      }
    case .garbled:
      return at([], .crashed) { _ in CellSession.forged }
    case .channelClosed:
      return at([], .crashed) { _ in "the cell closed the runner's own channel, descriptor 4" }
    }
  }
}

extension CellSession {
  /// Returns why a cell cannot be loaded, in words that its author can do something with.
  ///
  /// The symbol of an earlier declaration names the conformances that its type depends on.
  private static func reason(_ message: String) -> String {
    guard let symbol = message.firstMatch(of: /undefined symbol: \$s(\w+)/)?.1,
      let name = ModuleSymbol.demangled("s:" + symbol)?.firstMatch(of: /Cell_[0-9]+\.(\w+)/)?.1
    else { return message }
    return
      "'\(name)' depends on a conformance that has been declared again; run the cell again that declares '\(name)'"
  }

  /// Returns the line of the notebook that the runtime named in a report, at its first letter.
  ///
  /// The compiler gives no place to some checks of its own, such as that of a value that is unwrapped implicitly.
  private func location(file: String, line: Int) -> SourceLocation? {
    let module = file.prefix { $0 != "/" }
    guard file == "\(module)/\(notebook.fileName)",
      let library = resolver.libraries.last(where: { $0.path.hasSuffix("/\(module).so") })
    else { return nil }
    return firstLetter(ofLine: line + library.movedLines)
  }

  private func isBehindLine(_ location: SourceLocation) -> Bool {
    guard notebook.lines.indices.contains(location.line - 1) else { return false }
    return location.column > notebook.lines[location.line - 1].utf8.count + 1
  }

  /// Whether the code of a cell begins below `line`.
  private func isFence(_ line: Int) -> Bool {
    notebook.cell(atLine: line) == nil && notebook.cell(atLine: line + 1)?.firstLine == line + 1
  }

  private func firstLetter(ofLine line: Int) -> SourceLocation? {
    guard notebook.lines.indices.contains(line - 1) else { return nil }
    let blanks = notebook.lines[line - 1].prefix { $0 == " " || $0 == "\t" || $0 == ">" }
    return SourceLocation(line: line, column: blanks.utf8.count + 1)
  }
}

extension Worker.End {
  /// Returns the end as it is told if it was the notebook's time that was up.
  fileprivate func told(timeLimit: Double?) -> Worker.End {
    guard case .timedOut(let callStack) = self, let timeLimit else { return self }
    return .exceeded(.time(limit: timeLimit), callStack: callStack)
  }

  /// Whether a cell that ended so in a child leaves a worker that later cells can use.
  fileprivate var leavesWorkerUsable: Bool {
    if case .rankFailed = self { return false }
    return ![.garbled, .channelClosed, .interrupted].contains(self)
  }
}
