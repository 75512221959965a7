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
      ? "cell failed" : outcome.hasRun ? "cell" : isOlder ? "cell not-run older" : "cell not-run"
    // A group and no landmark: hundreds of those would hide the few that help.
    return .element(
      "section", ["class": kind, "id": cell.anchor, "role": "group", "aria-label": "Cell \(cell.number)"],
      content)
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

  /// What the cell is to an exercise.
  private func heading(_ cell: Cell) -> HTML {
    guard let part = cell.options.exercise else { return .empty }
    return .element("p", ["class": "exercise"], HTML(part == .stub ? "Exercise" : "Solution"))
  }

  private func note(_ outcome: CellOutcome, _ cell: Cell, isOlder: Bool) -> HTML {
    if outcome.isFailure {
      return .element("p", ["class": "outcome failed"], HTML("✗ This cell \(outcome.failureText)."))
    }
    switch outcome {
    case .failedAsExpected: return .element("p", ["class": "outcome"], HTML("This cell fails on purpose."))
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
    guard let failed = shared.failures.first(where: { !$0.outcome.letsLaterCellsRun }) else {
      return HTML(".")
    }
    let link = HTML.element("a", ["href": "#" + failed.cell.anchor], HTML(failed.cell.title))
    return HTML(", since ") + link + HTML(" failed.")
  }
}

extension CellOutcome {
  /// Whether the cell did not do what it should.
  var isFailure: Bool { status != .succeeded }

  /// What a failed cell did, after "this cell".
  var failureText: String {
    switch self {
    case .expectationFailed: "makes a claim that does not hold"
    case .expectedFailureMissing: "does not fail as it should"
    case .compileFailed: "does not compile"
    case .interrupted: "was interrupted"
    case .threw: "threw an error"
    case .crashed: "ended the program"
    case .timedOut: "ran too long and was ended"
    case .limitExceeded: "used more than it may and was ended"
    case .succeeded, .failedAsExpected, .notRun, .skipped: "failed"
    }
  }

  /// Whether the cell got as far as it should.
  var hasRun: Bool { self == .succeeded || self == .failedAsExpected }
}
