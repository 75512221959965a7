/// What all parts of one handout share.
struct SharedRendering {
  /// The notebook.
  let notebook: Notebook
  /// What its cells gave.
  let result: NotebookResult
  /// What comes up.
  let findings: Findings
  /// The typesetter of formulas.
  let math: MathTypesetter
  /// The numbers of figures.
  let figures: FigureNumbers
  /// The values in the prose.
  let values: InlineValues
  /// The pictures of the prose.
  let images: EmbeddedImages

  init(_ notebook: Notebook, _ result: NotebookResult, mathLibrary: String) {
    self.notebook = notebook
    self.result = result
    findings = Findings()
    math = MathTypesetter(findings, libraryPath: mathLibrary)
    figures = FigureNumbers(notebook, result)
    values = InlineValues(notebook, result)
    images = EmbeddedImages(notebookPath: notebook.path)
  }

  /// Returns `text` of the prose for places that hold no markup: formulas as TeX, values as text.
  func plain(_ text: String, _ cut: ProseCut) -> String {
    cut.segments(of: text).map { segment in
      switch segment {
      case .text(let text): text
      case .formula(let formula): formula.source
      case .value(let value): values.text(of: value) ?? value.source
      }
    }.joined()
  }

  /// Returns `markdown`, a text of one line such as a caption that is written at `line`, as HTML.
  func fragment(_ markdown: String, line: Int) -> HTML {
    let cut = ProseCut(fragment: markdown, line: line)
    let renderer = InlineRenderer(cut: cut, shared: self, line: line)
    let paragraphs = MarkdownTree(cut.text).blocks.map { block in
      if case .paragraph(let inlines) = block.kind {
        renderer.html(inlines)
      } else {
        HTML(cut.restored(cut.text))
      }
    }
    return paragraphs.count == 1 ? paragraphs[0] : HTML(markdown)
  }
}
