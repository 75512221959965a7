/// What the page of a course says of one handout.
struct CourseEntry {
  /// The address of the handout, relative to the index.
  let address: String
  /// The title without marks.
  let plainTitle: String
  /// The title.
  let title: HTML
  /// The paragraphs that say what the handout is about; none if it has no prose.
  let abstract: [HTML]
  /// The first figure that can be made out in a small picture.
  let figure: FigureOutput?
  /// How its run ended.
  let status: HTML
  /// What the search looks through.
  let sections: [SearchSection]
  /// Its place in the course.
  let chapter: Int?

  init(_ handout: CourseList.Handout, cache: MarkupCache) {
    var (notebook, result, folder) = handout
    // What belongs to all handouts takes no markup from one of them.
    notebook.frontMatter.allowsHTML = false
    var blocks = notebook.prose.blocks
    let shared = SharedRendering(notebook, result, cache: cache)
    let title = PageTitle(takenFrom: &blocks, shared)
    address = NotebookLinks.page(ofNotebookAt: "\(folder)/\(notebook.fileName)")
    plainTitle = title.plain
    self.title = CourseEntry.fragment(title.plain, shared)
    chapter = notebook.frontMatter.chapter
    if let abstract = notebook.frontMatter.abstract ?? notebook.frontMatter.description {
      self.abstract = CourseEntry.paragraphs(of: Prose(fragment: abstract, line: 1).blocks, shared)
    } else {
      abstract = Array(CourseEntry.paragraphs(of: blocks, shared).prefix(1))
    }
    let shown = notebook.fencedCells.filter { $0.options.showsOutput && !$0.options.isLeftOut }.map(\.number)
    let figures = result.cells.filter { shown.contains($0.number) }.flatMap(\.outputs).compactMap {
      if case .figure(let figure) = $0 { figure } else { nil }
    }
    figure = figures.first(where: \.isCompact) ?? figures.first
    status = CourseEntry.status(result, openExercises: notebook.openExercises.count, shared.words)
    sections = SearchSection.sections(of: blocks, shared, title: title.plain, address: address)
  }

  /// A formula in a title is as good as in the text; links would lead out of the handout.
  private static func fragment(_ text: String, _ shared: SharedRendering) -> HTML {
    paragraphs(of: Prose(fragment: text, line: 1).blocks, shared).first ?? HTML(text)
  }

  private static func paragraphs(of blocks: [MarkdownBlock], _ shared: SharedRendering) -> [HTML] {
    blocks.compactMap { block in
      guard case .paragraph(let inlines) = block.kind else { return nil }
      var renderer = InlineRenderer(shared: shared)
      renderer.linksAllowed = false
      return renderer.html(inlines)
    }
  }

  private static func status(
    _ result: NotebookResult, openExercises: Int, _ words: PageWords
  ) -> HTML {
    let expectations = result.cells.flatMap(\.outputs).compactMap { output -> ExpectationOutput? in
      if case .expectation(let expectation) = output, expectation.exemption == nil {
        expectation
      } else {
        nil
      }
    }
    let failed = expectations.count(where: \.isFailure)
    if result.status != .succeeded {
      let reason =
        failed > 0
        ? words.checksFailed([.failed: "\(failed)", .count: "\(expectations.count)"])
        : words.status(result.status)
      return .element("p", ["class": "status bad"], HTML("✗ \(reason)"))
    }
    let success =
      expectations.isEmpty
      ? words.runsWithoutFailure : words.text(words.checksPassed, expectations.count)
    let open = openExercises == 0 ? "" : " · ○ " + words.text(words.exercisesOpen, openExercises)
    return .element("p", ["class": "status good"], HTML("✓ \(success)\(open)"))
  }
}

extension FigureOutput {
  /// Whether the picture is neither a strip nor a column, of which a small one would show nothing.
  fileprivate var isCompact: Bool {
    guard let width, let height, height > 0 else { return false }
    return (0.8...2.2).contains(width / height)
  }
}
