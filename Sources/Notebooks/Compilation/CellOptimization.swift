/// Says which cells the compiler optimizes.
///
/// Most cells call the library, which is optimized, and run once: optimizing them takes several times as long as it
/// spares. What computes by itself has loops, or calls itself.
struct CellOptimization {
  private let choice: CompilationChoices.Optimization
  /// What the front matter says; nil leaves it to the rule.
  private let preference: Bool?

  init(_ choice: CompilationChoices.Optimization, _ frontMatter: FrontMatter) {
    (self.choice, preference) = (choice, frontMatter.optimizes)
  }

  /// Returns `cells` as groups of one.
  func groups(_ cells: [Cell]) -> [CellGroup] {
    zip(cells, areOptimized(cells)).map { CellGroup([$0], isOptimized: $1) }
  }

  /// Returns for each of `cells` whether it is optimized.
  func areOptimized(_ cells: [Cell]) -> [Bool] {
    switch choice {
    case .all: return cells.map { _ in true }
    case .none: return cells.map { _ in false }
    case .automatic:
      let repeated = CodeWork.runOften(cells.map { $0.isInline ? "" : $0.code })
      return zip(cells, repeated).map { $0.options.optimizes ?? preference ?? $1 }
    }
  }
}
