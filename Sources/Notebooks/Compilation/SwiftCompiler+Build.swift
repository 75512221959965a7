extension SwiftCompiler {
  /// Parses, compiles and links one `cell`, which sees what the `earlier` ones declare.
  func build(
    _ cell: Cell, after earlier: [CompiledCell], isOptimized: Bool
  ) throws(NotebookError) -> Outcome {
    let budget = budget(for: cell)
    let outline = try CellParser(self).outline(of: cell, within: budget)
    return try build(cell, outline, after: earlier, isOptimized: isOptimized, within: budget)
  }

  /// Compiles and links one `cell` in which the parser saw `outline`, and which sees what the `earlier` ones declare.
  func build(
    _ cell: Cell, _ outline: CellOutline?, after earlier: [CompiledCell], isOptimized: Bool,
    within budget: CompileBudget
  ) throws(NotebookError) -> Outcome {
    let group = CellGroup([cell], outlines: [outline], isOptimized: isOptimized)
    let source = try source(of: group, after: earlier)
    let step = try compile(
      group, source: source, after: earlier, to: .moduleAndObject(moduleAside: false), within: budget)
    guard case .compiled(let compiled) = step.outcome else { return step.outcome }
    return try link(compiled, of: group, timing: step.timing, within: budget).outcome
  }
}
