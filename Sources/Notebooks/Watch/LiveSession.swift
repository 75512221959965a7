internal import CProcess

/// Runs a notebook again and again while its author edits it: an edit costs what stands below it, nothing above.
///
/// After each cell the worker keeps a copy of itself, so that an edit to a cell goes on from the state before it,
/// however long the cells above took. What comes out is what a run from the beginning would give.
public final class LiveSession {
  private let configuration: RunConfiguration
  private let handle: (RunEvent) -> Void
  private let folder: TemporaryFolder
  private let reuse: CellReuse
  private let interruption: SessionInterruption
  private var worker: Worker?
  private var seed: UInt64 = 0
  private var limits = ResourceLimits()
  private var parameters: [String] = []
  private var cells: [LiveCell] = []
  /// What cells gave the last time they ran, for those that wait for their turn or cannot run now.
  private var latest: [String: CellResult] = [:]
  /// The number of states that are kept at most.
  private let snapshotLimit: Int

  /// Creates a session that hands every event to `handle`, on the thread that calls `update`.
  ///
  /// - Parameter snapshotLimit: The number of cells' states that are kept; further cells share one.
  /// - Throws: `NotebookError` when there is no space for files or no descriptor left.
  public init(
    configuration: RunConfiguration, snapshotLimit: Int = 64, handle: @escaping (RunEvent) -> Void
  ) throws(NotebookError) {
    self.configuration = configuration
    self.handle = handle
    self.snapshotLimit = max(1, snapshotLimit)
    cpr_ignore_broken_pipes()
    interruption = try SessionInterruption()
    folder = try TemporaryFolder()
    reuse = CellReuse(folder: folder.path)
  }

  /// Ends the worker and removes its files.
  public func stop() {
    discardWorker()
    folder.remove()
  }

  /// Forgets all states, so that the next update runs everything.
  public func reset() { discardWorker() }

  /// Ends the update that is running, from whatever thread; without one, the next update ends at once.
  public func cancel() { interruption.request() }

  /// Runs what has changed in `notebook`, and all below it; returns what all cells gave.
  ///
  /// Returns nil if it was cancelled: what ran up to then is kept.
  ///
  /// - Parameter progressed: Called after each cell but the last with the results so far; older ones stand for
  ///   cells to come.
  /// - Throws: `NotebookError` when running is impossible: no toolchain, no worker, no space for files.
  public func update(
    to notebook: Notebook, progressed: (NotebookResult) -> Void = { _ in }
  ) throws(NotebookError) -> NotebookResult? {
    guard !notebook.problems.contains(where: { $0.severity == .error }) else {
      return result(of: notebook)
    }
    let runnable = notebook.cellsToRun
    let worker = try currentWorker(for: notebook)
    keepUnchanged(runnable, fileName: notebook.fileName)
    guard worker.restore(to: cells.last?.depthAfter ?? 0) else {
      discardWorker()
      return try update(to: notebook, progressed: progressed)
    }
    guard cells.count < runnable.count else { return result(of: notebook) }
    return try run(Array(runnable[cells.count...]), of: notebook, in: worker, progressed)
  }

  /// Runs `pending` on top of the state of `cells`.
  private func run(
    _ pending: [Cell], of notebook: Notebook, in worker: Worker, _ progressed: (NotebookResult) -> Void
  ) throws(NotebookError) -> NotebookResult? {
    let compiler = SwiftCompiler(notebook, configuration, in: folder.path)
    try compiler.prepare()
    let visible = cells.filter { $0.cell.options.expectedFailure == nil }.compactMap(\.currentlyCompiled)
    let optimization = CellOptimization(configuration.compilation.optimization, notebook.frontMatter)
    let pipeline = CellPipeline(
      compiler: compiler, cells: pending, optimization, after: visible,
      // Later updates know more than earlier runs.
      cache: cells.isEmpty
        ? CompiledCellCache(optimization.groups(pending), of: notebook, configuration) : nil,
      reuse: reuse,
      countsLines: cells.contains { $0.cell.code.contains("#") },
      compilersAtOnce: configuration.compilersAtOnce)
    defer { pipeline.cancel() }
    var resolver = CallStackResolver(toolchain: configuration.toolchain, fileName: notebook.fileName)
    resolver.libraries = movedLibraries
    var session = CellSession(
      notebook: notebook, worker: worker, resolver: resolver,
      limits: configuration.confinement.limits(wanted: notebook.frontMatter.limits),
      handle: handle)
    var (depth, isInPlace) = (0, false)
    var (isCut, failed): (Bool, CellResult?) = (false, nil)
    let count = try session.run(pending) { (index, _) throws(NotebookError) in
      if interruption.hasCome { return nil }
      let next = pipeline.step(at: index) { interruption.hasCome }
      return try next.map { next throws(NotebookError) in
        let (outcome, timing) = try next.get()
        return .init(outcome: outcome, timing: timing, isContinuation: false)
      }
    } prepare: { session in
      depth = worker.depth
      isInPlace = depth > 0 && (depth >= snapshotLimit || MachineMemory.isScarce)
      session.task = isInPlace ? .run : .checkpoint
    } finish: { turn, session in
      if turn.result.outcome == .interrupted {
        // The process of the cell may not have told of itself yet; the last one is that of the cell above then.
        if isInPlace || worker.depth == depth || !worker.killLast() { discardWorker() }
        isCut = true
        return false
      }
      if !turn.cell.declaresParameters {
        handle(.cellFinished(turn.cell, turn.result.judged(for: turn.cell), turn.timing))
      }
      latest[turn.cell.name] = turn.result
      guard turn.result.outcome.letsLaterCellsRun else {
        // What a cell that failed has left behind is of no use; a process of its own ends with it.
        if isInPlace || (worker.depth > depth && !worker.killLast()) { discardWorker() }
        failed = turn.result
        return false
      }
      cells.append(
        LiveCell(
          cell: turn.cell, compiled: turn.compiled, result: turn.result,
          libraries: session.resolver.libraries,
          depthBefore: depth, depthAfter: worker.depth,
          ranInPlace: isInPlace && turn.cell.options.expectedFailure == nil))
      // The whole result is told by returning it.
      if turn.cell.number != pending.last?.number { progressed(result(of: notebook)) }
      return true
    }
    if isCut || (failed == nil && count < pending.count) {
      interruption.reset()
      return nil
    }
    return result(of: notebook, failed: failed)
  }

  /// Forgets the cells from the first one that is no longer what it was.
  private func keepUnchanged(_ runnable: [Cell], fileName: String) {
    var kept = zip(cells, runnable).prefix { $0.does($1) && $0.result.outcome.letsLaterCellsRun }.count
    for index in 0..<kept { cells[index].movedLines = cells[index].distance(to: runnable[index]) }
    func cut(_ isWrong: (LiveCell) -> Bool) {
      kept = cells[..<kept].firstIndex { $0.movedLines != 0 && isWrong($0) } ?? kept
    }
    cut { $0.tellsLines(of: fileName) }
    // As long as nothing runs, nobody calls into the cells that are kept.
    if kept < runnable.count { cut(\.remembersLines) }
    // A process that has run further cells does not have the state before them any more.
    while kept > 0,
      cells[kept...].contains(where: { $0.ranInPlace && $0.depthBefore == cells[kept - 1].depthAfter })
    {
      kept -= 1
    }
    cells.removeSubrange(kept...)
  }

  /// The libraries in memory, with the lines by which their cells have moved.
  private var movedLibraries: [CallStackResolver.LoadedLibrary] {
    let moves = Dictionary(
      cells.compactMap { cell in cell.compiled.map { ($0.library, $0.movedLines + cell.movedLines) } },
      uniquingKeysWith: { $1 })
    return (cells.last?.libraries ?? []).map { library in
      var moved = library
      moved.movedLines = moves[library.path] ?? 0
      return moved
    }
  }

  /// What all cells of `notebook` gave; those that have not run again show what they gave before.
  private func result(
    of notebook: Notebook, failed: CellResult? = nil
  ) -> NotebookResult {
    let current = Dictionary(
      cells.map { ($0.cell.name, $0.currentResult) } + (failed.map { [($0.name, $0)] } ?? []),
      uniquingKeysWith: { $1 })
    let results = notebook.cells.map { cell -> CellResult in
      guard cell.options.runs else { return cell.resultWithoutRun }
      if let result = current[cell.name] { return result.judged(for: cell) }
      var older = CellResult(number: cell.number, name: cell.name, outcome: .notRun)
      older.outputs = latest[cell.name]?.outputs ?? []
      older.isOlder = !older.outputs.isEmpty
      return older
    }
    return NotebookResult(cells: results, problems: notebook.problems)
  }

  private func currentWorker(for notebook: Notebook) throws(NotebookError) -> Worker {
    if seed != notebook.frontMatter.seed || limits != notebook.frontMatter.limits
      || parameters != notebook.parameterMessages || worker?.isRunning == false
    {
      discardWorker()
    }
    if let worker { return worker }
    let started = try Worker(
      configuration, notebook, temporary: folder, interruption: interruption.descriptor)
    seed = notebook.frontMatter.seed
    limits = notebook.frontMatter.limits
    parameters = notebook.parameterMessages
    worker = started
    return started
  }

  private func discardWorker() {
    worker?.stop()
    worker = nil
    cells = []
  }
}
