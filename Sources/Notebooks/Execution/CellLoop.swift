internal import Display

/// What came of a cell that had its turn.
struct CellTurn {
  let cell: Cell
  var result: CellResult
  let timing: CellTiming
  /// What the worker ran; nil if the compiler refused the cell, as it should or not.
  let compiled: CompiledCell?
}

extension CellSession {
  /// Runs `cells` in order, each as soon as it is compiled: the loop of a run and of a watched notebook.
  ///
  /// - Parameters:
  ///   - next: Waits for what the compiler makes of the cell at an index; nil if it is not needed any more.
  ///   - prepare: Called before what was compiled goes to the worker.
  ///   - finish: Takes what a cell gave, and says whether the next one has its turn.
  /// - Returns: The number of cells that had their turn.
  /// - Throws: `NotebookError` if the compiler or the worker cannot work at all.
  mutating func run(
    _ cells: [Cell],
    next: (Int, CellSession) throws(NotebookError) -> GroupedCompilation.Step?,
    prepare: (inout CellSession) -> Void,
    finish: (CellTurn, inout CellSession) -> Bool
  ) throws(NotebookError) -> Int {
    for (index, cell) in cells.enumerated() {
      if !cell.declaresParameters { handle(.cellCompiling(cell)) }
      let waitBegan = ContinuousClock.now
      guard let step = try next(index, self) else { return index }
      var timing = CellTiming()
      (timing.compile, timing.link) = (step.timing.compile, step.timing.link)
      timing.wait = (ContinuousClock.now - waitBegan).seconds
      prepare(&self)
      let (result, compiled): (CellResult, CompiledCell?)
      switch step.outcome {
      case .refused where cell.declaresParameters:
        throw .workerFailed(reason: "the parameters do not compile")
      case .refused(let diagnostics):
        (result, compiled) = (cell.resultOfCompiling(diagnostics), nil)
      case .compiled where cell.options.expectedFailure?.kind == .compileError:
        (result, compiled) = (cell.resultOfCompiling([]), nil)
      case .compiled(let code):
        let runBegan = ContinuousClock.now
        result =
          cell.declaresParameters
          ? try declareParameters(code, cell) : run(code, cell, isContinuation: step.isContinuation)
        timing.run = (ContinuousClock.now - runBegan).seconds
        compiled = code
      }
      let turn = CellTurn(cell: cell, result: result, timing: timing, compiled: compiled)
      guard finish(turn, &self) else { return index + 1 }
    }
    return cells.count
  }

  /// Runs the cell that declares the notebook's parameters, of which nobody needs to hear.
  ///
  /// - Throws: `NotebookError.workerFailed` if that fails, which no author can cause.
  private mutating func declareParameters(
    _ compiled: CompiledCell, _ cell: Cell
  ) throws(NotebookError) -> CellResult {
    let end = worker.run(
      library: compiled.library, task: task, timeout: notebook.frontMatter.timeout
    ) { message in
      // Other cells may be in the same library.
      if case .frame(.loaded(let base, let size)) = message { load(compiled, base, size) }
    }
    if end != .finished { throw .workerFailed(reason: "the parameters could not be declared") }
    return CellResult(number: cell.number, name: cell.name, outcome: .succeeded)
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
