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
  /// What was compiled into the same folder before, and whether an earlier cell asks for lines.
  private let reuse: (cells: CellReuse, countsLines: Bool)?
  /// The cells that an earlier run compiled.
  private let restored: [CompiledCell?]
  private let earlier: [CompiledCell]
  private let outlines: [Promise<Result<CellOutline?, NotebookError>?>]
  /// The keys under which cells are compiled, by their numbers.
  private let keys = Mutex<[Int: String]>([:])
  /// The positions of the cells that need neither compiler nor linker.
  private let ready = Mutex<Set<Int>>([])
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
  ///   - reuse: What was compiled into the same folder before, and whether an earlier cell may ask for lines.
  init(
    compiler: SwiftCompiler, cells: [Cell], after earlier: [CompiledCell] = [],
    cache: CompiledCellCache? = nil, reuse: (cells: CellReuse, countsLines: Bool)? = nil
  ) {
    self.compiler = compiler
    self.cells = cells
    self.earlier = earlier
    self.cache = cache
    self.reuse = reuse
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

  /// Waits for what became of the cell at `index`, until `isOver` says that nobody waits any more; nil then.
  func step(at index: Int, unless isOver: () -> Bool) -> Step? {
    while true {
      if let step = linked[index].wait(atMost: 0.1) { return step }
      if isOver() { return nil }
    }
  }

  /// Ends what is in work and waits until nothing is written any more.
  func cancel() {
    isCancelled.withLock { $0 = true }
    compiler.tools.end()
    workers.wait()
  }

  @Sendable private func parseAll() {
    for (index, (cell, outline)) in zip(cells, outlines).enumerated() {
      let isOver =
        restored[index] != nil || reuse?.cells.isLikely(cell) == true || isCancelled.withLock(\.self)
      outline.fulfill(isOver ? nil : Result { () throws(NotebookError) in try compiler.outline(of: cell) })
    }
  }

  @Sendable private func compileAll() {
    var earlier = earlier
    var goesOn = true
    var countsLines = reuse?.countsLines ?? false
    for (index, cell) in cells.enumerated() {
      let before = goesOn ? compiledBefore(cell, after: earlier, &countsLines) : nil
      if goesOn, let known = before ?? restored[index] {
        ready.withLock { _ = $0.insert(index) }
        compiled[index].fulfill(.success((.compiled(known), .init())))
        if cell.options.expectedFailure == nil { earlier.append(known) }
        continue
      }
      let outline = outlines[index].wait()
      guard goesOn, !isCancelled.withLock(\.self) else {
        compiled[index].fulfill(nil)
        continue
      }
      let step = Step { () throws(NotebookError) in
        let outline = if let outline { try outline.get() } else { try compiler.outline(of: cell) }
        return try compiler.compile(cell, outline: outline, after: earlier)
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

  /// Returns the cell as it was compiled before; nil if it has to be compiled again.
  private func compiledBefore(
    _ cell: Cell, after earlier: [CompiledCell], _ countsLines: inout Bool
  ) -> CompiledCell? {
    guard let reuse else { return nil }
    let key = reuse.cells.key(of: cell, after: earlier, countsLines: countsLines)
    countsLines = countsLines || cell.code.contains("#")
    keys.withLock { $0[cell.number] = key }
    return reuse.cells.take(cell, key)
  }

  @Sendable private func linkAll() {
    for (index, cell) in cells.enumerated() {
      guard let step = compiled[index].wait() else { return }
      linked[index].fulfill(
        step.flatMap { step in
          guard case .compiled(let compiled) = step.outcome else { return .success(step) }
          let key = keys.withLock { $0[cell.number] }
          if ready.withLock({ $0.contains(index) }) {
            if let key { reuse?.cells.keep(compiled, of: cell, key) }
            return .success(step)
          }
          if isCancelled.withLock(\.self) { return .success(step) }
          let linked = Step { () throws(NotebookError) in
            try compiler.link(compiled, of: cell, timing: step.timing)
          }
          if case .success(let step) = linked, case .compiled = step.outcome {
            cache?.store(compiled, of: cell, base: compiler.base(of: cell))
            if let key { reuse?.cells.keep(compiled, of: cell, key) }
          }
          return linked
        })
    }
  }
}
