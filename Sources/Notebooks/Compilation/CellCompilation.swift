internal import Glibc

/// The compiler's work on one cell: by one call, or by another one beside it that makes a module for the next cells.
///
/// What the call that makes everything says of the cell counts. The other one, which leaves out the bodies of functions,
/// is faster, and its module tells later cells the same; once both are there, the whole module takes its place, so that
/// what is kept is the same either way.
final class CellCompilation: Sendable {
  /// What became of a cell, and how long it took.
  typealias Step = Result<(outcome: SwiftCompiler.Outcome, timing: SwiftCompiler.Timing), NotebookError>

  private let cell: Cell
  private let outline: CellOutline?
  private let source: CellSource
  private let earlier: [CompiledCell]
  private let compiler: SwiftCompiler
  private let budget: CompileBudget
  /// What became of the module for the next cells.
  private let module = Promise<Step>()
  /// What became of everything; nil if nobody needs it.
  private let everything = Promise<Step?>()

  /// Prepares to compile `cell`, which sees what the `earlier` cells declare.
  init(
    of cell: Cell, outline: CellOutline?, after earlier: [CompiledCell], by compiler: SwiftCompiler,
    within budget: CompileBudget
  ) throws(NotebookError) {
    self.cell = cell
    self.outline = outline
    self.earlier = earlier
    self.compiler = compiler
    self.budget = budget
    source = try compiler.source(of: cell, outline: outline, after: earlier)
  }

  /// Makes everything, and returns what became of the cell.
  func makeEverything() -> Step { make(.moduleAndObject(moduleAside: false)) }

  /// Makes a module for later cells and returns what they see; nil if the cell is refused, or nobody needs it.
  ///
  /// Needs `makeEverythingAside` or `abandon` on another thread.
  func makeModule() -> CompiledCell? {
    // The type behind a 'some' is only in the body.
    let step = make(.module(withBodies: cell.code.contains(/\bsome\b/)))
    module.fulfill(step)
    // Whether the cell is wrong, and what is, the other call tells.
    return step.compiled ?? everything.wait()?.compiled
  }

  /// Makes everything while `makeModule` is at work on another thread, and returns what became of the cell.
  func makeEverythingAside() -> Step {
    var step = make(.moduleAndObject(moduleAside: true))
    if case .success((.compiled(let compiled), var timing)) = step {
      if case .success(let other) = module.wait() { timing.compile += other.timing.compile }
      let base = compiler.base(of: cell)
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
      try compiler.compile(
        cell, outline: outline, source: source, after: earlier, to: products, within: budget)
    }
  }
}

extension CellCompilation.Step {
  /// The cell, if the compiler has accepted it.
  var compiled: CompiledCell? {
    if case .success((.compiled(let compiled), _)) = self { compiled } else { nil }
  }
}
