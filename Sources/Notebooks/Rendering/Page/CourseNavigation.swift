/// The way through a course: links to the handouts before and after one, and to the course's page.
struct CourseNavigation {
  private let previous: Link?
  private let next: Link?
  /// The address of the course's page.
  let index: String

  private struct Link {
    let address: String
    let title: String
  }

  /// Finds the neighbors of `notebook`; nil if it is alone in its course or on the course's own page.
  init?(of notebook: Notebook) {
    guard let root = notebook.root, let own = Course.path(of: notebook.path, below: root),
      let members = Course(of: notebook)?.members, members.count > 1,
      let index = members.firstIndex(where: { $0.path == own })
    else { return nil }
    let up = String(repeating: "../", count: own.count { $0 == "/" })
    func link(_ index: Int) -> Link? {
      guard members.indices.contains(index) else { return nil }
      let member = members[index]
      let address = up + NotebookLinks.page(ofNotebookAt: member.path)
      return Link(address: address, title: member.title)
    }
    (previous, next) = (link(index - 1), link(index + 1))
    self.index = up + "index.html"
  }

  /// Returns the links to the neighbors, for the end of the page.
  func html(_ words: PageWords) -> HTML {
    let links = [(previous, "prev", words.previous), (next, "next", words.next)].compactMap {
      link, relation, word in
      link.map {
        HTML.element(
          "a", ["href": $0.address, "rel": relation, "class": relation], .element("span", [:], HTML(word)),
          HTML(" "), HTML($0.title))
      }
    }
    return HTML("\n")
      + .element("nav", ["class": "neighbors", "aria-label": words.course], links.joined(by: "\n"))
  }
}
