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
  /// What references in the prose find.
  let references: CrossReferences
  /// The values in the prose.
  let values: InlineValues
  /// The pictures of the prose.
  let images: EmbeddedImages

  init(
    _ notebook: Notebook, _ result: NotebookResult, _ blocks: [MarkdownBlock], _ cut: ProseCut,
    mathLibrary: String
  ) {
    self.notebook = notebook
    self.result = result
    findings = Findings()
    math = MathTypesetter(findings, libraryPath: mathLibrary)
    figures = FigureNumbers(notebook, result)
    values = InlineValues(notebook, result)
    references = CrossReferences(
      notebook, blocks, cut, figures: figures, values: values, findings: findings)
    images = EmbeddedImages(notebookPath: notebook.path)
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
