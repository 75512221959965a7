/// The whole page around the prose.
struct Page {
  /// What stands above everything.
  let title: PageTitle
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The headings.
  let contents: [ContentsEntry]
  /// The prose and the cells.
  let content: HTML
  /// The way to the other handouts of the course; nil if there are none.
  let navigation: CourseNavigation?
  /// The handouts of the course if this is its page; nil otherwise.
  let list: CourseList?

  /// The page.
  var html: HTML {
    let hasContents = shared.notebook.frontMatter.hasTableOfContents && contents.count >= 3
    let skip = HTML.element("a", ["class": "skip", "href": "#content"], HTML(shared.words.skip))
    let main = HTML.element(
      "main", ["id": "content"], Banner(shared: shared).html, HTML("\n"), content,
      list.map { HTML("\n") + $0.html(shared.words) } ?? .empty, navigation?.html(shared.words) ?? .empty)
    let body = HTML.element(
      "body", ["class": hasContents ? "with-contents" : nil], skip, HTML("\n"),
      title.html(index: navigation?.index), HTML("\n"), hasContents ? contentsList + HTML("\n") : .empty,
      main, HTML("\n"), PageFooter(notebook: shared.notebook).html)
    let matter = shared.notebook.frontMatter
    var frame = PageFrame(
      title: title.plain, language: matter.language,
      properties: [
        ("author", matter.authors.map(\.name).joined(separator: ", ")),
        ("description", matter.description ?? ""), ("keywords", matter.keywords.joined(separator: ", ")),
        ("date", matter.date ?? ""),
      ])
    frame.styles += [
      matter.paper.style,
      RunningTitle(
        texts: [matter.course, title.plain].compactMap(\.self),
        isRightToLeft: LanguageTag(matter.language).isRightToLeft
      ).style,
      // The first one has the title itself.
      "@page :first { @top-left { content: none; } @top-right { content: none; } }",
    ]
    if list != nil { frame.scripts = PageFrame.scriptsWithSearch }
    return frame.html(body)
  }

  /// The contents twice, beside the text on wide pages and folded above it on narrow ones.
  ///
  /// Without a script one list cannot be both. The style sheet hides one of them, from screen readers too.
  private var contentsList: HTML {
    let title = shared.words.contents
    let heading = HTML.element("p", ["class": "contents-title"], HTML(title))
    let folded = HTML.element("details", [:], .element("summary", [:], HTML(title)), contents.html)
    return .element("nav", ["class": "contents wide", "aria-label": title], heading, contents.html)
      + .element("nav", ["class": "contents narrow", "aria-label": title], folded)
  }
}
