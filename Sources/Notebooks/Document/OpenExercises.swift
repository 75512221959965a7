/// Exercises that nobody has begun: which stubs are untouched, and which cells may fail because of them.
extension Notebook {
  /// The stubs that are as they were handed out.
  public var openExercises: [Cell] { cells.filter(\.options.isUntouched) }

  /// Whether the solution of the stub at `index` of `cells` is in the notebook.
  func hasSolution(forStubAt index: Int) -> Bool {
    cells[(index + 1)...].lazy.compactMap(\.options.exercise).first == .solution
  }

  /// Marks the stubs that are untouched, and the cells that depend on those and on no other stub.
  ///
  /// A cell depends on a stub if it mentions a name that the stub declares or a variable that it may have changed,
  /// and so on through cells in between.
  mutating func markOpenExercises() {
    guard cells.indices.contains(where: isStubInPlace(at:)) else { return }
    var stubsBehind: [String: Set<Int>] = [:]
    var variables: Set<String> = []
    var edited: Set<Int> = []
    for index in cells.indices where !cells[index].options.isLeftOut {
      let (cell, isStub) = (cells[index], isStubInPlace(at: index))
      guard cell.options.runs || isStub else { continue }
      let names = NameUse(cell.namingCode)
      for name in names.hiding { stubsBehind[name] = nil }
      var stubs = names.mentioned.reduce(into: Set<Int>()) { $0.formUnion(stubsBehind[$1] ?? []) }
      if isStub {
        stubs.insert(cell.number)
        cells[index].options.isUntouched = isUntouched(stubAt: index)
        if !cells[index].options.isUntouched { edited.insert(cell.number) }
      }
      let changed = names.declared.union(names.mentioned.intersection(variables))
      for name in changed where !stubs.isEmpty { stubsBehind[name, default: []].formUnion(stubs) }
      variables.formUnion(names.variables)
      cells[index].options.openStubs = stubs.isDisjoint(with: edited) ? stubs.sorted() : []
    }
  }

  /// Whether students work on the cell at `index`.
  private func isStubInPlace(at index: Int) -> Bool {
    cells[index].options.exercise == .stub && (variant == .student || !hasSolution(forStubAt: index))
  }

  /// Whether the stub at `index` is as it was handed out.
  ///
  /// A notebook with the solution is the author's, whose stub is what is handed out. In a student's only the digest tells.
  private func isUntouched(stubAt index: Int) -> Bool {
    cells[index].options.stubDigest.map { $0 == cells[index].codeDigest }
      ?? hasSolution(forStubAt: index)
  }
}

extension Cell {
  /// A digest of the code, whatever its blank lines and the blanks at both ends of a line.
  var codeDigest: String {
    let lines = visibleCode.split(separator: "\n").map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
    return String(NotebookKeys.digest(lines).prefix(12))
  }

  /// The option line by which a stub is known to be untouched once it is handed out; nil if there is nothing to add.
  var digestLine: String? {
    guard options.exercise == .stub, options.stubDigest == nil else { return nil }
    return "//| stub-digest: \(codeDigest)"
  }

  /// What of the cell mentions names.
  var namingCode: String {
    isInline ? inlineValues.map(\.expression).joined(separator: "\n") : visibleCode
  }
}

extension ExpectationOutput {
  /// Returns the expectation of `cell` as it counts: one that an open exercise may be the reason for is no failure.
  func judged(in cell: Cell) -> ExpectationOutput {
    guard isFailure, !cell.options.openStubs.isEmpty else { return self }
    var judged = self
    judged.exemption = .openExercise
    // What the stub gives is nobody's answer, and what is expected would give one away.
    judged.details = ""
    return judged
  }
}

extension CellResult {
  /// Returns the result of `cell` as it counts: a failure that an open exercise may be the reason for is none.
  func judged(for cell: Cell) -> CellResult {
    var judged = self
    if outcome == .succeeded, cell.options.isUntouched { judged.outcome = .open }
    guard outcome.isFailure, outcome != .interrupted, !cell.options.openStubs.isEmpty else { return judged }
    judged.outcome = .open
    judged.outputs = outputs.map { output in
      switch output {
      case .expectation(let expectation): return .expectation(expectation.judged(in: cell))
      case .diagnostic(var problem):
        if problem.severity == .error { problem.severity = .note }
        return .diagnostic(problem)
      case .standardOutput, .standardError, .text, .recorded, .table, .figure: return output
      }
    }
    return judged
  }
}
