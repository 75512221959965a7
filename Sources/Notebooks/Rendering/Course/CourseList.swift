internal import Display
internal import Foundation

/// The handouts of a course: what each is about and how its run ended, with the data for the search.
public struct CourseList {
  /// A notebook, what it gave, and the folder of its handout as seen from the page.
  public typealias Handout = (notebook: Notebook, result: NotebookResult, folder: String)

  private let parts: [(title: String?, members: [CourseEntry])]
  /// The names of the courses that the handouts belong to.
  let courses: [String]
  /// The language that the handouts share; English if there is none.
  let language: String

  /// Creates the list of `handouts`, ordered by `parts`, then by chapter.
  ///
  /// - Parameter cache: What is known of formulas; the list is the same without.
  public init(_ handouts: [Handout], by parts: [CoursePart] = [], cache: MarkupCache = MarkupCache()) {
    let paths = handouts.map { ($0.folder.isEmpty ? "" : $0.folder + "/") + $0.notebook.fileName }
    self.parts = Course.ordered(Array(handouts.indices), by: parts) {
      (paths[$0], handouts[$0].notebook.frontMatter.chapter)
    }.map { part in
      (part.title, part.members.map { CourseEntry(handouts[$0], cache: cache) })
    }
    courses = Set(handouts.compactMap(\.notebook.frontMatter.course)).sorted()
    language = CourseList.language(of: handouts.map(\.notebook.frontMatter.language))
    cache.finish()
  }

  private static func language(of languages: [String]) -> String {
    if Set(languages).count == 1 { return languages[0] }
    let bases = Set(languages.map { LanguageTag($0).base })
    return bases.count == 1 ? bases.first ?? "en" : "en"
  }

  /// Returns the search, the list below the heading of each part, and the words of all handouts as data.
  func html(_ words: PageWords) -> HTML {
    let lists = parts.map { part in
      let items = part.members.map { HTML.element("li", [:], html(of: $0)) }.joined(by: "\n")
      let heading = part.title.map { HTML.element("h2", ["class": "part"], HTML($0)) + HTML("\n") }
      return (heading ?? .empty) + .element("ol", ["class": "handouts"], items)
    }
    return SearchBox.withResults(words) + .element("div", ["id": "handouts"], lists.joined(by: "\n"))
      + searchIndex
  }

  private func html(of entry: CourseEntry) -> HTML {
    let number = entry.chapter.map {
      HTML.element("span", ["class": "section-number"], HTML("\($0)")) + HTML(" ")
    }
    let link = HTML.element("a", ["href": entry.address], entry.title)
    let title = (number ?? .empty) + link
    let heading =
      parts.contains { $0.title != nil } ? HTML.element("h3", [:], title) : .element("h2", [:], title)
    let abstract = entry.abstract.map { HTML.element("p", [:], $0) }.joined()
    let words = HTML.element("div", ["class": "words"], heading, abstract, entry.status)
    return words + picture(entry.figure)
  }

  /// The title says where it leads, so the picture is for the eye alone.
  private func picture(_ figure: FigureOutput?) -> HTML {
    guard let figure else { return .empty }
    let image = HTML.void("img", ["src": address(figure.lightPNG), "alt": ""])
    guard let dark = figure.darkPNG else {
      return .element("div", ["class": "preview light-only"], image)
    }
    let source = HTML.void("source", ["media": "(prefers-color-scheme: dark)", "srcset": address(dark)])
    return .element("picture", ["class": "preview"], source, image)
  }

  private func address(_ png: [UInt8]) -> String {
    "data:image/png;base64,\(Data(png).base64EncodedString())"
  }

  /// The words of all handouts as data, which no browser runs.
  private var searchIndex: HTML {
    let sections = parts.flatMap(\.members).flatMap(\.sections)
    let index = JSON.array(sections.map(\.record)).text
    // Inside a script nothing but this can end it or hide its end.
    let safe = index.replacing("<", with: "\\u003C").replacing("\u{2028}", with: "\\u2028")
    return .element(
      "script", ["type": "application/json", "id": "search-index"], HTML(trusted: HTML.shown(safe)))
  }
}
