/// The line at the foot of a page: who wrote it, when, what others may do with it, and what it was made from.
struct PageFooter {
  /// The number of digits of the digest that are shown.
  private static let digestLength = 12

  /// The notebook.
  let notebook: Notebook

  /// The line.
  ///
  /// It is the same on every machine, so it names the notebook, but neither the toolchain nor the time of the run.
  var html: HTML {
    let matter = notebook.frontMatter
    let authors = HTML(matter.authors.map(\.name).joined(separator: notebook.words.comma))
    let parts = [authors, PageDate(matter.date, notebook.words).html, license, origin].filter { !$0.isEmpty }
    return .element("footer", [:], .element("p", [:], parts.joined(by: " · ")))
  }

  private var license: HTML {
    guard let text = notebook.frontMatter.license else { return .empty }
    let isAddress = ["https://", "http://"].contains { text.hasPrefix($0) }
    let name = isAddress ? HTML.element("a", ["href": text, "rel": "license"], HTML(text)) : HTML(text)
    return notebook.words.license.html([.license: name])
  }

  /// The file and its digest, by which anybody can tell whether a notebook is the one of the page.
  private var origin: HTML {
    let digits = HTML(String(notebook.digest.prefix(PageFooter.digestLength)))
    return notebook.words.madeFrom.html([
      .file: .element("bdi", [:], HTML(notebook.fileName)),
      .digest: .element("code", ["title": notebook.digest], digits),
    ])
  }
}

/// A date in the language of the page, or as it is written if it is not in the form of ISO 8601.
struct PageDate {
  private let written: String?
  private let words: PageWords

  /// Takes the date as it is `written`.
  init(_ written: String?, _ words: PageWords) { (self.written, self.words) = (written, words) }

  /// The date; nothing if there is none.
  var html: HTML {
    guard let written else { return .empty }
    guard let date = words.date(written) else { return HTML(written) }
    return .element("time", ["datetime": written], HTML(date))
  }
}
