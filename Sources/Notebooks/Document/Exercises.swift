/// An exercise of a notebook: the cells that students edit, and what is checked behind it.
package struct Exercise: Sendable {
  /// What it is called: the label of its stub, which students get, or else of its solution.
  package var label: String?
  /// The position of the stub among the notebook's cells; nil if there is none.
  package var stub: Int?
  /// The position of the solution; nil if there is none.
  package var solution: Int?
  /// The positions of the cells behind it up to the next exercise.
  package var checks: Range<Int>
}

extension Notebook {
  /// The exercises, in order: a stub, a solution, or a stub and the solution behind it.
  package var exercises: [Exercise] {
    var exercises: [Exercise] = []
    for (index, cell) in cells.enumerated() {
      guard let part = cell.options.exercise else { continue }
      if part == .solution, let last = exercises.last, last.solution == nil {
        exercises[exercises.count - 1].solution = index
        exercises[exercises.count - 1].label = last.label ?? cell.options.label
      } else {
        exercises.append(
          Exercise(
            label: cell.options.label, stub: part == .stub ? index : nil,
            solution: part == .solution ? index : nil, checks: 0..<0))
      }
      exercises[exercises.count - 1].checks = index + 1..<cells.count
      if exercises.count > 1, let start = exercises.last.flatMap({ $0.stub ?? $0.solution }) {
        let before = exercises[exercises.count - 2].checks.lowerBound
        exercises[exercises.count - 2].checks = before..<max(before, start)
      }
    }
    return exercises
  }

  /// Returns what all of the exercise is worth of which `cell` is a part; nil if nothing says so.
  func points(ofExercise cell: Cell) -> Points? {
    let exercise = exercises.first {
      [$0.stub, $0.solution].contains { $0.map { cells[$0].number } == cell.number }
    }
    guard let exercise else { return nil }
    let all = ([exercise.stub, exercise.solution].compactMap(\.self) + exercise.checks).compactMap {
      cells[$0].options.points
    }
    return all.isEmpty ? nil : all.sum
  }
}
