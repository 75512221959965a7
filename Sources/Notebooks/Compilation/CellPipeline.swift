internal import Dispatch
internal import Synchronization

/// Compiles a notebook's cells in order, ahead of the run.
///
/// Three threads work like a conveyor: one parses, one compiles, one links. A cell is compiled when it has been
/// parsed and the cell before it has been compiled; nothing waits for the linker but the run.
final class CellPipeline: Sendable {
  /// What became of one cell, and how long it took.
  typealias Step = Result<(outcome: SwiftCompiler.Outcome, timing: SwiftCompiler.Timing), NotebookError>

  private let compiler: SwiftCompiler
  private let cells: [Cell]
  private let cache: CompiledCellCache?
  /// The cells that an earlier run compiled.
  private let restored: [CompiledCell?]
  private let earlier: [CompiledCell]
  private let outlines: [Promise<Result<CellOutline?, NotebookError>?>]
  /// Nil stands for a cell that is not compiled, since one before it failed or the run was over.
  private let compiled: [Promise<Step?>]
  private let linked: [Promise<Step>]
  private let isCancelled = Mutex(false)
  private let workers = DispatchGroup()

  /// Creates a pipeline and starts it.
  ///
  /// - Parameters:
  ///   - earlier: The cells before these, which have been compiled already.
  ///   - cache: What earlier runs compiled; nil to compile everything.
  init(
    compiler: SwiftCompiler, cells: [Cell], after earlier: [CompiledCell] = [],
    cache: CompiledCellCache? = nil
  ) {
    self.compiler = compiler
    self.cells = cells
    self.earlier = earlier
    self.cache = cache
    restored = cells.map { cell in cache?.restore(cell, base: compiler.base(of: cell)) }
    outlines = cells.map { _ in Promise() }
    compiled = cells.map { _ in Promise() }
    linked = cells.map { _ in Promise() }
    for (name, work) in [("parse", parseAll), ("compile", compileAll), ("link", linkAll)] {
      DispatchQueue(label: "cells: \(name)").async(group: workers, execute: work)
    }
  }

  /// Waits for what became of the cell at `index` and returns it.
  ///
  /// To be called in order, and not after a cell that was refused, unless it is there to be.
  func step(at index: Int) -> Step { linked[index].wait() }

  /// Stops after what is in work and waits until nothing is written any more.
  func cancel() {
    isCancelled.withLock { $0 = true }
    workers.wait()
  }

  @Sendable private func parseAll() {
    for (index, (cell, outline)) in zip(cells, outlines).enumerated() {
      let isOver = restored[index] != nil || isCancelled.withLock(\.self)
      outline.fulfill(isOver ? nil : Result { () throws(NotebookError) in try compiler.outline(of: cell) })
    }
  }

  @Sendable private func compileAll() {
    var earlier = earlier
    var goesOn = true
    for (index, cell) in cells.enumerated() {
      if goesOn, let known = restored[index] {
        compiled[index].fulfill(.success((.compiled(known), .init())))
        if cell.options.expectedFailure == nil { earlier.append(known) }
        continue
      }
      guard goesOn, let outline = outlines[index].wait(), !isCancelled.withLock(\.self) else {
        compiled[index].fulfill(nil)
        continue
      }
      let step = Step { () throws(NotebookError) in
        try compiler.compile(cell, outline: try outline.get(), after: earlier)
      }
      compiled[index].fulfill(step)
      let expected = cell.options.expectedFailure
      switch step.map(\.outcome) {
      // What a failing cell declares is gone with it.
      case .success(.compiled(let compiled)): if expected == nil { earlier.append(compiled) }
      case .success(.refused): goesOn = expected?.kind == .compileError
      case .failure: goesOn = false
      }
    }
  }

  @Sendable private func linkAll() {
    for (index, cell) in cells.enumerated() {
      guard let step = compiled[index].wait() else { return }
      linked[index].fulfill(
        step.flatMap { step in
          guard case .compiled(let compiled) = step.outcome, restored[index] == nil,
            !isCancelled.withLock(\.self)
          else { return .success(step) }
          let linked = Step { () throws(NotebookError) in
            try compiler.link(compiled, of: cell, timing: step.timing)
          }
          if case .success(let step) = linked, case .compiled = step.outcome {
            cache?.store(compiled, of: cell, base: compiler.base(of: cell))
          }
          return linked
        })
    }
  }
}
