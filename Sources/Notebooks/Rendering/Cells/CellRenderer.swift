/// Turns one cell and what it gave into HTML.
struct CellRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The most lines of code that stay on one page of paper.
  private static let mostUnsplitLines = 20

  /// Returns the cell's code, how it ended, and its outputs.
  func html(_ cell: Cell) -> HTML {
    if cell.options.isLeftOut { return .empty }
    let result = shared.results[cell.number]
    let outcome = result?.outcome ?? (cell.options.runs ? .notRun : .skipped)
    let outputs = OutputRenderer(shared: shared, cell: cell).html(result?.outputs ?? [])
    let isOlder = result?.isOlder ?? false
    let content =
      heading(cell) + points(cell) + code(cell) + note(outcome, cell, isOlder: isOlder) + outputs
      + captionFailures(cell)
    if content.isEmpty { return .empty }
    let kind =
      outcome.isFailure
      ? "cell failed"
      : outcome == .open
        ? "cell open" : outcome.hasRun ? "cell" : isOlder ? "cell not-run older" : "cell not-run"
    // A group and no landmark: hundreds of those would hide the few that help.
    let section = HTML.element(
      "section",
      [
        "class": kind, "id": cell.anchor, "role": "group",
        "aria-label": shared.words.cellLabel([.number: "\(cell.number)"]),
      ],
      content)
    guard cell.options.exercise == .solution else { return section }
    // What does not hold must not be hidden.
    let isOpen = shared.notebook.variant == .instructor || outcome.isFailure
    return .element(
      "details", ["class": "solution", "open": isOpen ? "" : nil],
      .element("summary", ["class": "exercise"], HTML(exerciseTitle(shared.words.solution, cell))), section)
  }

  private func code(_ cell: Cell) -> HTML {
    let code = cell.visibleCode
    guard cell.options.showsCode, code.contains(where: { !$0.isWhitespace }) else { return .empty }
    let text = HTML.element(
      "code", ["class": "language-swift"], shared.colored(code, line: cell.firstLine))
    let isNumbered = cell.options.numbersLines ?? shared.notebook.frontMatter.numbersLines
    let isLong = cell.lines.count - cell.optionLineCount > CellRenderer.mostUnsplitLines
    let styles = ["code", isNumbered ? "numbered" : nil, isLong ? "long" : nil].compactMap(\.self)
    let block = HTML.element(
      "pre", ["class": styles.joined(separator: " "), "tabindex": "0"],
      (isNumbered ? lineNumbers(cell) : .empty) + text)
    let folded =
      cell.options.foldsCode
      ? HTML.element("details", ["class": "fold"], .element("summary", [:], HTML(shared.words.code)), block)
      : block
    guard let entry = shared.numbers.entry(codeOfCell: cell.number) else { return folded }
    let caption = cell.caption(.listing).map(shared.caption)
    return .element(
      "figure", ["class": "listing", "id": entry.anchor],
      .element("figcaption", [:], shared.caption(.listing, entry, caption)), folded)
  }

  /// What is wrong with values in the captions.
  private func captionFailures(_ cell: Cell) -> HTML {
    guard let (anchor, problems) = shared.values.captionFailures[cell.number] else { return .empty }
    let messages = problems.map { DiagnosticRenderer(notebook: shared.notebook).html($0) }.joined()
    return .element("div", ["class": "outputs", "id": anchor], messages)
  }

  /// The numbers under which messages name the lines; they are not copied with the code.
  private func lineNumbers(_ cell: Cell) -> HTML {
    let first = shared.notebook.shownLine(cell.firstLine + cell.optionLineCount)
    let count = cell.lines.count - cell.optionLineCount
    let numbers = (first..<first + count).map(String.init).joined(separator: "\n")
    return .element("span", ["class": "lines", "aria-hidden": "true"], HTML(numbers))
  }

  /// What students are to edit says so; a solution has its name on the fold.
  private func heading(_ cell: Cell) -> HTML {
    guard cell.options.exercise == .stub else { return .empty }
    return .element("p", ["class": "exercise"], HTML(exerciseTitle(shared.words.exercise, cell)))
  }

  /// Returns `title` with what the exercise is worth of which `cell` is a part.
  private func exerciseTitle(_ title: String, _ cell: Cell) -> String {
    guard let points = shared.notebook.points(ofExercise: cell) else { return title }
    return "\(title) (\(shared.words.text(points)))"
  }

  /// What the expectations of a cell are worth; the points of an exercise stand in its title.
  private func points(_ cell: Cell) -> HTML {
    guard cell.options.exercise == nil, let points = cell.options.points else { return .empty }
    return .element("p", ["class": "exercise"], HTML(shared.words.text(points)))
  }

  private func note(_ outcome: CellOutcome, _ cell: Cell, isOlder: Bool) -> HTML {
    let words = shared.words
    if outcome.isFailure {
      let text = words.thisCellFailed([.failure: words.failure(outcome)])
      return .element("p", ["class": "outcome failed"], HTML("✗ " + text))
    }
    switch outcome {
    case .failedAsExpected: return .element("p", ["class": "outcome"], HTML(words.failsOnPurpose))
    case .open where cell.options.isUntouched:
      return .element("p", ["class": "outcome open"], HTML("○ " + words.exerciseIsOpen))
    case .open:
      let stubs = shared.notebook.cells.filter { cell.options.openStubs.contains($0.number) }
      return .element(
        "p", ["class": "outcome open"], HTML("○ "),
        words.waitsForExercise.html([.cells: stubs.map { words.link(to: $0) }.joined(by: words.and)]))
    case .skipped where cell.options.exercise == .stub:
      return .element("p", ["class": "outcome"], HTML(words.stubNotRun))
    case .skipped: return .element("p", ["class": "outcome"], HTML(words.notRunByChoice))
    case .notRun:
      let end = HTML(isOlder ? " " + words.earlierOutputs : "")
      return .element("p", ["class": "outcome"], notRun(isOlder: isOlder), end)
    default: return .empty
    }
  }

  /// That a cell did not run, and why.
  private func notRun(isOlder: Bool) -> HTML {
    let words = shared.words
    if let failed = shared.failures.first(where: { !$0.outcome.letsLaterCellsRun }) {
      let phrase = isOlder ? words.notRunAgainSinceFailed : words.notRunSinceFailed
      return phrase.html([.cell: words.link(to: failed.cell)])
    }
    // An open exercise that ended the run is the last cell that did run.
    let last = shared.notebook.cells.last { shared.results[$0.number].map { $0.outcome != .notRun } ?? false }
    guard let last, shared.results[last.number]?.outcome == .open else {
      return HTML(isOlder ? words.notRunAgain : words.notRun)
    }
    let phrase = isOlder ? words.notRunAgainSinceOpen : words.notRunSinceOpen
    return phrase.html([.cell: words.link(to: last)])
  }
}

extension CellOutcome {
  /// Whether the cell did not do what it should.
  var isFailure: Bool { status != .succeeded }

  /// Whether the cell got as far as it should.
  var hasRun: Bool { self == .succeeded || self == .failedAsExpected }
}
