/// What all parts of one handout share.
final class SharedRendering {
  /// The notebook.
  let notebook: Notebook
  /// Its cells, by their numbers.
  let cells: [Int: Cell]
  /// What the page itself says, in the language of the notebook.
  let words: PageWords
  /// What its cells gave.
  let result: NotebookResult
  /// What its cells gave, by their numbers.
  let results: [Int: CellResult]
  /// The cells that did not do what they should, in order.
  let failures: [Failure]
  /// When to leave out what takes long.
  let deadline: Deadline
  /// What comes up.
  let findings: Findings
  /// The typesetter of formulas.
  let math: MathTypesetter
  /// What is known of formulas and code.
  let cache: MarkupCache
  /// The numbers of figures, tables and listings.
  let numbers: Numbering
  /// What references in the prose find.
  let references: CrossReferences
  /// The values in the prose.
  let values: InlineValues
  /// The pictures of the prose.
  let images: EmbeddedImages
  /// The notebooks that the prose refers to.
  let others: OtherNotebooks
  /// Where links of the prose lead.
  let links: NotebookLinks

  init(
    _ notebook: Notebook, _ result: NotebookResult, cache: MarkupCache, deadline: Deadline = .none,
    stored: @escaping (Notebook) -> NotebookResult? = { _ in nil }
  ) {
    self.notebook = notebook
    cells = notebook.cellsByNumber
    self.result = result
    self.deadline = deadline
    self.cache = cache
    let results = result.cellsByNumber
    self.results = results
    let words = notebook.words
    self.words = words
    failures = notebook.cells.compactMap { cell in
      results[cell.number].flatMap { Failure(cell, $0, in: notebook, words) }
    }
    findings = Findings()
    math = MathTypesetter(findings, cache: cache, deadline: deadline)
    numbers = Numbering(notebook, results)
    values = InlineValues(notebook, results)
    references = CrossReferences(
      notebook, notebook.prose.blocks, numbers: numbers, values: values, findings: findings,
      words: notebook.words)
    others = OtherNotebooks(besides: notebook, stored: stored)
    links = NotebookLinks(notebook, others, findings)
    images = EmbeddedImages(of: notebook)
  }

  /// Returns Swift that stands at `line` with its colors; without them once the time is up.
  func colored(_ code: String, line: Int) -> HTML {
    let key = MarkupCache.Key.swift(code)
    if let known = cache.markup(of: key) { return known }
    guard !deadline.isOver else {
      findings.tellTimeIsUp(
        deadline, "code from here on has no colors", at: SourceLocation(line: line, column: 1))
      return HTML(code)
    }
    guard let colored = Highlighter.html(swift: code) else { return HTML(code) }
    cache.keep(colored, of: key)
    return colored
  }

  /// Returns the caption `text` of a numbered thing behind its number, if it has one.
  func caption(_ kind: Numbering.Kind, _ entry: Numbering.Entry?, _ text: HTML?) -> HTML {
    let number = entry.map {
      HTML.element(
        "span", ["class": "number"], HTML($0.part ?? words.caption(of: kind)([.number: $0.number])))
    }
    return [number, text].compactMap(\.self).filter { !$0.isEmpty }.joined(by: " ")
  }

  /// Returns `table`, which may be wider than the page, below `caption`.
  ///
  /// A caption inside of the table would be as narrow as that.
  func table(_ table: HTML, _ caption: HTML, _ entry: Numbering.Entry?) -> HTML {
    let scroll = HTML.element("div", ["class": "scroll", "tabindex": "0"], table)
    if caption.isEmpty { return scroll }
    return .element(
      "figure", ["class": "table", "id": entry?.anchor], .element("figcaption", [:], caption), scroll)
  }

  /// Returns the caption of a cell as HTML.
  func caption(_ caption: CellCaption) -> HTML { line(caption.text, caption.prose) }

  /// Returns `markdown`, a text of one line such as a work that is cited, which is written at `line`, as HTML.
  func fragment(_ markdown: String, line: Int) -> HTML {
    self.line(markdown, Prose(fragment: markdown, line: line))
  }

  private func line(_ markdown: String, _ prose: Prose) -> HTML {
    let paragraphs = paragraphs(markdown, prose)
    return paragraphs.count == 1 ? paragraphs[0] : HTML(markdown)
  }

  /// Returns the paragraphs of `markdown`, such as an abstract that is written at `line`, as HTML.
  func paragraphs(_ markdown: String, line: Int) -> [HTML] {
    paragraphs(markdown, Prose(fragment: markdown, line: line))
  }

  private func paragraphs(_ markdown: String, _ prose: Prose) -> [HTML] {
    let renderer = InlineRenderer(shared: self)
    return prose.blocks.map { block in
      if case .paragraph(let inlines) = block.kind { renderer.html(inlines) } else { HTML(markdown) }
    }
  }
}
