/// Turns the outputs of one cell into HTML.
struct OutputRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The cell.
  let cell: Cell

  /// Returns `outputs` in order; what is of the same kind and adjacent becomes one block.
  func html(_ outputs: [Output]) -> HTML {
    let shown = outputs.enumerated().filter { cell.options.showsOutput || $0.element.isAlwaysShown }
    var blocks = HTML.empty
    var rest = shown[...]
    while let (index, output) = rest.first {
      let count = 1 + rest.dropFirst().prefix { $0.element.joins(output) }.count
      blocks += block(rest.prefix(count).map(\.element), index: index) + HTML("\n")
      rest = rest.dropFirst(count)
    }
    return blocks.isEmpty ? .empty : .element("div", ["class": "outputs"], blocks)
  }

  private func block(_ outputs: [Output], index: Int) -> HTML {
    switch outputs[0] {
    case .standardOutput, .standardError: stream(outputs)
    case .text(let text):
      .element("pre", ["class": "value", "tabindex": "0"], TextOutput.html(text, shared.words))
    case .recorded: recorded(outputs)
    case .table(let table): self.table(table, index: index)
    case .figure(let figure): FigureRenderer(shared: shared, cell: cell).html(figure, index: index)
    case .expectation: expectations(outputs)
    case .diagnostic(let problem): DiagnosticRenderer(notebook: shared.notebook).html(problem)
    }
  }

  /// The first table of a cell has the caption that the cell gives; others have their own.
  private func table(_ table: TableOutput, index: Int) -> HTML {
    let entry = shared.numbers.entry(cell: cell.number, output: index)
    let own = entry?.isFirst == true ? cell.caption(.table) : nil
    let text = own.map(shared.caption) ?? HTML(table.caption)
    let caption = shared.caption(.table, entry, text)
    return shared.table(TableRenderer.html(table, shared.words), caption, entry)
  }

  private func recorded(_ outputs: [Output]) -> HTML {
    let lines = outputs.compactMap { output in
      if case .recorded(let value) = output { value.text } else { nil }
    }
    let text = lines.joined(separator: "\n")
    return .element("pre", ["class": "value", "tabindex": "0"], TextOutput.html(text, shared.words))
  }

  private func stream(_ outputs: [Output]) -> HTML {
    let text = outputs.map { output in
      switch output {
      case .standardOutput(let text), .standardError(let text): text
      default: ""
      }
    }.joined()
    if case .standardOutput = outputs[0] {
      return .element("pre", ["class": "stdout", "tabindex": "0"], TextOutput.html(text, shared.words))
    }
    let label = HTML.element("p", ["class": "stream-name"], HTML(shared.words.standardError))
    let lines = HTML.element("pre", ["tabindex": "0"], TextOutput.html(text, shared.words))
    return .element("div", ["class": "stderr"], label, lines)
  }

  private func expectations(_ outputs: [Output]) -> HTML {
    let rows = ExpectationRows(outputs)
    let renderer = ExpectationRenderer(notebook: shared.notebook, words: shared.words)
    return .element(
      "ul", ["class": "expectations"],
      rows.rows.map { renderer.html($0.expectation, count: $0.count) }.joined(),
      rows.summary(shared.words).map(renderer.passed) ?? .empty)
  }
}

extension Output {
  /// Whether the output is shown even if outputs are not, since it tells of something wrong or unmet.
  var isAlwaysShown: Bool {
    switch self {
    case .expectation(let expectation): !expectation.passed
    case .diagnostic(let problem): problem.severity == .error
    case .standardOutput, .standardError, .text, .recorded, .table, .figure: false
    }
  }

  /// Whether the output continues the block of `other`.
  func joins(_ other: Output) -> Bool {
    switch (self, other) {
    case (.standardOutput, .standardOutput), (.standardError, .standardError), (.expectation, .expectation),
      (.recorded, .recorded):
      true
    default: false
    }
  }
}
