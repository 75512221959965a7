internal import Dispatch
internal import Synchronization

/// Compiles a notebook's cells in order on a thread of its own, ahead of the run.
final class CellPipeline: Sendable {
  /// What became of one cell, and how long it took.
  typealias Step = Result<(outcome: SwiftCompiler.Outcome, timing: SwiftCompiler.Timing), NotebookError>

  private let compiler: SwiftCompiler
  private let cells: [Cell]
  private let ready: [DispatchSemaphore]
  private let steps: Mutex<[Step?]>
  private let isCancelled = Mutex(false)
  private let ended = DispatchSemaphore(value: 0)

  /// Creates a pipeline and starts it.
  init(compiler: SwiftCompiler, cells: [Cell]) {
    self.compiler = compiler
    self.cells = cells
    ready = cells.map { _ in DispatchSemaphore(value: 0) }
    steps = Mutex(cells.map { _ in nil })
    DispatchQueue(label: "cell pipeline").async { [self] in
      compileAll()
      ended.signal()
    }
  }

  /// Waits for what became of the cell at `index` and returns it.
  ///
  /// To be called once for each cell, in order, and not after a cell that was refused.
  func step(at index: Int) -> Step {
    ready[index].wait()
    return steps.withLock { $0[index] } ?? .failure(.workerFailed(reason: "the cell was not compiled"))
  }

  /// Stops after the cell in work and waits until nothing is written any more.
  func cancel() {
    isCancelled.withLock { $0 = true }
    ended.wait()
  }

  private func compileAll() {
    var earlier: [CompiledCell] = []
    for (index, cell) in cells.enumerated() where !isCancelled.withLock(\.self) {
      let step = Step { () throws(NotebookError) in try compiler.compile(cell, after: earlier) }
      steps.withLock { $0[index] = step }
      ready[index].signal()
      guard case .success(let success) = step, case .compiled(let compiled) = success.outcome else { return }
      earlier.append(compiled)
    }
  }
}
