internal import Glibc

/// The compiler's work on one group of cells: by one call, or by another one beside it that makes a module for the next.
///
/// What the call that makes everything says of the cells counts. The other one, which leaves out functions' bodies, is
/// faster, and its module tells later cells the same; once both are there, the whole module takes its place, so that
/// what is kept is the same either way.
final class CellCompilation: Sendable {
  /// What became of a cell or a group, and how long it took.
  typealias Step = Result<(outcome: SwiftCompiler.Outcome, timing: SwiftCompiler.Timing), NotebookError>

  private let group: CellGroup
  private let source: CellSource
  private let earlier: [CompiledCell]
  private let compiler: SwiftCompiler
  private let budget: CompileBudget
  /// What became of the module for the next cells.
  private let module = Promise<Step>()
  /// What became of everything; nil if nobody needs it.
  private let everything = Promise<Step?>()

  /// Prepares to compile `group`, which sees what the `earlier` cells declare.
  init(
    of group: CellGroup, after earlier: [CompiledCell], by compiler: SwiftCompiler,
    within budget: CompileBudget
  ) throws(NotebookError) {
    self.group = group
    self.earlier = earlier
    self.compiler = compiler
    self.budget = budget
    source = try compiler.source(of: group, after: earlier)
  }

  /// Makes everything, and returns what became of the group.
  func makeEverything() -> Step { make(.moduleAndObject(moduleAside: false)) }

  /// Makes a module for later cells and returns what they see; nil if the group is refused, or nobody needs it.
  ///
  /// Needs `makeEverythingAside` or `abandon` on another thread.
  func makeModule() -> CompiledCell? {
    // The type behind a 'some' is only in the body.
    let step = make(.module(withBodies: group.cells.contains { $0.code.contains(/\bsome\b/) }))
    module.fulfill(step)
    // Whether a cell is wrong, and what is, the other call tells.
    return step.compiled ?? everything.wait()?.compiled
  }

  /// Makes everything while `makeModule` is at work on another thread, and returns what became of the group.
  func makeEverythingAside() -> Step {
    var step = make(.moduleAndObject(moduleAside: true))
    if case .success((.compiled(let compiled), var timing)) = step {
      if case .success(let other) = module.wait() { timing.compile += other.timing.compile }
      let base = compiler.base(of: group.first)
      rename(CompilerProducts.moduleAside(base: base), base + ".swiftmodule")
      step = .success((.compiled(compiled), timing))
    }
    everything.fulfill(step)
    return step
  }

  /// Says that nobody needs everything.
  func abandon() { everything.fulfill(nil) }

  private func make(_ products: CompilerProducts) -> Step {
    Step { () throws(NotebookError) in
      try compiler.compile(group, source: source, after: earlier, to: products, within: budget)
    }
  }
}

extension CellCompilation.Step {
  /// What the compiler has made, if it has accepted the cells.
  var compiled: CompiledCell? {
    if case .success((.compiled(let compiled), _)) = self { compiled } else { nil }
  }
}
