/// Runs the master with a submission's answers, and goes on behind what ends the run.
///
/// An answer that the compiler refuses, that crashes or never ends takes only its own exercise along: the stub comes in
/// its place, and the notebook runs again for the exercises below.
package struct GradingRun {
  private let plan: GradingPlan
  private let configuration: RunConfiguration
  private let observe: (RunEvent) -> Void
  /// The notebook as it runs next.
  private var notebook: Notebook
  /// The results that are settled, by position.
  private var results: [CellResult?]

  /// Prepares to run `notebook`, which has taken a submission.
  package init(
    _ notebook: Notebook, _ plan: GradingPlan, _ configuration: RunConfiguration,
    observe: @escaping (RunEvent) -> Void = { _ in }
  ) {
    (self.notebook, self.plan, self.configuration, self.observe) = (notebook, plan, configuration, observe)
    results = notebook.cells.map { _ in nil }
  }

  /// Returns what came of all cells.
  package mutating func run() throws(NotebookError) -> NotebookResult {
    for item in plan.items where notebook.cells[item.answer].isSubmitted {
      let problems = ExerciseRules.problems(in: notebook.cells[item.answer])
      if !problems.isEmpty {
        giveUp(item, at: item.answer, notebook.cells[item.answer].resultOfCompiling(problems))
      }
    }
    for item in plan.items where !notebook.cells[item.answer].isSubmitted && results[item.answer] == nil {
      // What fails since there is no answer is no failure of the notebook's.
      for index in item.range.dropFirst() {
        notebook.cells[index].options.openStubs = [notebook.cells[item.answer].number]
      }
    }
    // Each turn settles a further cell at least.
    for _ in notebook.cells.indices {
      let result = try Runner(configuration: configuration, handle: observe).run(notebook)
      let last = end(of: result)
      for (index, cell) in result.cells.enumerated() where index <= last ?? index && results[index] == nil {
        results[index] = cell
      }
      guard let last, result.cells[last].outcome != .interrupted,
        !notebook.deadline(configuration.confinement).isOver,
        let item = plan.item(at: last).map({ plan.items[$0] })
      else { break }
      giveUp(item, at: last, result.cells[last])
    }
    return NotebookResult(
      cells: zip(notebook.cells, results).map { cell, result in result ?? cell.resultWithoutRun },
      problems: notebook.problems)
  }

  /// The position of the last cell that ran, if cells behind it did not because of it.
  private func end(of result: NotebookResult) -> Int? {
    guard let next = result.cells.firstIndex(where: { $0.outcome == .notRun }) else {
      return result.cells.lastIndex { !$0.outcome.letsLaterCellsRun }
    }
    return result.cells[..<next].lastIndex { $0.outcome != .skipped }
  }

  /// Settles `item`, which the cell at `position` has ended with `result`: what stands below in it does not count.
  private mutating func giveUp(_ item: GradingPlan.Item, at position: Int, _ result: CellResult) {
    if results[position] == nil { results[position] = result }
    for index in position + 1..<max(item.range.upperBound, position + 1) where results[index] == nil {
      let cell = notebook.cells[index]
      results[index] = CellResult(
        number: cell.number, name: cell.name, outcome: cell.options.runs ? .notRun : .skipped)
    }
    if notebook.cells[item.answer].isSubmitted {
      notebook.putStub(of: item)
    } else {
      notebook.cells[position].options.runs = false
    }
    // A check that has ended the run with the answer would do so with the stub.
    if position != item.answer { notebook.cells[position].options.runs = false }
  }
}
