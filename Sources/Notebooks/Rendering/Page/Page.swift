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

  /// A handout that loads nothing and runs nothing, even if markup slipped through.
  private static let policy =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

  /// The page.
  var html: HTML {
    let hasContents = shared.notebook.frontMatter.hasTableOfContents && contents.count >= 3
    let skip = HTML.element("a", ["class": "skip", "href": "#content"], HTML("Skip to the content"))
    let main = HTML.element("main", ["id": "content"], Banner(shared: shared).html, HTML("\n"), content)
    let body = HTML.element(
      "body", ["class": hasContents ? "with-contents" : nil], skip, HTML("\n"), title.html, HTML("\n"),
      hasContents ? navigation + HTML("\n") : .empty, main)
    let language = shared.notebook.frontMatter.language
    let page = HTML.element("html", ["lang": language], head, HTML("\n"), body)
    return HTML(trusted: "<!DOCTYPE html>\n") + page + HTML("\n")
  }

  private var head: HTML {
    let authors = shared.notebook.frontMatter.authors
    let elements: [HTML] = [
      .void("meta", ["charset": "utf-8"]),
      .void("meta", ["http-equiv": "Content-Security-Policy", "content": Page.policy]),
      .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .void("meta", ["name": "color-scheme", "content": "light dark"]),
      .void("meta", ["name": "generator", "content": "nbrun"]),
      authors.isEmpty
        ? .empty : .void("meta", ["name": "author", "content": authors.joined(separator: ", ")]),
      .element("title", [:], HTML(title.plain)),
      .element("style", [:], HTML(trusted: String(decoding: PackageResources.handout_css, as: UTF8.self))),
    ]
    return .element("head", [:], elements.filter { !$0.isEmpty }.joined(by: "\n"))
  }

  /// The contents twice, beside the text on wide pages and folded above it on narrow ones.
  ///
  /// Without a script one list cannot be both. The style sheet hides one of them, from screen readers too.
  private var navigation: HTML {
    let heading = HTML.element("p", ["class": "contents-title"], HTML("Contents"))
    let folded = HTML.element("details", [:], .element("summary", [:], HTML("Contents")), contents.html)
    return .element("nav", ["class": "contents wide", "aria-label": "Contents"], heading, contents.html)
      + .element("nav", ["class": "contents narrow", "aria-label": "Contents"], folded)
  }
}
