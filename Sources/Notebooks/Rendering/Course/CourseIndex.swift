internal import Display
internal import Foundation

/// The page that leads to the handouts of a course: `index.html`.
public enum CourseIndex {
  /// Returns the page for `handouts`, in order; it needs nothing but the handouts beside it.
  ///
  /// - Parameter cache: What is known of formulas; the page is the same without.
  public static func html(
    of handouts: [(notebook: Notebook, result: NotebookResult)], cache: MarkupCache = MarkupCache()
  ) -> String {
    let entries = handouts.map { CourseEntry($0.notebook, $0.result, cache: cache) }
    cache.finish()
    let courses = entries.compactMap(\.course)
    // One name for all of them is the name of the course.
    let language = language(of: handouts.map(\.notebook.frontMatter.language))
    let words = PageWords.words(for: language)
    let title = Set(courses).count == 1 ? courses[0] : words.handouts
    let frame = PageFrame(
      title: title, language: language,
      scripts: [PackageResources.handout_js, PackageResources.index_js].map {
        String(decoding: $0, as: UTF8.self)
      })
    let header = HTML.element(
      "header", ["class": "title", "id": "top"], .element("h1", [:], HTML(title)), PageTools.html(words))
    let items = entries.map { HTML.element("li", [:], html(of: $0)) }.joined(by: "\n")
    let list = HTML.element("ol", ["class": "handouts"], items)
    let main = HTML.element(
      "main", ["id": "content"], SearchBox.withResults(words), list, searchIndex(entries))
    let skip = HTML.element("a", ["class": "skip", "href": "#content"], HTML(words.skip))
    let body = HTML.element("body", ["class": "course"], skip, HTML("\n"), header, HTML("\n"), main)
    return frame.html(body).markup
  }

  /// Returns the language that handouts in these `languages` share; English if there is none.
  private static func language(of languages: [String]) -> String {
    if Set(languages).count == 1 { return languages[0] }
    let bases = Set(languages.map { LanguageTag($0).base })
    return bases.count == 1 ? bases.first ?? "en" : "en"
  }

  private static func html(of entry: CourseEntry) -> HTML {
    let link = HTML.element("a", ["href": entry.address], entry.title)
    let heading = HTML.element("h2", [:], link)
    let abstract = entry.abstract.isEmpty ? .empty : HTML.element("p", [:], entry.abstract)
    let words = HTML.element("div", ["class": "words"], heading, abstract, entry.status)
    return words + picture(entry.figure)
  }

  /// The title says where it leads, so the picture is for the eye alone.
  private static func picture(_ figure: FigureOutput?) -> HTML {
    guard let figure else { return .empty }
    let image = HTML.void("img", ["src": address(figure.lightPNG), "alt": ""])
    guard let dark = figure.darkPNG else {
      return .element("div", ["class": "preview light-only"], image)
    }
    let source = HTML.void("source", ["media": "(prefers-color-scheme: dark)", "srcset": address(dark)])
    return .element("picture", ["class": "preview"], source, image)
  }

  private static func address(_ png: [UInt8]) -> String {
    "data:image/png;base64,\(Data(png).base64EncodedString())"
  }

  /// The words of all handouts as data, which no browser runs.
  private static func searchIndex(_ entries: [CourseEntry]) -> HTML {
    let index = JSON.array(entries.flatMap(\.sections).map(\.record)).text
    // Inside a script nothing but this can end it or hide its end.
    let safe = index.replacing("<", with: "\\u003C").replacing("\u{2028}", with: "\\u2028")
    return .element(
      "script", ["type": "application/json", "id": "search-index"], HTML(trusted: HTML.shown(safe)))
  }
}
