/// HTML that an author has written, for a page that takes it.
enum RawHTML {
  /// Elements that are about the page as a whole, lead away from it, or let it ask for something.
  ///
  /// What a page may load and run its policy says; it does not keep `meta` from leading elsewhere, nor a style from hiding
  /// what the page itself says.
  private static let refused: Set<String> = [
    "applet", "base", "embed", "form", "frame", "frameset", "iframe", "link", "meta", "object", "portal",
    "style",
  ]

  /// Returns `markup` with the tags of such elements as text.
  static func checked(_ markup: String) -> HTML {
    var checked = ""
    var rest = markup[...]
    while let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
      let tag = rest[start...].dropFirst()
      let name = (tag.first == "/" ? tag.dropFirst() : tag).utf8.prefix {
        !" \t\n\r\u{C}/>".utf8.contains($0)
      }
      let isRefused = refused.contains(String(decoding: name, as: UTF8.self).lowercased())
      checked += rest[..<start] + (isRefused ? "&lt;" : "<")
      rest = tag
    }
    return HTML(trusted: checked + rest)
  }
}
