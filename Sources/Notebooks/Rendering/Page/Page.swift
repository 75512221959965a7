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

  /// The page.
  var html: HTML {
    let hasContents = shared.notebook.frontMatter.hasTableOfContents && contents.count >= 3
    let skip = HTML.element("a", ["class": "skip", "href": "#content"], HTML(shared.words.skip))
    let main = HTML.element(
      "main", ["id": "content"], Banner(shared: shared).html, HTML("\n"), content)
    let body = HTML.element(
      "body", ["class": hasContents ? "with-contents" : nil], skip, HTML("\n"),
      title.html(index: courseIndex), HTML("\n"),
      hasContents ? navigation + HTML("\n") : .empty, main, HTML("\n"),
      PageFooter(notebook: shared.notebook).html)
    let matter = shared.notebook.frontMatter
    let frame = PageFrame(
      title: title.plain, language: matter.language,
      properties: [
        ("author", matter.authors.map(\.name).joined(separator: ", ")),
        ("description", matter.description ?? ""), ("keywords", matter.keywords.joined(separator: ", ")),
        ("date", matter.date ?? ""),
      ])
    return frame.html(body)
  }

  /// The address of the index of the course that the notebook says it belongs to.
  private var courseIndex: String? {
    guard shared.notebook.frontMatter.course != nil else { return nil }
    return "index\(shared.notebook.variant.suffix).html"
  }

  /// The contents twice, beside the text on wide pages and folded above it on narrow ones.
  ///
  /// Without a script one list cannot be both. The style sheet hides one of them, from screen readers too.
  private var navigation: HTML {
    let title = shared.words.contents
    let heading = HTML.element("p", ["class": "contents-title"], HTML(title))
    let folded = HTML.element("details", [:], .element("summary", [:], HTML(title)), contents.html)
    return .element("nav", ["class": "contents wide", "aria-label": title], heading, contents.html)
      + .element("nav", ["class": "contents narrow", "aria-label": title], folded)
  }
}
