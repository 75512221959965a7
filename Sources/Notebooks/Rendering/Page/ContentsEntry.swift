/// A heading in the table of contents.
struct ContentsEntry {
  /// The level, from 1.
  var level: Int
  /// The name that links to it point to.
  var anchor: String
  /// The heading without links.
  var title: HTML
}

extension [ContentsEntry] {
  /// The headings of the two uppermost levels as nested lists.
  var html: HTML {
    guard let top = map(\.level).min() else { return .empty }
    var list = HTML.empty
    var rest = self[...].filter { $0.level <= top + 1 }[...]
    while let entry = rest.popFirst() {
      let below = rest.prefix { $0.level > entry.level && entry.level == top }
      rest = rest.dropFirst(below.count)
      let inner = below.map { HTML.element("li", [:], $0.link) }.joined()
      list += .element("li", [:], entry.link, inner.isEmpty ? .empty : .element("ul", [:], inner))
    }
    return .element("ul", [:], list)
  }
}

extension ContentsEntry {
  fileprivate var link: HTML { .element("a", ["href": "#" + anchor], title) }
}
