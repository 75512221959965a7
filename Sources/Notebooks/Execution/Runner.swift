internal import CProcess
internal import Foundation

/// Runs a notebook: compiles its cells ahead, runs them in a worker, and tells what happens.
public struct Runner {
  private let configuration: RunConfiguration
  private let handle: (RunEvent) -> Void

  /// Creates a runner that hands every event to `handle`, in order, on the calling thread.
  public init(configuration: RunConfiguration, handle: @escaping (RunEvent) -> Void) {
    self.configuration = configuration
    self.handle = handle
  }

  /// Runs `notebook` and returns what it gave.
  ///
  /// Whatever a cell does becomes part of the result.
  ///
  /// - Throws: `NotebookError` when the run itself is impossible: no toolchain, no worker, no room for files.
  public func run(_ notebook: Notebook) throws(NotebookError) -> NotebookResult {
    handle(.runStarted(notebook))
    var result = NotebookResult(cells: [], problems: notebook.problems)
    if notebook.problems.contains(where: { $0.severity == .error }) {
      for cell in notebook.cells { finish(cell, cell.resultWithoutRun, in: &result) }
    } else {
      let cache = RunCache(notebook, configuration)
      if let cache, configuration.reusesResults, let cached = cache.results() {
        show(cached, of: notebook, in: &result)
      } else {
        try runCells(of: notebook, cache, into: &result)
        cache?.finish()
      }
      for problem in cache?.problems ?? [] { handle(.cacheProblem(problem)) }
    }
    handle(.runFinished(result))
    return result
  }

  /// Gives the results of an earlier run for those of this one.
  private func show(_ cached: [RunCache.CachedCell], of notebook: Notebook, in result: inout NotebookResult) {
    var timing = CellTiming()
    timing.isCached = true
    for cell in notebook.cells {
      if let entry = cached.first(where: { $0.result.number == cell.number }) {
        let cellResult = entry.result
        handle(.cellUsed(cell, entry.use))
        for case .expectation(let expectation) in cellResult.outputs {
          handle(.expectation(cell, expectation.judged(in: cell)))
        }
        finish(cell, cellResult, timing, in: &result)
      } else {
        finish(cell, cell.resultWithoutRun, in: &result)
      }
    }
  }

  private func runCells(
    of notebook: Notebook, _ cache: RunCache?, into result: inout NotebookResult
  ) throws(NotebookError) {
    cpr_ignore_broken_pipes()
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let parameterCells = [notebook.parameterCell].compactMap(\.self)
    let runnable = parameterCells + notebook.cells.filter(\.options.runs)
    let compilation = try GroupedCompilation(runnable, of: notebook, configuration, in: folder.path)
    defer { compilation.cancel() }
    let worker = try Worker(
      configuration, notebook, temporary: folder, interruption: Interruption.descriptor)
    defer { worker.stop() }
    var session = CellSession(
      notebook: notebook, worker: worker,
      resolver: CallStackResolver(toolchain: configuration.toolchain, fileName: notebook.fileName),
      limits: configuration.confinement.limits(wanted: notebook.frontMatter.limits), handle: handle)
    var goesOn = true
    var index = 0
    for cell in parameterCells {
      guard case .compiled(let compiled)? = try compilation.step(at: index)?.outcome else {
        throw .workerFailed(reason: "the parameters of \(cell.name) do not compile")
      }
      try session.declareParameters(compiled)
      index += 1
    }
    for cell in notebook.cells {
      guard cell.options.runs, goesOn else {
        finish(cell, cell.resultWithoutRun, in: &result)
        continue
      }
      handle(.cellCompiling(cell))
      let waitBegan = ContinuousClock.now
      guard let step = try compilation.step(at: index, unless: { session.end != nil }) else {
        goesOn = false
        let ended = session.end.map { session.result(of: cell, endedBy: $0) }
        finish(cell, ended ?? cell.resultWithoutRun, in: &result)
        continue
      }
      index += 1
      var timing = CellTiming()
      (timing.compile, timing.link) = (step.timing.compile, step.timing.link)
      timing.wait = (ContinuousClock.now - waitBegan).seconds
      let cellResult: CellResult
      var (hasRun, peakMemory): (Bool, Int?) = (false, nil)
      switch step.outcome {
      case .refused(let diagnostics):
        cellResult = cell.resultOfCompiling(diagnostics)
      case .compiled where cell.options.expectedFailure?.kind == .compileError:
        cellResult = cell.resultOfCompiling([])
      case .compiled(let compiled):
        worker.resetPeakMemory()
        let runBegan = ContinuousClock.now
        cellResult = session.run(compiled, cell, isContinuation: step.isContinuation)
        timing.run = (ContinuousClock.now - runBegan).seconds
        // A child's memory is not the worker's.
        (hasRun, peakMemory) = (true, cell.options.expectedFailure == nil ? worker.peakMemory : nil)
      }
      let accesses = session.takeAccesses()
      cache?.store(cellResult, accesses, ignoring: [folder.path])
      if hasRun { handle(.cellUsed(cell, CellUse(peakMemory: peakMemory, accesses ?? []))) }
      goesOn = cellResult.outcome.letsLaterCellsRun
      finish(cell, cellResult, timing, in: &result)
    }
  }

  private func finish(
    _ cell: Cell, _ cellResult: CellResult, _ timing: CellTiming = .init(), in result: inout NotebookResult
  ) {
    let cellResult = cellResult.judged(for: cell)
    result.cells.append(cellResult)
    handle(.cellFinished(cell, cellResult, timing))
  }
}

extension Notebook {
  /// What makes runs of the same notebook alike, and keeps the runtime from reporting traps a second time.
  var workerEnvironment: [String: String] {
    [
      "NBRUN_SEED": "\(frontMatter.seed)",
      "SWIFT_DETERMINISTIC_HASHING": "1",
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }
}

extension Cell {
  /// What a cell gives that the compiler has to refuse or does refuse, with the compiler's words.
  func resultOfCompiling(_ diagnostics: [Diagnostic]) -> CellResult {
    var (outcome, shown) = (CellOutcome.compileFailed, diagnostics)
    if let matcher = ExpectedFailureMatcher(self), matcher.expected.kind == .compileError {
      (outcome, shown) = matcher.outcome(onCompiling: diagnostics)
    }
    return CellResult(number: number, name: name, outcome: outcome, outputs: shown.map(Output.diagnostic))
  }

  /// What a cell gives that does not run.
  var resultWithoutRun: CellResult {
    CellResult(number: number, name: name, outcome: options.runs ? .notRun : .skipped)
  }
}
