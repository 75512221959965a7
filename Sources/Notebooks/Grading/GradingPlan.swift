internal import Display

/// What a lecturer's notebook, the master, asks of submissions, and what each part is worth.
package struct GradingPlan: Sendable {
  /// An exercise that submissions answer.
  package struct Item: Sendable {
    /// The label by which submissions name it.
    package var label: String
    /// The position of the cell in whose place an answer comes: the solution.
    package var answer: Int
    /// The position of the stub; nil if students begin with nothing.
    package var stub: Int?
    /// The positions of the cells from the answer up to the next exercise.
    package var range: Range<Int>
    /// What gives points.
    package var checks: [Check]

    /// The points that it is worth.
    package var points: Points { checks.map(\.points).sum }
  }

  /// Expectations that give points if all of them pass.
  package struct Check: Sendable {
    /// The numbers of the cells that have them.
    package var cells: [Int]
    /// What they give.
    package var points: Points
    /// Where the author has written that.
    package var location: SourceLocation
  }

  /// The exercises, in order.
  package private(set) var items: [Item] = []
  /// What keeps the notebook from being graded by.
  package private(set) var problems: [Diagnostic] = []

  /// Reads what `master`, in the variant with solutions, asks for.
  package init(of master: Notebook) {
    let cells = master.cells
    let exercises = master.exercises
    func location(_ index: Int) -> SourceLocation {
      CellOptionReading(of: cells[index]).locations["points"] ?? cells[index].start
    }
    let first = exercises.first.flatMap { $0.stub ?? $0.solution } ?? cells.count
    for index in cells.indices.prefix(first) where cells[index].options.points != nil {
      refuse("these points belong to no exercise: write them below the first one", at: location(index))
    }
    for exercise in exercises {
      guard let answer = exercise.solution else {
        refuse(
          "this exercise has no solution, by which its expectations could be tried; write a cell '//| exercise: solution'",
          at: exercise.stub.map { cells[$0].start } ?? .start)
        continue
      }
      let start = exercise.stub ?? answer
      guard let label = cells[start].options.label else {
        refuse(
          "this exercise has no label, by which its cell is found in a submission; write '//| label: …' here, where "
            + "students get it", at: cells[start].start)
        continue
      }
      let whole = [exercise.stub, answer].compactMap(\.self).filter { cells[$0].options.points != nil }
      let parts = exercise.checks.filter { cells[$0].options.points != nil }
      if let part = parts.first, let whole = whole.first {
        refuse(
          "the exercise '\(label)' has points already in line \(location(whole).line); give them to the exercise or to "
            + "its expectations", at: location(part))
      } else if whole.count > 1 {
        refuse(
          "the exercise '\(label)' has points already in line \(location(whole[0]).line)",
          at: location(whole[1]))
      }
      let checks =
        whole.prefix(1).map { index in
          Check(
            cells: exercise.checks.filter { cells[$0].options.runs }.map { cells[$0].number },
            points: cells[index].options.points ?? .zero, location: location(index))
        }
        + parts.map { index in
          Check(
            cells: [cells[index].number], points: cells[index].options.points ?? .zero,
            location: location(index))
        }
      items.append(
        Item(
          label: label, answer: answer, stub: exercise.stub,
          range: answer..<max(exercise.checks.upperBound, answer + 1), checks: checks))
    }
    if problems.isEmpty, points == .zero {
      refuse(
        "nothing in this notebook gives points; write '//| points: 1' into cells with expectations",
        at: .start)
    }
  }

  private mutating func refuse(_ message: String, at location: SourceLocation) {
    problems.append(Diagnostic(.error, message, at: location))
  }

  /// The points of all exercises.
  package var points: Points { items.map(\.points).sum }

  /// The exercise to which the cell at a position belongs: the last one whose answer is not below it.
  func item(at position: Int) -> Int? { items.lastIndex { $0.answer <= position } }
}

/// What submissions are compared with: the expectations that a run of the master with its own solutions has checked,
/// which are to come again, and what its cells import.
package struct GradingReference: Sendable {
  /// How often each place has passed, by the number of its cell.
  private var counts: [Int: [SourceLocation: Int]] = [:]
  /// The modules that its cells import.
  private(set) var imports: Set<String> = []
  /// What keeps submissions from being graded by this run.
  package private(set) var problems: [Diagnostic] = []

  /// Takes `result`, what the master has given, and looks for what `plan` gives points for.
  package init(_ result: NotebookResult, of master: Notebook, _ plan: GradingPlan) {
    for cell in result.cells {
      for case .expectation(let expectation) in cell.outputs where expectation.passed {
        counts[cell.number, default: [:]][expectation.location, default: 0] += 1
      }
      guard cell.outcome.status != .succeeded else { continue }
      let line = master.cells.first { $0.number == cell.number }?.start ?? .start
      problems.append(
        Diagnostic(
          .error,
          "this cell fails with the notebook's own solutions (\(cell.outcome.rawValue)); submissions can be graded only "
            + "when all of them pass", at: line))
    }
    imports = ExerciseImports.modules(of: master.cells)
    for check in plan.items.flatMap(\.checks) where check.cells.allSatisfy({ counts[$0] == nil }) {
      problems.append(
        Diagnostic(
          .error,
          "there is nothing to check for these points; write an expectation, such as 'expect(f(2), equals: 4)'",
          at: check.location))
    }
  }

  /// Reads the file at `path`, which holds a `record`.
  package init(fileAt path: String) throws(NotebookError) {
    let text = try TextFile.read(path)
    do {
      let record = RecordReader(try JSONParser.parse(Array(text.utf8)), path: "")
      imports = Set(try record.texts("imports"))
      for row in try record.rows("passed") {
        let numbers = row.compactMap { Int($0) }
        guard numbers.count == 4 else { throw RecordReader.Failure(reason: "four numbers belong together") }
        counts[numbers[0], default: [:]][SourceLocation(line: numbers[1], column: numbers[2])] = numbers[3]
      }
    } catch { throw .unreadable(path: path, reason: "it is no list of expectations: \(error)") }
  }

  /// All places, as JSON text.
  package var record: String {
    let rows = counts.flatMap { cell, places in
      places.map { [cell, $0.key.line, $0.key.column, $0.value] }
    }
    let sorted = rows.sorted { $0.lexicographicallyPrecedes($1) }
    return JSON.record([
      "imports": .array(imports.sorted().map { .string($0) }),
      "passed": .array(sorted.map { .array($0.map { .string("\($0)") }) }),
    ]).text
  }

  /// Whether the cell that gave `result` has passed everything that is to come from it, and failed nothing.
  func isMet(by result: CellResult) -> Bool {
    guard let expected = counts[result.number] else { return result.outcome.status == .succeeded }
    guard result.outcome == .succeeded else { return false }
    var passed: [SourceLocation: Int] = [:]
    for case .expectation(let expectation) in result.outputs {
      guard expectation.passed else { return false }
      passed[expectation.location, default: 0] += 1
    }
    return expected.allSatisfy { location, count in passed[location, default: 0] >= count }
  }
}
