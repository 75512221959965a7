/// Outputs as markdown.
struct MarkdownOutputs {
  private let notebook: Notebook
  private let results: [Int: CellResult]
  /// The expectations that were checked, by their lines.
  private var expectations: [Int: [ExpectationOutput]] = [:]
  private let prose: ExportedProse
  /// The files of each cell's figures, by the cell's number.
  private var files: [Int: [FigureFiles.Names]] = [:]

  init(_ notebook: Notebook, _ result: NotebookResult, _ prose: ExportedProse) {
    self.notebook = notebook
    self.prose = prose
    results = result.cellsByNumber
    var names = FigureFiles(result)
    for cell in result.cells {
      for case .figure in cell.outputs { files[cell.number, default: []].append(names.take()) }
      for case .expectation(let expectation) in cell.outputs {
        expectations[expectation.location.line, default: []].append(expectation)
      }
    }
  }

  /// Returns the outputs of `cell`, below a blank line.
  func lines(of cell: Cell) -> [String] {
    guard let result = results[cell.number] else { return [] }
    var names = (files[cell.number] ?? [])[...]
    var lines: [String] = []
    // Expectations in a row are one list.
    var expectations: [Output] = []
    func endList() {
      if expectations.isEmpty { return }
      let rows = ExpectationRows(expectations)
      let summary = rows.summary(notebook.words).map { ["- ✓ " + $0] }
      lines += [""] + rows.rows.flatMap { expectation($0.expectation, count: $0.count) } + (summary ?? [])
      expectations = []
    }
    for (index, output) in result.outputs.enumerated() {
      let name = if case .figure = output { names.popFirst() } else { FigureFiles.Names?.none }
      if !cell.options.showsOutput, !output.isAlwaysShown { continue }
      if case .expectation = output {
        expectations.append(output)
      } else {
        endList()
        lines += [""] + self.lines(output, cell, index, name)
      }
    }
    endList()
    return lines + [""]
  }

  /// Returns the expectations of a quiz.
  func expectations(inLines range: ClosedRange<Int>) -> [String] {
    range.flatMap { expectations[$0] ?? [] }.flatMap { expectation($0) }
  }

  private func lines(_ output: Output, _ cell: Cell, _ index: Int, _ file: FigureFiles.Names?) -> [String] {
    switch output {
    case .standardOutput(let text), .text(let text): fenced(text)
    case .recorded(let value): fenced(value.text)
    case .standardError(let text): ["\(standardError):", ""] + fenced(text)
    case .table(let table): self.table(table, cell, index)
    case .figure(let figure): self.figure(figure, cell, index, file)
    case .expectation(let expectation): self.expectation(expectation)
    case .diagnostic(let problem): diagnostic(problem)
    }
  }

  /// What stands above standard error, with a capital letter where the language has those.
  private var standardError: String {
    let words = notebook.words.standardError
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func fenced(_ text: String) -> [String] {
    let shown = HTML.shown(ANSIText.plain(TextOutput.beginning(of: text)))
    let fence = CellText.fence(for: shown)
    var lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return [fence + "text"] + lines + [fence]
  }

  private func table(_ table: TableOutput, _ cell: Cell, _ index: Int) -> [String] {
    func row(_ cells: [String]) -> String {
      "| " + cells.map(ExportedProse.escaped).joined(separator: " | ") + " |"
    }
    let rule = table.columns.indices.map { column in
      table.alignments.indices.contains(column) && table.alignments[column] == "right" ? "---:" : "---"
    }
    let own = table.caption.isEmpty ? nil : "*\(ExportedProse.escaped(table.caption))*"
    let words = prose.caption(.table, ofOutput: index, in: cell, else: own) ?? own
    let caption = words.map { [$0, ""] } ?? []
    return caption + [row(table.columns), "| " + rule.joined(separator: " | ") + " |"] + table.rows.map(row)
  }

  private func figure(
    _ figure: FigureOutput, _ cell: Cell, _ index: Int, _ file: FigureFiles.Names?
  ) -> [String] {
    guard let file else { return [] }
    let alternative = HTML.escaped(prose.alternative(of: cell).text(for: figure, notebook.words)).replacing(
      "\n", with: " ")
    let width =
      figure.width.flatMap { $0.isFinite && $0 >= 1 ? " width=\"\(Int($0.rounded()))\"" : nil } ?? ""
    let folder = notebook.name.asAddress
    let dark = file.dark.map {
      "<source media=\"(prefers-color-scheme: dark)\" srcset=\"\(folder)/\($0)\">"
    }
    let image = "<img src=\"\(folder)/\(file.light)\" alt=\"\(alternative)\"\(width)>"
    let picture = ["<picture>\(dark ?? "")\(image)</picture>"]
    return picture + (prose.caption(.figure, ofOutput: index, in: cell).map { ["", $0] } ?? [])
  }

  private func expectation(_ expectation: ExpectationOutput, count: Int = 1) -> [String] {
    let code = expectation.code.trimmingBlanks
    let ticks = String(repeating: "`", count: CellText.fence(for: code).count - 2)
    let words =
      expectation.comment.isEmpty ? "\(ticks) \(code) \(ticks)" : ExportedProse.escaped(expectation.comment)
    let name = count > 1 ? "\(words) × \(count)" : words
    if expectation.passed { return ["- ✓ " + name] }
    let details = fenced(expectation.details).map { "  " + $0 }
    let location = notebook.location(expectation.location)
    if let exemption = expectation.exemption {
      return ["- \(exemption.sign) \(name): \(notebook.words.exemption(exemption)) (\(location))", ""]
        + details
    }
    return ["- ✗ \(name) (\(location))", ""] + details
  }

  private func diagnostic(_ problem: Diagnostic) -> [String] {
    let kind =
      switch problem.severity {
      case .error: "CAUTION"
      case .warning: "WARNING"
      case .note: "NOTE"
      }
    let location = problem.location.map { notebook.location($0) + ": " } ?? ""
    let notes = problem.notes.map { note in
      (note.location.map { notebook.location($0) + ": " } ?? "") + "note: " + note.message
    }
    let text = ([location + problem.severity.rawValue + ": " + problem.message] + notes).joined(
      separator: "\n")
    return ["> [!\(kind)]"] + fenced(text).map { "> " + $0 }
  }
}
