/// Turns one cell and what it gave into HTML.
struct CellRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering

  /// Returns the cell's code, how it ended, and its outputs.
  func html(_ cell: Cell) -> HTML {
    if cell.options.isLeftOut { return .empty }
    let result = shared.results[cell.number]
    let outcome = result?.outcome ?? (cell.options.runs ? .notRun : .skipped)
    let outputs = OutputRenderer(shared: shared, cell: cell).html(result?.outputs ?? [])
    let isOlder = result?.isOlder ?? false
    let content = heading(cell) + code(cell) + note(outcome, cell, isOlder: isOlder) + outputs
    if content.isEmpty { return .empty }
    let kind =
      outcome.isFailure
      ? "cell failed"
      : outcome == .open
        ? "cell open" : outcome.hasRun ? "cell" : isOlder ? "cell not-run older" : "cell not-run"
    // A group and no landmark: hundreds of those would hide the few that help.
    let section = HTML.element(
      "section", ["class": kind, "id": cell.anchor, "role": "group", "aria-label": "Cell \(cell.number)"],
      content)
    guard cell.options.exercise == .solution else { return section }
    // What does not hold must not be hidden.
    let isOpen = shared.notebook.variant == .instructor || outcome.isFailure
    return .element(
      "details", ["class": "solution", "open": isOpen ? "" : nil],
      .element("summary", ["class": "exercise"], HTML("Solution")), section)
  }

  private func code(_ cell: Cell) -> HTML {
    let code = cell.visibleCode
    guard cell.options.showsCode, code.contains(where: { !$0.isWhitespace }) else { return .empty }
    let text = HTML.element(
      "code", ["class": "language-swift"], shared.colored(code, line: cell.firstLine))
    let isNumbered = cell.options.numbersLines ?? shared.notebook.frontMatter.numbersLines
    let block = HTML.element(
      "pre", ["class": isNumbered ? "code numbered" : "code", "tabindex": "0"],
      (isNumbered ? lineNumbers(cell) : .empty) + text)
    guard cell.options.foldsCode else { return block }
    return .element("details", ["class": "fold"], .element("summary", [:], HTML("Code")), block)
  }

  /// The numbers under which messages name the lines; they are not copied with the code.
  private func lineNumbers(_ cell: Cell) -> HTML {
    let first = cell.firstLine + cell.optionLineCount
    let count = cell.lines.count - cell.optionLineCount
    let numbers = (first..<first + count).map(String.init).joined(separator: "\n")
    return .element("span", ["class": "lines", "aria-hidden": "true"], HTML(numbers))
  }

  /// What students are to edit says so; a solution has its name on the fold.
  private func heading(_ cell: Cell) -> HTML {
    guard cell.options.exercise == .stub else { return .empty }
    return .element("p", ["class": "exercise"], HTML("Exercise"))
  }

  private func note(_ outcome: CellOutcome, _ cell: Cell, isOlder: Bool) -> HTML {
    if outcome.isFailure {
      return .element("p", ["class": "outcome failed"], HTML("✗ This cell \(outcome.failureText)."))
    }
    switch outcome {
    case .failedAsExpected: return .element("p", ["class": "outcome"], HTML("This cell fails on purpose."))
    case .open where cell.options.isUntouched:
      return .element("p", ["class": "outcome open"], HTML("○ This exercise is open."))
    case .open:
      let stubs = shared.notebook.cells.filter { cell.options.openStubs.contains($0.number) }
      return .element(
        "p", ["class": "outcome open"], HTML("○ Waits for the exercise in "),
        stubs.map(\.link).joined(by: " and "), HTML("."))
    case .skipped where cell.options.exercise == .stub:
      return .element("p", ["class": "outcome"], HTML("Not run: this is what students begin with."))
    case .skipped: return .element("p", ["class": "outcome"], HTML("Not run by choice."))
    case .notRun:
      let start = HTML(isOlder ? "Not run again" : "Not run")
      let end = HTML(isOlder ? " This is what it gave before:" : "")
      return .element("p", ["class": "outcome"], start, reasonNotRun, end)
    default: return .empty
    }
  }

  private var reasonNotRun: HTML {
    if let failed = shared.failures.first(where: { !$0.outcome.letsLaterCellsRun }) {
      return HTML(", since ") + failed.cell.link + HTML(" failed.")
    }
    // An open exercise that ended the run is the last cell that did run.
    let last = shared.notebook.cells.last { shared.results[$0.number].map { $0.outcome != .notRun } ?? false }
    guard let last, shared.results[last.number]?.outcome == .open else { return HTML(".") }
    return HTML(", since ") + last.link + HTML(" waits for an open exercise.")
  }
}

extension Cell {
  /// The cell's title, linked to it.
  var link: HTML { .element("a", ["href": "#" + anchor], HTML(title)) }
}

extension CellOutcome {
  /// Whether the cell did not do what it should.
  var isFailure: Bool { status != .succeeded }

  /// What a failed cell did, after "this cell".
  var failureText: String {
    switch self {
    case .expectationFailed: "failed an expectation"
    case .expectedFailureMissing: "does not fail as it should"
    case .compileFailed: "does not compile"
    case .interrupted: "was interrupted"
    case .threw: "threw an error"
    case .crashed: "ended the program"
    case .timedOut: "ran too long and was ended"
    case .limitExceeded: "used more than it may and was ended"
    case .succeeded, .failedAsExpected, .open, .notRun, .skipped: "failed"
    }
  }

  /// Whether the cell got as far as it should.
  var hasRun: Bool { self == .succeeded || self == .failedAsExpected }
}
