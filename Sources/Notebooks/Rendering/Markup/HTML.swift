/// A piece of HTML.
///
/// Text becomes part of it by being escaped, here and nowhere else.
struct HTML: Equatable {
  /// The markup.
  private(set) var markup: String

  /// Creates a piece that shows `text` as it is.
  init(_ text: String) { markup = HTML.escaped(text) }

  /// Creates a piece from markup that this program made itself.
  init(trusted markup: String) { self.markup = markup }

  /// Nothing.
  static let empty = HTML(trusted: "")

  /// Returns an element around `content`; an attribute that is nil is left out.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ content: HTML...
  ) -> HTML {
    let inner = content.map(\.markup).joined()
    return HTML(trusted: tag(name, attributes) + inner + "</\(name)>")
  }

  /// Returns an element that has no content, such as `<br>`.
  static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) -> HTML {
    HTML(trusted: tag(name, attributes))
  }

  /// Whether there is nothing.
  var isEmpty: Bool { markup.isEmpty }

  /// The same without names that links could lead to, for what stands on a page a second time.
  ///
  /// A quotation mark in a text is escaped, so what looks like an attribute is one.
  var withoutNames: HTML { HTML(trusted: markup.replacing(#/ id="[^"]*"/#, with: "")) }

  /// Appends `piece`.
  static func += (left: inout HTML, piece: HTML) { left.markup += piece.markup }

  /// Returns `left` followed by `right`.
  static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.markup + right.markup) }

  private static func tag(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>) -> String
  {
    let written = attributes.compactMap { key, value in value.map { " \(key)=\"\(escaped($0))\"" } }
    return "<\(name)\(written.joined())>"
  }
}

extension Sequence<HTML> {
  /// The pieces one after the other.
  func joined(by separator: String = "") -> HTML {
    HTML(trusted: map(\.markup).joined(separator: separator))
  }
}
