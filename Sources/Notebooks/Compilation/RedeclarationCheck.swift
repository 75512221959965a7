extension SwiftCompiler {
  /// Returns the errors for what of `declarations` a cell, or a group that begins with `cell`, cannot declare again.
  ///
  /// Few cells declare a function or a member that is called like one of an earlier cell, and only those cost calls of
  /// `swift-symbolgraph-extract`, one for each module.
  ///
  /// - Parameter module: The module of the cell; nil if the compiler has refused to make one.
  func redeclarations(
    of declarations: [Declaration], in cell: Cell, module: String?, after earlier: [CompiledCell],
    within budget: CompileBudget
  ) throws(NotebookError) -> [Diagnostic] {
    let names = Redeclaration.names(in: declarations)
    let concerned = Redeclaration.concerned(earlier, by: names)
    guard !concerned.isEmpty else { return [] }
    var path = module
    if path == nil {
      let probe = base(of: cell) + "-probe.swiftmodule"
      let run = try run(
        [
          "-emit-module", base(of: cell) + ".swift", "-o", probe, "-module-name", cell.moduleName,
          "-experimental-allow-module-with-compiler-errors",
          "-experimental-skip-non-inlinable-function-bodies",
        ] + languageArguments + typeCheckerArguments(of: cell)
          + cell.accessArguments(declaring: declarations, after: earlier), within: budget)
      // The compiler's own errors are reported then.
      guard run.succeeded else { return [] }
      path = probe
    }
    let new = try path.flatMap { path throws(NotebookError) in
      try symbols(of: cell.moduleName, at: path, within: budget)
    }
    let known = try concerned.map { earlier throws(NotebookError) in
      try symbols(
        of: earlier.moduleName, at: folder + "/" + earlier.moduleName + ".swiftmodule", within: budget)
    }
    guard let new, !known.contains(where: { $0 == nil }) else {
      return [
        Diagnostic(
          .warning,
          "the compiler's description of this cell cannot be read: what it declares again might be ambiguous below",
          at: cell.start)
      ]
    }
    return Redeclaration(
      declarations: declarations, new: new,
      earlier: zip(concerned, known.compactMap(\.self)).map { ($0, $1) },
      unwrittenTypes: earlier.reduce(
        into: Redeclaration.unwrittenTypes(in: declarations, of: cell.moduleName)
      ) { $0.formUnion(Redeclaration.unwrittenTypes(in: $1.declarations, of: $1.moduleName)) }
    ).problems
  }
}
