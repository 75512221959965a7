package import Display
internal import CProcess
internal import Glibc

/// Runs cells one by one as they are given, in one worker that keeps their state: what a Jupyter kernel needs.
///
/// A cell sees what all successful cells before it have declared, the latest of each name. One that fails leaves the state
/// before it. To be used by one thread.
package final class InteractiveSession {
  /// What happens while a cell runs, in order.
  package enum Event {
    /// An output of the cell, as Jupyter keeps it: `output_type` and what belongs to it.
    case output(JSON)
    /// A task of the cell reports how far it has come.
    case progress(ProgressReport)
    /// The cell's outputs so far are to go: at once, or when the next output comes.
    case cleared(waits: Bool)
    /// The cell waits for a line.
    case inputWanted(LineOfInput)
  }

  /// Why a cell failed, as Jupyter shows it.
  package struct Failure {
    /// The kind of failure: `CompileError`.
    package var name: String
    /// What is wrong.
    package var message: String
    /// The lines of text for a terminal, with the cells' own lines.
    package var traceback: [String]

    /// Creates a failure.
    package init(name: String, message: String, traceback: [String]) {
      (self.name, self.message, self.traceback) = (name, message, traceback)
    }
  }

  let configuration: RunConfiguration
  let folder: TemporaryFolder
  /// Ends what the session is doing, from whatever thread.
  package let interruption: SessionInterruption
  private var cells: SessionCells
  /// What later cells see.
  private(set) var modules = SessionModules()
  private var libraries: [CallStackResolver.LoadedLibrary] = []
  private var worker: Worker?
  /// Whether cells that later ones see may have started threads, which a copy of their process has not.
  private var hasThreads = false

  /// Creates a session, and starts its worker.
  ///
  /// - Throws: `NotebookError` when there is no space for files or no descriptor left.
  package init(_ configuration: RunConfiguration) throws(NotebookError) {
    self.configuration = configuration
    cpr_ignore_broken_pipes()
    interruption = try SessionInterruption()
    folder = try TemporaryFolder()
    var frontMatter = FrontMatter()
    // A user who waits can interrupt.
    frontMatter.timeout = 1e9
    // Cells of a notebook have no front matter that says it.
    frontMatter.seed = getenv("NBRUN_SEED").flatMap { UInt64(String(cString: $0)) } ?? 0
    cells = SessionCells(frontMatter)
    worker = try startWorker()
  }

  /// Ends the worker and removes the session's files.
  package func stop() {
    worker?.stop()
    worker = nil
    folder.remove()
  }

  /// Runs `code`, called `title` in messages; returns why it failed, or nil if it has succeeded.
  ///
  /// - Throws: `NotebookError` when running is impossible: no worker, no space for files.
  package func run(
    _ code: String, title: String, handle: @escaping (Event) -> Void
  ) throws(NotebookError) -> Failure? {
    interruption.reset()
    let (cell, problems) = cells.add(code, title: title)
    let outputs = SessionOutputs(cell, cells, handle)
    for problem in problems { outputs.take(.diagnostic(problem)) }
    guard outputs.errors.isEmpty else { return outputs.failure(.compileFailed) }
    if !cell.options.runs { return nil }
    let outcome = try self.outcome(of: cell, outputs)
    outputs.finish()
    return outputs.failure(outcome)
  }

  private func outcome(of cell: Cell, _ outputs: SessionOutputs) throws(NotebookError) -> CellOutcome {
    defer { modules.restore() }
    // What a cell is compiled to sees has to be there when it runs.
    let worker = try currentWorker(outputs)
    let built = try build(cell)
    if interruption.hasCome { return .interrupted }
    guard case .compiled(let compiled) = built, cell.options.expectedFailure?.kind != .compileError else {
      let refusal =
        if case .refused(let diagnostics) = built { modules.explaining(diagnostics) } else { [Diagnostic]() }
      let result = cell.resultOfCompiling(refusal)
      for output in result.outputs { outputs.take(output) }
      return result.outcome
    }
    return run(compiled, cell, by: worker, outputs)
  }

  /// Returns a compiler for one call.
  func compiler() -> SwiftCompiler {
    var compiler = SwiftCompiler(cells.notebook, configuration, in: folder.path)
    compiler.marksResult = true
    return compiler
  }

  private func build(_ cell: Cell) throws(NotebookError) -> SwiftCompiler.Outcome {
    let compiler = compiler()
    try compiler.prepare()
    let optimization = CellOptimization(configuration.compilation.optimization, cells.notebook.frontMatter)
    let isOptimized = optimization.areOptimized([cell])[0]
    return try interruption.ending(compiler.tools) { () throws(NotebookError) in
      let budget = compiler.budget(for: cell)
      let outline = try CellParser(compiler).outline(of: cell, within: budget)
      if let outline { try modules.withdrawConformances(declaredBy: outline, compiler, within: budget) }
      return try compiler.build(
        cell, outline, after: modules.cells, isOptimized: isOptimized, within: budget)
    }
  }

  private func run(
    _ compiled: CompiledCell, _ cell: Cell, by worker: Worker, _ outputs: SessionOutputs
  ) -> CellOutcome {
    let others = worker.processes
    var resolver = CallStackResolver(
      toolchain: configuration.toolchain, fileName: cells.notebook.fileName)
    resolver.libraries = libraries
    var session = CellSession(
      notebook: cells.notebook, worker: worker, task: .runWithBackup, resolver: resolver,
      limits: configuration.confinement.limits(wanted: ResourceLimits()),
      handle: { if case .progress(_, let report) = $0 { outputs.take(report) } })
    session.receive = { outputs.take($0) }
    let outcome = session.run(compiled, cell).outcome
    if outcome.letsLaterCellsRun {
      worker.endBackup()
      libraries = session.resolver.libraries
      hasThreads = hasThreads || SwiftTokens(cell.code[...]).tokens.contains(where: Self.startsThreads)
      // What declares nothing costs later cells nothing.
      if cell.options.expectedFailure == nil, !compiled.declarations.isEmpty || !compiled.imports.isEmpty {
        modules.add(compiled)
      }
    } else if !worker.fallBack(sparing: others) {
      discardWorker()
      outputs.takeLoss()
    } else if hasThreads {
      outputs.takeLossOfThreads()
    }
    return outcome
  }

  /// Whether `word` names what keeps threads that it does not start a second time.
  private static func startsThreads(_ word: Substring) -> Bool {
    #if compiler(>=6.4)
      // The worker has no executor of its own then.
      if word == "Task" { return true }
    #endif
    return ["DispatchQueue", "OperationQueue", "Process", "URLSession"].contains(word)
  }

  private func currentWorker(_ outputs: SessionOutputs) throws(NotebookError) -> Worker {
    if let worker, worker.isRunning { return worker }
    // It has ended between two cells.
    if worker != nil {
      discardWorker()
      outputs.takeLoss()
    }
    let started = try startWorker()
    worker = started
    return started
  }

  private func startWorker() throws(NotebookError) -> Worker {
    try Worker(
      configuration, cells.notebook, temporary: folder, interruption: interruption.descriptor,
      hasBackups: true)
  }

  private func discardWorker() {
    worker?.stop()
    worker = nil
    modules = SessionModules()
    libraries = []
    hasThreads = false
  }
}
