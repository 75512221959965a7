/// All that the program itself says on a page, in one language.
///
/// To add a language: a file beside `PageWords+German.swift`, and a line in `all`. To add a text: a property here, which
/// the compiler then asks of every language. Names of cells stand in sentences as they are, so a language with cases has
/// to leave them in the nominative.
///
/// What compilers and running cells say stays English.
package struct PageWords: Sendable {
  /// The language, as in BCP 47.
  let tag: String
  /// How the language chooses between the forms of a plural.
  package let rule: Plural.Rule

  // Numbers and references

  let figure: Phrase
  /// What stands before the caption of a figure, and so on.
  let figureCaption: Phrase
  let equation: Phrase
  let section: Phrase
  let table: Phrase
  let tableCaption: Phrase
  let listing: Phrase
  let listingCaption: Phrase
  /// A section without a number, by its title.
  let quoted: Phrase
  /// What is read out for a picture of which nothing is known.
  let picture: String
  let enlargeFigure: Phrase
  let enlargePicture: String
  /// The buttons below a figure whose steps can be seen one by one.
  let steps: String
  let allSteps: String

  // Prose that is set apart

  let note: String
  let tip: String
  let important: String
  let warning: String
  let caution: String

  // Questions and exercises

  let question: Phrase
  let answer: String
  /// What stands above the answers of a page.
  let answers: String
  /// What an answer is that was chosen rightly, and what it is otherwise.
  let correct: String
  let incorrect: String
  let exercise: String
  let solution: String
  let exerciseIsOpen: String
  let exercisesOpen: Plural
  /// What stands at the top of a page with open exercises, which are linked.
  let openExercises: Phrase
  let openExercisesLabel: String
  /// What a cell or an exercise is worth.
  let points: Plural
  /// How many points a graded exercise has, and how many it could have.
  let grade: Phrase
  let waitsForExercise: Phrase

  // The parts of a page

  let contents: String
  let skip: String
  let references: String
  let footnotes: String
  let license: Phrase
  let keywords: Phrase
  let parameters: Phrase
  let linkToSection: String
  let backToText: String
  /// What is read out for a box that is ticked, and for one that is not.
  let done: String
  let toDo: String
  let code: String
  let madeFrom: Phrase
  /// What stands between the items of a list in a line.
  let comma: String
  /// What stands between the last two of them in a sentence.
  let and: String

  // Dates

  /// A date whose day is a number, or `firstDay`.
  let date: Phrase
  /// The first day of a month.
  let firstDay: String
  /// The months in the form that they have in a date.
  package let months: [String]

  // The switch between light and dark

  let changeColors: String
  let automaticColors: String
  let lightColors: String
  let darkColors: String

  // The way through a course

  let handouts: String
  let course: String
  let previous: String
  let next: String
  let search: String
  let sectionsFound: Plural

  // Cells

  let cellLabel: Phrase
  /// What a cell is called in a sentence.
  let cell: Phrase
  let valuesInLine: Phrase
  let valuesInLines: Phrase
  let cellAtLine: Phrase
  let standardError: String
  let moreBytes: Phrase

  // How a run ended

  let outcome: String
  let notebookHasErrors: String
  let notebookHasWarnings: String
  let proseHasErrors: String
  let runFailed: Phrase
  let alsoFailed: Phrase
  /// What a failed cell did, where nothing else is known.
  let itFailed: Phrase
  let thisCellFailed: Phrase
  let failures: Failures
  let failsOnPurpose: String
  let stubNotRun: String
  let notRunByChoice: String
  let notRun: String
  let notRunSinceFailed: Phrase
  let notRunSinceOpen: Phrase
  let notRunAgain: String
  let notRunAgainSinceFailed: Phrase
  let notRunAgainSinceOpen: Phrase
  let earlierOutputs: String
  let statuses: Statuses
  let runsWithoutFailure: String

  // Expectations

  let holds: String
  let doesNotHold: String
  let differsFromExample: String
  let waitsForOpenExercise: String
  /// How many expectations hold, and how many do not.
  let checksPassed: Plural
  let checksFailed: Phrase

  /// What a failed cell did, after "this cell".
  struct Failures: Sendable {
    let failed: String
    let failedExpectation: String
    let doesNotFail: String
    let doesNotCompile: String
    let interrupted: String
    let threw: String
    let crashed: String
    let ranTooLong: String
    let exceededLimit: String
  }

  /// How a run failed, as the index of a course has it.
  struct Statuses: Sendable {
    let usage: String
    let compileFailed: String
    let cellFailed: String
    let timedOut: String
    let crashed: String
    let limitExceeded: String
    let interrupted: String
  }

  /// The languages by their tags.
  package static let all: [String: PageWords] = {
    let all = [
      english, arabic, chinese, dutch, french, german, hebrew, italian, japanese, korean, polish, portuguese,
      spanish,
    ]
    return Dictionary(uniqueKeysWithValues: all.map { ($0.tag, $0) })
  }()

  /// Returns the words for pages in the language `tag`, whatever its region; English ones if there are none.
  package static func words(for tag: String) -> PageWords {
    let base = LanguageTag(tag).base
    // Most pages need no other language, and each costs the reading of a hundred phrases.
    return base == english.tag ? english : all[base] ?? english
  }

  /// Returns `plural` for a `number` of things.
  package func text(_ plural: Plural, _ number: Int) -> String {
    let form = plural.forms[rule.category(of: number)] ?? plural.forms[.other]
    return form?([.number: "\(number)"]) ?? "\(number)"
  }

  /// Returns how many `points` there are.
  func text(_ points: Points) -> String {
    // A number with a half takes the form of many things.
    let form = points.halves % 2 == 0 ? self.points.forms[rule.category(of: points.halves / 2)] : nil
    return (form ?? self.points.forms[.other])?([.number: points.text]) ?? points.text
  }

  /// Returns `date` as the language writes it, if it is one in the form of ISO 8601, `2026-11-28`; else nil.
  package func date(_ date: String) -> String? {
    guard let parts = date.wholeMatch(of: #/(\d{4})-(\d{2})-(\d{2})/#), let year = Int(parts.1),
      let month = Int(parts.2), let day = Int(parts.3), (1...12).contains(month)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let last = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    guard (1...last).contains(day) else { return nil }
    return self.date([.day: day == 1 ? firstDay : "\(day)", .month: months[month - 1], .year: "\(year)"])
  }
}

extension Notebook {
  /// What pages say in the language of the notebook.
  var words: PageWords { PageWords.words(for: frontMatter.language) }
}

extension PageWords {
  /// Returns what a failed cell did, after "this cell".
  func failure(_ outcome: CellOutcome) -> String {
    switch outcome {
    case .expectationFailed: failures.failedExpectation
    case .expectedFailureMissing: failures.doesNotFail
    case .compileFailed: failures.doesNotCompile
    case .interrupted: failures.interrupted
    case .threw: failures.threw
    case .crashed: failures.crashed
    case .timedOut: failures.ranTooLong
    case .limitExceeded: failures.exceededLimit
    case .succeeded, .failedAsExpected, .open, .notRun, .skipped: failures.failed
    }
  }

  /// Returns how a run ended.
  func status(_ status: RunStatus) -> String {
    switch status {
    // Only a check can differ.
    case .succeeded, .differs: runsWithoutFailure
    case .usage: statuses.usage
    case .compileFailed: statuses.compileFailed
    case .cellFailed: statuses.cellFailed
    case .timedOut: statuses.timedOut
    case .crashed: statuses.crashed
    case .limitExceeded: statuses.limitExceeded
    case .interrupted: statuses.interrupted
    }
  }

  /// Returns why an expectation that does not hold is no failure.
  func exemption(_ exemption: ExpectationOutput.Exemption) -> String {
    switch exemption {
    case .changedExample: differsFromExample
    case .openExercise: waitsForOpenExercise
    }
  }

  /// Returns what `cell` is called in a sentence.
  func name(of cell: Cell) -> String {
    guard let first = cell.inlineValues.first, let last = cell.inlineValues.last else {
      return self.cell([.number: "\(cell.number)"])
    }
    let (start, end) = (first.location.line, last.location.line)
    return start == end
      ? valuesInLine([.line: "\(start)"]) : valuesInLines([.line: "\(start)", .lastLine: "\(end)"])
  }

  /// Returns a link to `cell`, called as in a sentence.
  func link(to cell: Cell) -> HTML { .element("a", ["href": "#" + cell.anchor], HTML(name(of: cell))) }

  /// Returns a link to `cell` that says which line of the notebook matters.
  func link(to cell: Cell, line: Int) -> HTML {
    let name = cellAtLine([.cell: name(of: cell), .line: "\(line)"])
    return .element("a", ["href": "#" + cell.anchor], HTML(name))
  }

  /// Returns the title of an alert of the kind `name`.
  func title(ofAlert kind: Alert.Kind) -> String {
    switch kind {
    case .note: note
    case .tip: tip
    case .important: important
    case .warning: warning
    case .caution: caution
    }
  }
}

extension PageWords {
  /// Returns what a reference to a numbered thing says.
  func reference(to kind: Numbering.Kind) -> Phrase {
    switch kind {
    case .figure: figure
    case .table: table
    case .listing: listing
    }
  }

  /// Returns what stands before the caption of a numbered thing.
  func caption(of kind: Numbering.Kind) -> Phrase {
    switch kind {
    case .figure: figureCaption
    case .table: tableCaption
    case .listing: listingCaption
    }
  }
}
