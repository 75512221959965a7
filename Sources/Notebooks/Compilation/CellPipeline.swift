internal import Dispatch
internal import Foundation
internal import Synchronization

/// Compiles groups of a notebook's cells in order, ahead of the run.
///
/// It works like a conveyor: one thread parses, one compiles, and workers do what no other group waits for. With one
/// compiler at once that is linking. With more of them, the thread that compiles makes only what the next group needs,
/// and the workers compile all of the group and link it.
final class CellPipeline: Sendable {
  /// What became of one group, and how long it took.
  typealias Step = CellCompilation.Step

  private let compiler: SwiftCompiler
  private let groups: [CellGroup]
  private let cache: CompiledCellCache?
  private let reuse: ReusePass?
  /// The groups that an earlier run compiled.
  private let restored: [CompiledCell?]
  /// Whether cells will probably be as they were compiled into the same folder before.
  private let isLikely: [Bool]
  private let earlier: [CompiledCell]
  private let budgets: [CompileBudget]
  private let outlines: [Promise<Result<[CellOutline?], NotebookError>?>]
  private let linked: [Promise<Step>]
  /// The position of the group after which no other is needed.
  private let end: Mutex<Int>
  private let compilersAtOnce: Int
  private let threads = DispatchGroup()
  private let workers = OperationQueue()

  /// Creates a pipeline and starts it.
  ///
  /// - Parameters:
  ///   - earlier: The cells before these, which have been compiled already.
  ///   - cache: What earlier runs compiled; nil to compile everything.
  ///   - compilersAtOnce: How many compilers may work at once, beside one that makes modules if there are several.
  convenience init(
    compiler: SwiftCompiler, groups: [CellGroup], after earlier: [CompiledCell] = [],
    cache: CompiledCellCache? = nil, compilersAtOnce: Int
  ) {
    self.init(
      compiler, groups, after: earlier, cache, reuse: nil, isLikely: groups.map { _ in false },
      compilersAtOnce)
  }

  /// Creates a pipeline that compiles one cell at a time, and starts it.
  ///
  /// - Parameters:
  ///   - earlier: The cells before these, which have been compiled already.
  ///   - cache: What earlier runs compiled; nil to compile everything.
  ///   - reuse: What was compiled into the same folder before.
  ///   - countsLines: Whether an earlier cell may ask for lines.
  convenience init(
    compiler: SwiftCompiler, cells: [Cell], _ optimization: CellOptimization, after earlier: [CompiledCell],
    cache: CompiledCellCache?, reuse: CellReuse, countsLines: Bool, compilersAtOnce: Int
  ) {
    self.init(
      compiler, optimization.groups(cells), after: earlier, cache,
      reuse: ReusePass(reuse, cells: cells, after: earlier, countsLines: countsLines),
      isLikely: cells.map(reuse.isLikely), compilersAtOnce)
  }

  private init(
    _ compiler: SwiftCompiler, _ groups: [CellGroup], after earlier: [CompiledCell],
    _ cache: CompiledCellCache?,
    reuse: ReusePass?, isLikely: [Bool], _ compilersAtOnce: Int
  ) {
    self.compiler = compiler
    self.groups = groups
    self.earlier = earlier
    self.cache = cache
    self.reuse = reuse
    self.isLikely = isLikely
    self.compilersAtOnce = compilersAtOnce
    restored = groups.map { group in cache?.restore(group, base: compiler.base(of: group.first)) }
    budgets = groups.map { compiler.budget(for: $0) }
    outlines = groups.map { _ in Promise() }
    linked = groups.map { _ in Promise() }
    end = Mutex(groups.count)
    workers.maxConcurrentOperationCount = compilersAtOnce
    for (name, work) in [("parse", parseAll), ("compile", compileAll)] {
      DispatchQueue(label: "cells: \(name)").async(group: threads, execute: work)
    }
  }

  /// Waits for what became of the group at `index`, until `isOver` says that nobody waits any more; nil then.
  ///
  /// To be called in order, and not after a group that was refused, unless it is there to be.
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
    for (index, (group, outlines)) in zip(groups, outlines).enumerated() {
      let isOver = restored[index] != nil || isLikely[index] || !isNeeded(index)
      outlines.fulfill(isOver ? nil : parse(group))
    }
  }

  private func parse(_ group: CellGroup) -> Result<[CellOutline?], NotebookError> {
    Result { () throws(NotebookError) in
      if let known = group.outlines { return known }
      return try CellParser(compiler).outlines(of: group.cells[...])
    }
  }

  @Sendable private func compileAll() {
    var earlier = earlier
    for (index, group) in groups.enumerated() where isNeeded(index) {
      let visible: CompiledCell?
      if let known = restored[index] ?? takeKnown(index) {
        reuse?.settle(index, known)
        linked[index].fulfill(.success((.compiled(known), .init())))
        visible = known
      } else {
        reuse?.forget(index)
        // A cell that was compiled before is looked up by the final modules of those above it.
        let isNextCompiled = index + 1 < groups.count && restored[index + 1] == nil && !mayBeKnown(index + 1)
        visible = compile(
          group, at: index, after: earlier, modulesRunAhead: compilersAtOnce > 1 && isNextCompiled)
      }
      if let visible, group.isVisible { earlier.append(visible) }
    }
  }

  private func mayBeKnown(_ index: Int) -> Bool { isLikely[index] && reuse?.hasChanged == false }

  /// Returns the cell at `index` as it was compiled before; nil if it has to be compiled again.
  private func takeKnown(_ index: Int) -> CompiledCell? {
    guard mayBeKnown(index) else { return nil }
    workers.waitUntilAllOperationsAreFinished()
    return isNeeded(index) ? reuse?.take(index) : nil
  }

  /// Sees to it that `group` is compiled, and returns it as soon as later ones can be; nil if they see nothing of it.
  private func compile(
    _ group: CellGroup, at index: Int, after earlier: [CompiledCell], modulesRunAhead: Bool
  ) -> CompiledCell? {
    let compilation: CellCompilation
    do throws(NotebookError) {
      let outlines = outlines[index].wait() ?? parse(group)
      // It may have waited for long.
      guard isNeeded(index) else { return nil }
      var parsed = group
      parsed.outlines = try outlines.get()
      compilation = try CellCompilation(of: parsed, after: earlier, by: compiler, within: budgets[index])
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
    workers.addOperation { [self] in
      guard isNeeded(index) else { return compilation.abandon() }
      let step = group.isVisible ? compilation.makeEverythingAside() : compilation.makeEverything()
      note(step, at: index)
      finish(step, at: index)
    }
    return group.isVisible ? compilation.makeModule() : nil
  }

  /// Takes down that `step` ends the run, if it does.
  private func note(_ step: Step, at index: Int) {
    if step.compiled != nil { return }
    if case .success = step, groups[index].first.options.expectedFailure?.kind == .compileError { return }
    end.withLock { $0 = min($0, index) }
  }

  /// Links what the compiler made of the group at `index`, keeps it for later, and hands it over.
  private func finish(_ step: Step, at index: Int) {
    let group = groups[index]
    let linked = step.flatMap { made in
      guard let compiled = step.compiled, isNeeded(index) else { return step }
      return Step { () throws(NotebookError) in
        try compiler.link(compiled, of: group, timing: made.timing, within: budgets[index])
      }
    }
    note(linked, at: index)
    if isNeeded(index) {
      if let compiled = linked.compiled {
        cache?.store(compiled, of: group, base: compiler.base(of: group.first))
      }
      if case .success = linked { reuse?.settle(index, linked.compiled) }
    }
    self.linked[index].fulfill(linked)
  }
}
