/// Whom a handout is for, which decides what becomes of the two parts of an exercise, and of answers `::: {.answer}`.
///
/// | variant | stub | solution | answer |
/// |---|---|---|---|
/// | `student` | shown, run | left out | left out |
/// | `solution` | left out | shown, run | left out |
/// | `instructor` | shown, not run | shown, run | shown, run |
///
/// A stub without a solution in the same notebook is what a student works on, and runs in every variant.
public enum Variant: String, Sendable, CaseIterable {
  /// Students who have to find the solution.
  case student
  /// Students who want to see it, and the lecture.
  case solution
  /// Those who teach: everything, and the answers of quizzes unfolded.
  case instructor

  /// The folder of the variant's handouts in an output folder; nil if they are at the top of it.
  public var folder: String? { self == .solution ? nil : rawValue }

  func shows(_ part: ExercisePart) -> Bool {
    switch (self, part) {
    case (.student, .solution), (.solution, .stub): false
    case (.student, .stub), (.solution, .solution), (.instructor, _): true
    }
  }

  func runs(_ part: ExercisePart) -> Bool { shows(part) && (self, part) != (.instructor, .stub) }
}

/// What a cell is to an exercise, `//| exercise: stub`.
public enum ExercisePart: String, Sendable, CaseIterable {
  /// What students begin with.
  case stub
  /// What it has to become.
  case solution

  /// What the part is, for help.
  var summary: String {
    switch self {
    case .stub: "what students begin with"
    case .solution: "what the stub has to become"
    }
  }
}

extension Notebook {
  /// Makes the notebook the one for `variant`: what that leaves out is neither shown nor run.
  ///
  /// - Parameter keepsAnswers: Whether answers for instructors stay whatever the variant, as in an editor.
  public mutating func apply(_ variant: Variant, keepsAnswers: Bool = false) {
    self.variant = variant
    for index in cells.indices {
      guard let part = cells[index].options.exercise else { continue }
      if part == .stub, !hasSolution(forStubAt: index) { continue }
      if !variant.runs(part) { cells[index].options.runs = false }
      cells[index].options.isLeftOut = !variant.shows(part)
    }
    let captioned = cellsByNumber
    for index in cells.indices {
      guard let owner = cells[index].captionedCell.flatMap({ captioned[$0] }) else { continue }
      cells[index].options.runs = owner.options.runs
      cells[index].options.isLeftOut = owner.options.isLeftOut
    }
    if variant != .instructor, !keepsAnswers { leaveOutAnswers() }
    markOpenExercises()
  }
}
