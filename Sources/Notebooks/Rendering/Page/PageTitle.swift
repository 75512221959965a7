/// What stands above everything else: title, subtitle, authors, course.
struct PageTitle {
  /// The title without marks.
  let plain: String
  private let title: HTML
  private let matter: FrontMatter
  private let shared: SharedRendering

  /// Takes the title from the front matter, or else the first heading, which then leaves the `blocks`.
  init(takenFrom blocks: inout [MarkdownBlock], _ shared: SharedRendering) {
    matter = shared.notebook.frontMatter
    self.shared = shared
    let first = blocks.firstIndex { block in
      if case .html(let markup) = block.kind { !markup.hasPrefix("<!--") } else { true }
    }
    var heading: [MarkdownInline]?
    if let first, case .heading(1, let text) = blocks[first].kind { heading = text }
    let written = heading.map { shared.values.plain(HeadingText($0).inlines) }
    if let title = matter.title {
      plain = title
      self.title = shared.fragment(title, line: 1)
      // The heading that a page on GitHub needs would say the same twice here.
      if let first, written == title { blocks.remove(at: first) }
    } else if let heading, let first, let written {
      plain = written
      title = InlineRenderer(shared: shared).html(
        HeadingText(heading).inlines)
      blocks.remove(at: first)
    } else {
      plain = shared.notebook.name
      title = HTML(shared.notebook.name)
    }
  }

  /// Returns the block at the top of the page, with a link to the `index` of the course and a search that leads there if
  /// there is one.
  func html(index: String?) -> HTML {
    let words = shared.words
    let subtitle = matter.subtitle.map {
      HTML.element("p", ["class": "subtitle"], shared.fragment($0, line: 1))
    }
    // The course's own page is called what the course is called.
    let name = matter.course.flatMap { $0 == plain ? nil : $0 }.map { course in
      index.map { HTML.element("a", ["href": $0], HTML(course)) } ?? HTML(course)
    }
    let origins = [name, matter.chapter.map { HTML("\($0)") }].compactMap(\.self)
    let course = origins.isEmpty ? nil : HTML.element("p", ["class": "course"], origins.joined(by: " · "))
    let authors = matter.authors.map(html).joined(by: words.comma)
    let origin = [authors, PageDate(matter.date, words).html].filter { !$0.isEmpty }.joined(by: " · ")
    let byline = origin.isEmpty ? nil : HTML.element("p", ["class": "authors"], origin)
    let abstract = matter.abstract.map { text in
      shared.paragraphs(text, line: 1).map { HTML.element("p", ["class": "abstract"], $0) }.joined()
    }
    let keywords =
      matter.keywords.isEmpty
      ? nil
      : HTML.element(
        "p", ["class": "keywords"],
        HTML(words.keywords([.keywords: matter.keywords.joined(separator: words.comma)])))
    let parameters = ParameterList(parameters: matter.parameters, words: words).html
    let parts = [course, .element("h1", [:], title), subtitle, byline, abstract, keywords, parameters]
      .compactMap { $0 }
    return .element(
      "header", ["class": "title", "id": "top"], parts.joined(), PageTools.html(words, index: index))
  }

  private func html(_ author: Author) -> HTML {
    let name =
      author.email.map { HTML.element("a", ["href": "mailto:" + $0], HTML(author.name)) } ?? HTML(author.name)
    return name + HTML(author.affiliation.map { " (\($0))" } ?? "")
  }
}
