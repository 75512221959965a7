internal import CProcess
internal import Foundation

/// Runs a notebook: compiles its cells ahead, runs them in a worker, and tells what happens.
public struct Runner {
  private let configuration: RunConfiguration
  private let ranks: (any RankLink)?
  private let handle: (RunEvent) -> Void

  /// Creates a runner that hands every event to `handle`, in order, on the calling thread.
  public init(configuration: RunConfiguration, handle: @escaping (RunEvent) -> Void) {
    self.init(configuration: configuration, ranks: nil, handle: handle)
  }

  /// The same for one of several ranks; nil for a run of its own.
  package init(
    configuration: RunConfiguration, ranks: (any RankLink)?, handle: @escaping (RunEvent) -> Void
  ) {
    self.configuration = configuration
    self.ranks = ranks
    self.handle = handle
  }

  /// Runs `notebook` and returns what it gave.
  ///
  /// Whatever a cell does becomes part of the result.
  ///
  /// - Throws: `NotebookError` when the run itself is impossible: no toolchain, no worker, no space for files.
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
    let cells = notebook.cellsToRun
    // Without a cell, nobody would leave the ranks.
    let ranks = cells.isEmpty ? nil : ranks
    let compilation = try GroupedCompilation(cells, of: notebook, configuration, in: folder.path)
    defer { compilation.cancel() }
    let worker = try Worker(
      configuration, notebook, temporary: folder, ranks: ranks, interruption: Interruption.descriptor)
    defer { worker.stop() }
    if let ranks { try worker.join(ranks) }
    var session = CellSession(
      notebook: notebook, worker: worker,
      resolver: CallStackResolver(toolchain: configuration.toolchain, fileName: notebook.fileName),
      limits: configuration.confinement.limits(wanted: notebook.frontMatter.limits), handle: handle)
    /// The cells that are not reported yet.
    var rest = notebook.cells[...]
    func finishSkipped() {
      while let cell = rest.first, !cell.options.runs {
        finish(rest.removeFirst(), cell.resultWithoutRun, in: &result)
      }
    }
    finishSkipped()
    var end: Worker.End?
    _ = try session.run(cells) { (index, session) throws(NotebookError) in
      let step = try compilation.step(at: index, unless: { session.end != nil })
      if step == nil { end = session.end }
      return step
    } prepare: { _ in
      worker.resetPeakMemory()
    } finish: { turn, session in
      if let ranks, turn.result.outcome.status != .succeeded {
        ranks.note(RankFailure.words(for: turn.result, in: turn.cell, of: notebook))
      }
      let turn = turn.cell.number == cells.last?.number ? session.leavingRanks(after: turn) : turn
      if turn.cell.declaresParameters { return true }
      let accesses = session.takeAccesses()
      cache?.store(turn.result, accesses, ignoring: [folder.path])
      if turn.compiled != nil {
        // A child's memory is not the worker's.
        let peakMemory = turn.cell.options.expectedFailure == nil ? worker.peakMemory : nil
        handle(.cellUsed(turn.cell, CellUse(peakMemory: peakMemory, accesses ?? [])))
      }
      finish(rest.removeFirst(), turn.result, turn.timing, in: &result)
      finishSkipped()
      return turn.result.outcome.letsLaterCellsRun
    }
    if let end, let cell = rest.popFirst() {
      finish(cell, session.result(of: cell, endedBy: end), in: &result)
    }
    for cell in rest { finish(cell, cell.resultWithoutRun, in: &result) }
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
