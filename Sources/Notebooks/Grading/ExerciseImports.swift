/// The modules that graded exercises may import: those that the master imports, and those that all of them may.
package enum ExerciseImports {
  /// The modules that every exercise may import; all but Foundation it has without saying so.
  static let ofAll: Set = ["CNN", "Display", "Foundation", "Plotting", "Swift"]

  /// Returns errors for what `cell` imports beyond `allowed`; `imported` is what the compiler says that it imports.
  ///
  /// The compiler knows them wherever they stand, its words only tell the place.
  static func problems(in cell: Cell, imported: Set<String>, allowed: Set<String>) -> [Diagnostic] {
    let places = places(in: cell)
    return imported.subtracting(allowed).sorted().map { module in
      Diagnostic(
        .error,
        ExerciseRules.notAllowed + "the module '\(module)', which the notebook does not import; "
          + "its author can allow it by 'import \(module)' in a cell",
        at: places.first { $0.module == module }?.location ?? cell.start)
    }
  }

  /// Returns the modules that `cells` import, by their words.
  static func modules(of cells: [Cell]) -> Set<String> {
    Set(cells.flatMap { places(in: $0).map { String($0.module) } })
  }

  /// The modules that `cell` imports by its words, and where their names stand.
  private static func places(in cell: Cell) -> [(module: Substring, location: SourceLocation)] {
    let kinds: Set<Substring> = [
      "actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var", "`",
    ]
    let (tokens, locations) = (SwiftTokens(cell.code[...]).tokens, CodeLocations(cell))
    return tokens.indices.filter { tokens[$0] == "import" }.compactMap { index in
      tokens[(index + 1)...].first { !kinds.contains($0) }.map { module in
        (
          module,
          locations.location(
            ofByte: cell.code.utf8.distance(from: cell.code.startIndex, to: module.startIndex))
        )
      }
    }
  }
}

extension SwiftCompiler {
  /// Returns errors for what a submitted cell imports and must not.
  func importProblems(
    of cell: Cell, isCompiled: Bool, after earlier: [CompiledCell], within budget: CompileBudget
  ) throws(NotebookError) -> [Diagnostic] {
    // Without the word there is nothing to ask the compiler for.
    guard let interfaces, !interfaces.isReference, cell.code.contains("import") else { return [] }
    let list = try run(
      ["-emit-imported-modules", base(of: cell) + ".swift", "-o", "-", "-module-name", cell.moduleName]
        + languageArguments, within: budget)
    guard list.succeeded else { return isCompiled ? [ExerciseInterface.unreadable(cell)] : [] }
    return ExerciseImports.problems(
      in: cell, imported: Set(list.standardOutput.split(separator: "\n").map(String.init)),
      allowed: interfaces.imports.union(earlier.map(\.moduleName)))
  }
}
