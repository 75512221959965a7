/// How submitted cells are compiled: memory safe, and so that they declare what the solutions declare.
///
/// A run of the master writes down what its solutions declare, and each submission is compared with that. Otherwise a
/// function could return a value of a type whose `==` is always true, or `expect` could be declared again.
package struct ExerciseInterfaces: Sendable, Equatable {
  /// A folder with a folder for each exercise, named for its cell, in which the compiler describes the solution.
  package var folder: String
  /// Whether the run is that of the master, which writes them.
  package var isReference: Bool
  /// The modules that submitted cells may import.
  package var imports: Set<String>
  /// For each cell, by number, the names that it must not declare unless the solution does.
  package private(set) var namesInUse: [Int: Set<String>] = [:]

  /// Creates what a run of `notebook` needs, which has taken a submission, or is the master itself without `reference`.
  package init(in folder: String, _ reference: GradingReference?, of notebook: Notebook) {
    self.folder = folder
    isReference = reference == nil
    imports = ExerciseImports.ofAll.union(reference?.imports ?? [])
    let exercises = Set(notebook.exercises.flatMap { [$0.stub, $0.solution] }.compactMap(\.self))
    let own = notebook.cells.indices.filter { !exercises.contains($0) && notebook.cells[$0].options.runs }
    let uses = Dictionary(uniqueKeysWithValues: own.map { ($0, NameUse(notebook.cells[$0].namingCode)) })
    let declared = uses.values.reduce(into: Set<String>()) { $0.formUnion($1.declared) }
    for index in exercises {
      var names: Set<String> = []
      for later in own where later > index {
        guard let use = uses[later] else { continue }
        // What a later cell binds by itself is not taken from the exercise, unless another cell declares it.
        names.formUnion(use.mentioned.subtracting(use.bound.subtracting(declared)))
      }
      namesInUse[notebook.cells[index].number] = names
    }
  }

  /// Returns the folder in which the compiler describes `cell`.
  func folder(of cell: Cell) -> String { "\(folder)/\(cell.moduleName)" }
}

/// Compares what a submitted cell declares with what the solution in its place declares.
struct ExerciseInterface {
  let cell: Cell
  /// What the cell declares, by the parser and by the compiler.
  let declarations: [Declaration]
  let submitted: ModuleSymbols
  /// What the solution declares.
  let solution: ModuleSymbols
  /// The names that the notebook's own cells use behind it.
  let namesInUse: Set<String>

  /// What is said if there is nothing to compare with.
  static func unreadable(_ cell: Cell) -> Diagnostic {
    Diagnostic(.error, "the compiler's description of this exercise cannot be read", at: cell.start)
  }

  /// What is wrong; nothing if later cells mean the same with the cell as with the solution.
  var problems: [Diagnostic] { added + missing }

  /// What the solution declares for later cells and the cell does not.
  private var missing: [Diagnostic] {
    solution.symbols.compactMap { wanted in
      guard !wanted.isMember, namesInUse.contains(String(wanted.baseName)), !isDeclared(wanted, in: submitted)
      else {
        return nil
      }
      let same = submitted.symbols.first { !$0.isMember && $0.baseName == wanted.baseName }
      let message =
        same.map { found in
          "'\(wanted.title)' has to be declared as '\(wanted.signature)', not as '\(found.signature)'"
        } ?? "'\(wanted.signature)' has to be declared here, since later cells use it"
      return Diagnostic(.error, message, at: same.map(location) ?? cell.start)
    }
  }

  /// What the cell declares beyond the solution under names that later cells use.
  private var added: [Diagnostic] {
    let symbols = submitted.symbols.filter { symbol in
      guard isForeign(symbol), !isDeclared(symbol, in: solution) else { return false }
      let name = String(symbol.baseName)
      if !symbol.isMember,
        solution.symbols.contains(where: { !$0.isMember && $0.baseName == symbol.baseName })
      {
        // Another type than the solution's is told as such; a second function of the name would compete.
        return isDeclared(named: symbol)
      }
      return symbol.isOperator
        ? (name == "~=" || name.allSatisfy { namesInUse.contains(String($0)) }) && !concernsOwnType(symbol)
        : namesInUse.contains(name) || ExerciseInterface.impliedNames.contains(name)
    }
    let operators = declarations.filter { declaration in
      ["operator", "precedencegroup"].contains(declaration.kind)
        && declaration.name.allSatisfy { namesInUse.contains(String($0)) }
    }
    return symbols.map { symbol in
      Diagnostic(
        .error, ExerciseRules.redeclared + "'\(symbol.title)'; use another name", at: location(symbol))
    }
      + operators.map { declaration in
        Diagnostic(
          .error, ExerciseRules.redeclared + "'\(declaration.name)'; use another name",
          at: declaration.location)
      }
  }

  /// Names that code uses without saying them: by literals, calls, loops and brackets. (Patterns use '~='.)
  private static let impliedNames: Set = [
    "init", "subscript", "callAsFunction", "makeIterator", "next", "dynamicallyCall", "IntegerLiteralType",
    "FloatLiteralType", "StringLiteralType", "BooleanLiteralType", "UnicodeScalarType",
    "ExtendedGraphemeClusterType",
  ]

  /// Whether `symbol` can be found without going by a type of the cell's own.
  private func isForeign(_ symbol: ModuleSymbol) -> Bool {
    if !symbol.isMember { return true }
    let isOwn = submitted.symbols.contains {
      !$0.isMember && $0.isType && $0.path == Array(symbol.path.prefix(1))
    }
    return symbol.isInExtension && !isOwn
  }

  /// Whether one of the operands is of a type of the cell's own, which later cells have only from there.
  private func concernsOwnType(_ symbol: ModuleSymbol) -> Bool {
    (symbol.parameters ?? []).contains { $0.type.contains(cell.moduleName + ".") }
  }

  private func isDeclared(_ symbol: ModuleSymbol, in symbols: ModuleSymbols) -> Bool {
    symbols.symbols.contains { symbol.isSame(as: $0) && symbol.isType == $0.isType }
  }

  /// Whether the cell declares what the solution has under the name of `symbol`, so that `symbol` comes on top of it.
  private func isDeclared(named symbol: ModuleSymbol) -> Bool {
    let wanted = solution.symbols.filter { !$0.isMember && $0.baseName == symbol.baseName }
    return wanted.allSatisfy { isDeclared($0, in: submitted) }
  }

  private func location(_ symbol: ModuleSymbol) -> SourceLocation {
    declarations.first { $0.name == symbol.baseName }?.location ?? cell.start
  }
}

extension ModuleSymbol {
  /// The declaration in the compiler's words, without modules.
  fileprivate var signature: String {
    let list =
      parameters.map { "(" + $0.map { "\($0.label): \($0.type)" }.joined(separator: ", ") + ")" } ?? ""
    let type = isType ? "" : parameters == nil ? ": \(result)" : list + " " + result
    let text = (isType ? "\(kind) " : "") + baseName + type
    return text.replacing(#/\b(?:Swift|CNN|Cell_\d+|Foundation)\./#, with: "").trimmingSpaces
  }
}

extension SwiftCompiler {
  /// Returns why later cells would not mean the same with a submitted cell as with the solution in its place.
  func interfaceProblems(
    of cell: Cell, _ declarations: [Declaration], module: String, within budget: CompileBudget
  ) throws(NotebookError) -> [Diagnostic] {
    guard let interfaces else { return [] }
    let solution = interfaces.folder(of: cell)
    if interfaces.isReference {
      return try describe(cell.moduleName, at: module, to: solution, within: budget)
        ? [] : [ExerciseInterface.unreadable(cell)]
    }
    guard let submitted = try symbols(of: cell.moduleName, at: module, within: budget),
      let solution = ModuleSymbols(of: cell.moduleName, in: solution)
    else { return [ExerciseInterface.unreadable(cell)] }
    return ExerciseInterface(
      cell: cell, declarations: declarations, submitted: submitted, solution: solution,
      namesInUse: interfaces.namesInUse[cell.number] ?? []
    ).problems
  }
}
