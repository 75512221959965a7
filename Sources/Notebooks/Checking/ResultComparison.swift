/// Compares what a run gave with what is stored of an earlier one.
///
/// Places do not count: prose above a cell moves it.
public struct ResultComparison {
  /// The notebook, for the tolerances of its cells.
  let notebook: Notebook
  /// Whether numbers have to be the same whatever the tolerances say.
  let isExact: Bool

  /// Creates a comparison of results of `notebook`.
  public init(notebook: Notebook, isExact: Bool = false) {
    self.notebook = notebook
    self.isExact = isExact
  }

  /// Returns how `found` differs from what the record of an earlier run says.
  public func differences(from stored: ResultRecord, to found: NotebookResult) -> [Difference] {
    let new = ResultRecord(found, of: notebook)
    let values = { (parameters: [String: String]) in
      parameters.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: "\n")
    }
    return [
      ("the name of the notebook", stored.notebook, new.notebook),
      ("the parameters", values(stored.parameters), values(new.parameters)),
    ].filter { $0.1 != $0.2 }.map { Difference(cell: nil, subject: $0.0, stored: $0.1, found: $0.2) }
      + differences(from: stored.result, to: found)
  }

  /// Returns how `found` differs from `stored`, cell by cell.
  public func differences(from stored: NotebookResult, to found: NotebookResult) -> [Difference] {
    var differences: [Difference] = []
    let oldCells = Dictionary(stored.cells.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let tolerances = Dictionary(
      notebook.cells.map { ($0.number, $0.options.tolerance) }, uniquingKeysWith: { first, _ in first })
    for new in found.cells {
      guard let old = oldCells[new.name] else {
        differences.append(
          Difference(cell: new.name, subject: "the cell", stored: nil, found: new.outcome.words))
        continue
      }
      let tolerance = (tolerances[new.number] ?? nil) ?? notebook.frontMatter.tolerance
      differences += compare(old, new, Tolerance(value: isExact ? 0 : tolerance))
    }
    let names = Set(found.cells.map(\.name))
    for old in stored.cells where !names.contains(old.name) {
      differences.append(
        Difference(cell: old.name, subject: "the cell", stored: old.outcome.words, found: nil))
    }
    let order = { (result: NotebookResult) in result.cells.map { "\($0.number): \($0.name)" } }
    // A cell that is new or gone moves the others.
    if differences.isEmpty, order(stored) != order(found) {
      differences.append(
        Difference(
          cell: nil, subject: "the order of the cells", stored: order(stored).joined(separator: "\n"),
          found: order(found).joined(separator: "\n")))
    }
    let problems = { (result: NotebookResult) in
      result.problems.map { OutputComparison.statement(of: $0) }
    }
    if problems(stored) != problems(found) {
      let words = { (result: NotebookResult) in result.problems.map(\.summary).joined(separator: "\n") }
      differences.append(
        Difference(
          cell: nil, subject: "the notebook's own errors and warnings", stored: words(stored),
          found: words(found)))
    }
    return differences
  }

  private func compare(
    _ stored: CellResult, _ found: CellResult, _ tolerance: Tolerance
  ) -> [Difference] {
    var differences: [Difference] = []
    if stored.outcome != found.outcome {
      differences.append(
        Difference(
          cell: found.name, subject: "how the cell ended", stored: stored.outcome.words,
          found: found.outcome.words))
    }
    let comparison = OutputComparison(tolerance: tolerance)
    for index in 0..<max(stored.outputs.count, found.outputs.count) {
      let old = stored.outputs.indices.contains(index) ? stored.outputs[index] : nil
      let new = found.outputs.indices.contains(index) ? found.outputs[index] : nil
      for part in comparison.compare(old, new) {
        let number = max(stored.outputs.count, found.outputs.count) > 1 ? "output \(index + 1), " : ""
        differences.append(
          Difference(cell: found.name, subject: number + part.subject, stored: part.stored, found: part.found)
        )
      }
    }
    return differences
  }
}
