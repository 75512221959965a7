/// What a reader must know before reading: that the run failed, and where, and which exercises are open.
struct Banner {
  /// What all parts of the handout share.
  let shared: SharedRendering

  /// The banner; nothing if all is well.
  var html: HTML {
    let problems = shared.result.problems.isEmpty ? shared.notebook.problems : shared.result.problems
    return aboutGrade + aboutNotebook(problems) + aboutProse + aboutCells(shared.failures) + aboutExercises
  }

  /// What the exercises of a graded notebook have reached, and all of them together.
  private var aboutGrade: HTML {
    guard let grade = shared.notebook.grade else { return .empty }
    let words = shared.words
    func text(_ points: Points, _ possible: Points) -> HTML {
      HTML(words.grade([.number: points.text, .count: possible.text]))
    }
    let items = grade.items.map { item in
      let sign = HTML(item.points == item.possible ? "✓ " : item.points == .zero ? "✗ " : "○ ")
      return HTML.element(
        "li", [:], sign, .element("a", ["href": "#" + item.label], HTML(item.label)), HTML(": "),
        text(item.points, item.possible))
    }
    return .element(
      "section", ["class": "banner grade", "aria-label": words.outcome],
      .element("p", [:], text(grade.points, grade.items.map(\.possible).sum)),
      .element("ul", [:], items.joined()))
  }

  private func aboutNotebook(_ problems: [Diagnostic]) -> HTML {
    guard !problems.isEmpty else { return .empty }
    let hasErrors = problems.contains { $0.severity == .error }
    let renderer = DiagnosticRenderer(notebook: shared.notebook)
    let head = hasErrors ? shared.words.notebookHasErrors : shared.words.notebookHasWarnings
    return section(isFailure: hasErrors, HTML(head), problems.map(renderer.html).joined())
  }

  /// What came up while the prose was written, such as TeX that cannot be read.
  private var aboutProse: HTML {
    let errors = shared.findings.problems.filter { $0.severity == .error }
      .sorted { ($0.location ?? .start) < ($1.location ?? .start) }
    guard !errors.isEmpty else { return .empty }
    let renderer = DiagnosticRenderer(notebook: shared.notebook)
    return section(isFailure: true, HTML(shared.words.proseHasErrors), errors.map(renderer.html).joined())
  }

  private func aboutCells(_ failures: [Failure]) -> HTML {
    guard let worst = failures.first(where: { !$0.outcome.letsLaterCellsRun }) ?? failures.first else {
      return .empty
    }
    let others = failures.filter { $0.cell.number != worst.cell.number }
      .map { HTML.element("li", [:], html($0, shared.words.alsoFailed)) }
    return section(
      isFailure: true, html(worst, shared.words.runFailed),
      others.isEmpty ? .empty : .element("ul", [:], others.joined()))
  }

  private var aboutExercises: HTML {
    let open = shared.notebook.openExercises
    guard !open.isEmpty else { return .empty }
    let words = shared.words
    let links = open.map { words.link(to: $0, line: $0.start.line) }.joined(by: words.comma)
    let count = HTML("○ " + words.text(words.exercisesOpen, open.count))
    return .element(
      "section", ["class": "banner open", "aria-label": words.openExercisesLabel],
      .element("p", [:], words.openExercises.html([.exercises: count, .cells: links])))
  }

  private func html(_ failure: Failure, _ phrase: Phrase) -> HTML {
    var message = HTML(failure.message)
    // In a line that runs from right to left an English message keeps its own direction.
    if LanguageTag(shared.notebook.frontMatter.language).isRightToLeft {
      message = .element("bdi", [:], message)
    }
    let link = shared.words.link(to: failure.cell, line: failure.line)
    return phrase.html([.cell: link, .message: message])
  }

  private func section(isFailure: Bool, _ head: HTML, _ rest: HTML) -> HTML {
    .element(
      "section", ["class": isFailure ? "banner failed" : "banner", "aria-label": shared.words.outcome],
      .element("p", [:], head), rest)
  }
}
