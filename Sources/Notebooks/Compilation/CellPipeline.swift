internal import Dispatch
internal import Foundation
internal import Synchronization

/// Compiles a notebook's cells in order, ahead of the run.
///
/// It works like a conveyor: one thread parses, one compiles, and workers do what no other cell waits for. With one
/// compiler at once that is linking. With more of them, the thread that compiles makes only what the next cell needs,
/// and the workers compile all of the cell and link it.
final class CellPipeline: Sendable {
  /// What became of one cell, and how long it took.
  typealias Step = CellCompilation.Step

  private let compiler: SwiftCompiler
  private let cells: [Cell]
  private let cache: CompiledCellCache?
  private let reuse: ReusePass?
  /// The cells that an earlier run compiled.
  private let restored: [CompiledCell?]
  /// Whether cells will probably be as they were compiled into the same folder before.
  private let isLikely: [Bool]
  private let earlier: [CompiledCell]
  private let budgets: [CompileBudget]
  private let outlines: [Promise<Result<CellOutline?, NotebookError>?>]
  private let linked: [Promise<Step>]
  /// The position of the cell after which no other is needed.
  private let end: Mutex<Int>
  private let compilersAtOnce: Int
  private let threads = DispatchGroup()
  private let workers = OperationQueue()

  /// Creates a pipeline and starts it.
  ///
  /// - Parameters:
  ///   - earlier: The cells before these, which have been compiled already.
  ///   - cache: What earlier runs compiled; nil to compile everything.
  ///   - reuse: What was compiled into the same folder before, and whether an earlier cell may ask for lines.
  ///   - compilersAtOnce: How many compilers may work at once, beside one that makes modules if there are several.
  init(
    compiler: SwiftCompiler, cells: [Cell], after earlier: [CompiledCell] = [],
    cache: CompiledCellCache? = nil, reuse: (cells: CellReuse, countsLines: Bool)? = nil, compilersAtOnce: Int
  ) {
    self.compiler = compiler
    self.cells = cells
    self.earlier = earlier
    self.cache = cache
    self.reuse = reuse.map { ReusePass($0.cells, cells: cells, after: earlier, countsLines: $0.countsLines) }
    self.compilersAtOnce = compilersAtOnce
    restored = cells.map { cell in cache?.restore(cell, base: compiler.base(of: cell)) }
    isLikely = cells.map { reuse?.cells.isLikely($0) ?? false }
    budgets = cells.map { compiler.budget(for: $0) }
    outlines = cells.map { _ in Promise() }
    linked = cells.map { _ in Promise() }
    end = Mutex(cells.count)
    workers.maxConcurrentOperationCount = compilersAtOnce
    for (name, work) in [("parse", parseAll), ("compile", compileAll)] {
      DispatchQueue(label: "cells: \(name)").async(group: threads, execute: work)
    }
  }

  /// Waits for what became of the cell at `index` and returns it.
  ///
  /// To be called in order, and not after a cell that was refused, unless it is there to be.
  func step(at index: Int) -> Step { linked[index].wait() }

  /// Waits for what became of the cell at `index`, until `isOver` says that nobody waits any more; nil then.
  func step(at index: Int, unless isOver: () -> Bool) -> Step? {
    while true {
      if let step = linked[index].wait(atMost: 0.1) { return step }
      if isOver() { return nil }
    }
  }

  /// Ends what is in work and waits until nothing is written any more.
  func cancel() {
    end.withLock { $0 = -1 }
    compiler.tools.end()
    threads.wait()
    workers.waitUntilAllOperationsAreFinished()
  }

  private func isNeeded(_ index: Int) -> Bool { end.withLock { index <= $0 } }

  @Sendable private func parseAll() {
    for (index, (cell, outline)) in zip(cells, outlines).enumerated() {
      let isOver = restored[index] != nil || isLikely[index] || !isNeeded(index)
      outline.fulfill(isOver ? nil : parse(cell, at: index))
    }
  }

  private func parse(_ cell: Cell, at index: Int) -> Result<CellOutline?, NotebookError> {
    Result { () throws(NotebookError) in try compiler.outline(of: cell, within: budgets[index]) }
  }

  @Sendable private func compileAll() {
    var earlier = earlier
    for (index, cell) in cells.enumerated() where isNeeded(index) {
      let visible: CompiledCell?
      if let known = restored[index] ?? takeKnown(index) {
        reuse?.settle(index, known)
        linked[index].fulfill(.success((.compiled(known), .init())))
        visible = known
      } else {
        reuse?.forget(index)
        // A cell that was compiled before is looked up by the final modules of those above it.
        let isNextCompiled = index + 1 < cells.count && restored[index + 1] == nil && !mayBeKnown(index + 1)
        visible = compile(
          cell, at: index, after: earlier, modulesRunAhead: compilersAtOnce > 1 && isNextCompiled)
      }
      // What a failing cell declares is gone with it.
      if let visible, cell.options.expectedFailure == nil { earlier.append(visible) }
    }
  }

  private func mayBeKnown(_ index: Int) -> Bool { isLikely[index] && reuse?.hasChanged == false }

  /// Returns the cell at `index` as it was compiled before; nil if it has to be compiled again.
  private func takeKnown(_ index: Int) -> CompiledCell? {
    guard mayBeKnown(index) else { return nil }
    workers.waitUntilAllOperationsAreFinished()
    return isNeeded(index) ? reuse?.take(index) : nil
  }

  /// Sees to it that `cell` is compiled, and returns it as soon as later cells can be; nil if they see nothing of it.
  private func compile(
    _ cell: Cell, at index: Int, after earlier: [CompiledCell], modulesRunAhead: Bool
  ) -> CompiledCell? {
    let compilation: CellCompilation
    do throws(NotebookError) {
      let parsed = outlines[index].wait() ?? parse(cell, at: index)
      // It may have waited for long.
      guard isNeeded(index) else { return nil }
      compilation = try CellCompilation(
        of: cell, outline: parsed.get(), after: earlier, by: compiler, within: budgets[index])
    } catch {
      note(.failure(error), at: index)
      linked[index].fulfill(.failure(error))
      return nil
    }
    guard modulesRunAhead else {
      let step = compilation.makeEverything()
      note(step, at: index)
      workers.addOperation { [self] in finish(step, at: index) }
      return step.compiled
    }
    // Nobody sees a cell that is there to fail.
    let isSeen = cell.options.expectedFailure == nil
    workers.addOperation { [self] in
      guard isNeeded(index) else { return compilation.abandon() }
      let step = isSeen ? compilation.makeEverythingAside() : compilation.makeEverything()
      note(step, at: index)
      finish(step, at: index)
    }
    return isSeen ? compilation.makeModule() : nil
  }

  /// Takes down that `step` ends the run, if it does.
  private func note(_ step: Step, at index: Int) {
    if step.compiled != nil { return }
    if case .success = step, cells[index].options.expectedFailure?.kind == .compileError { return }
    end.withLock { $0 = min($0, index) }
  }

  /// Links what the compiler made of the cell at `index`, keeps it for later, and hands it over.
  private func finish(_ step: Step, at index: Int) {
    let cell = cells[index]
    let linked = step.flatMap { made in
      guard let compiled = step.compiled, isNeeded(index) else { return step }
      return Step { () throws(NotebookError) in
        try compiler.link(compiled, of: cell, timing: made.timing, within: budgets[index])
      }
    }
    note(linked, at: index)
    if isNeeded(index) {
      if let compiled = linked.compiled { cache?.store(compiled, of: cell, base: compiler.base(of: cell)) }
      if case .success = linked { reuse?.settle(index, linked.compiled) }
    }
    self.linked[index].fulfill(linked)
  }
}
