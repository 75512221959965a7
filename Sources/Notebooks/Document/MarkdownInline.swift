/// A piece of running text, as cmark-gfm reads it.
indirect enum MarkdownInline: Equatable {
  case text(String)
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case strikethrough([MarkdownInline])
  case link(destination: String, title: String, [MarkdownInline])
  case image(destination: String, title: String, [MarkdownInline])
  case html(String)
  case footnoteReference(String)
  case softBreak
  case lineBreak
}

extension MarkdownInline {
  /// The text without marks and links.
  var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.plainText
    case .link(_, _, let inner), .image(_, _, let inner): inner.plainText
    case .html, .footnoteReference: ""
    case .softBreak, .lineBreak: " "
    }
  }
}

extension [MarkdownInline] {
  /// The text without marks and links.
  var plainText: String { map(\.plainText).joined() }
}

extension MarkdownInline {
  /// The running text inside, piece by piece, without code and addresses.
  var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.flatMap(\.texts)
    case .link(_, _, let inner): inner.flatMap(\.texts)
    case .code, .image, .html, .footnoteReference, .softBreak, .lineBreak: []
    }
  }
}
