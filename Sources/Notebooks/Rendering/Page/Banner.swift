/// What a reader must know before reading: that the run failed, and where, and which exercises are open.
struct Banner {
  /// What all parts of the handout share.
  let shared: SharedRendering

  /// The banner; nothing if all is well.
  var html: HTML {
    let problems = shared.result.problems.isEmpty ? shared.notebook.problems : shared.result.problems
    return aboutNotebook(problems) + aboutProse + aboutCells(shared.failures) + aboutExercises
  }

  private func aboutNotebook(_ problems: [Diagnostic]) -> HTML {
    guard !problems.isEmpty else { return .empty }
    let hasErrors = problems.contains { $0.severity == .error }
    let renderer = DiagnosticRenderer(notebook: shared.notebook)
    let head = hasErrors ? "This notebook was not run, since it has errors." : "This notebook has warnings."
    return section(isFailure: hasErrors, HTML(head), problems.map(renderer.html).joined())
  }

  /// What came up while the prose was written, such as TeX that cannot be read.
  private var aboutProse: HTML {
    let errors = shared.findings.problems.filter { $0.severity == .error }
      .sorted { ($0.location ?? .start) < ($1.location ?? .start) }
    guard !errors.isEmpty else { return .empty }
    let renderer = DiagnosticRenderer(notebook: shared.notebook)
    return section(isFailure: true, HTML("The prose has errors."), errors.map(renderer.html).joined())
  }

  private func aboutCells(_ failures: [Failure]) -> HTML {
    guard let gravest = failures.first(where: { !$0.outcome.letsLaterCellsRun }) ?? failures.first else {
      return .empty
    }
    let head = HTML("This run failed at ") + link(gravest) + HTML(": \(gravest.message)")
    let others = failures.filter { $0.cell.number != gravest.cell.number }
      .map { HTML.element("li", [:], HTML("also at "), link($0), HTML(": \($0.message)")) }
    return section(isFailure: true, head, others.isEmpty ? .empty : .element("ul", [:], others.joined()))
  }

  private var aboutExercises: HTML {
    let open = shared.notebook.openExercises
    guard !open.isEmpty else { return .empty }
    let links = open.map { cell in
      HTML.element("a", ["href": "#" + cell.anchor], HTML("\(cell.title) (line \(cell.start.line))"))
    }
    let head = open.count == 1 ? "○ 1 exercise is open: " : "○ \(open.count) exercises are open: "
    return .element(
      "section", ["class": "banner open", "aria-label": "Open exercises"],
      .element("p", [:], HTML(head), links.joined(by: ", ")))
  }

  private func link(_ failure: Failure) -> HTML {
    .element(
      "a", ["href": "#" + failure.cell.anchor], HTML("\(failure.cell.title) (line \(failure.line))"))
  }

  private func section(isFailure: Bool, _ head: HTML, _ rest: HTML) -> HTML {
    .element(
      "section", ["class": isFailure ? "banner failed" : "banner", "aria-label": "Outcome of the run"],
      .element("p", [:], head), rest)
  }
}
