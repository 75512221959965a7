/// What a submission has reached, by what its run gave and what the master asks for.
package struct Grade: Sendable {
  /// What became of one exercise.
  package struct Item: Sendable {
    /// The label of the exercise.
    package var label: String
    /// What it has reached.
    package var points: Points
    /// What it could have reached.
    package var possible: Points
    /// What ended it; nil if all of it ran.
    package var ending: Ending?
  }

  /// Why an exercise, or what follows it, could not be checked.
  package enum Ending: String, Sendable, CaseIterable {
    /// There is no answer, or the stub as it was handed out.
    case missing
    /// The file cannot be read.
    case unreadable = "cannot be read"
    /// The compiler refuses it.
    case doesNotCompile = "does not compile"
    /// It uses what a graded exercise must not use.
    case notAllowed = "not allowed"
    /// It declares again what the notebook's own cells use, or wrote frames of its own.
    case cheating
    /// It threw an error.
    case threw
    /// It ended the process, by a trap or by `exit`.
    case crashed
    /// It ran longer than it may.
    case timedOut = "timed out"
    /// It used more than it may.
    case limitExceeded = "limit exceeded"

    /// Whether what else the machine does can be the reason.
    package var dependsOnOthers: Bool { self == .timedOut }
  }

  /// What became of the exercises, in order.
  package var items: [Item]

  /// Grades what a run of the composed notebook gave.
  package init(_ result: NotebookResult, _ plan: GradingPlan, _ reference: GradingReference, cells: [Cell]) {
    let results = result.cellsByNumber
    items = plan.items.map { item in
      let ran = item.range.compactMap { results[cells[$0].number] }
      let ending = ran.lazy.compactMap(Ending.init).first
      let isAnswered = results[cells[item.answer].number].map {
        [.succeeded, .expectationFailed].contains($0.outcome)
      }
      let points = item.checks.filter { check in
        isAnswered == true
          && check.cells.allSatisfy { number in results[number].map(reference.isMet) ?? false }
      }
      return Item(label: item.label, points: points.map(\.points).sum, possible: item.points, ending: ending)
    }
  }

  /// Grades nothing with what ended all of it, such as a missing file.
  package init(_ plan: GradingPlan, ending: Ending) {
    items = plan.items.map { Item(label: $0.label, points: .zero, possible: $0.points, ending: ending) }
  }

  /// All points together.
  package var points: Points { items.map(\.points).sum }

  /// What ended exercises, each once, in the order of exercises.
  package var endings: [Ending] {
    items.compactMap(\.ending).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension Grade.Ending {
  /// Reads what ended the cell that gave `result`; nil if nothing did.
  init?(_ result: CellResult) {
    func says(_ beginning: String) -> Bool {
      result.outputs.contains { output in
        if case .diagnostic(let problem) = output { problem.message.hasPrefix(beginning) } else { false }
      }
    }
    switch result.outcome {
    case .open: self = .missing
    case .compileFailed:
      self =
        says(ExerciseRules.redeclared)
        ? .cheating : says(ExerciseRules.notAllowed) ? .notAllowed : .doesNotCompile
    case .threw: self = .threw
    case .crashed: self = says(CellSession.forged) ? .cheating : .crashed
    case .timedOut: self = .timedOut
    case .limitExceeded: self = .limitExceeded
    case .succeeded, .failedAsExpected, .expectedFailureMissing, .expectationFailed, .interrupted, .notRun,
      .skipped:
      return nil
    }
  }
}
