/// A piece of running text, as cmark-gfm reads it.
indirect enum MarkdownInline: Equatable, Sendable {
  case text(String)
  case formula(Formula)
  case value(InlineValue)
  case code(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case strikethrough([MarkdownInline])
  case link(destination: String, title: String, [MarkdownInline])
  case image(MarkdownImage)
  case html(String)
  case footnoteReference(String)
  case softBreak
  case lineBreak
}

extension MarkdownInline {
  /// The text without marks and links, formulas and values as they are written.
  var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .formula(let formula): formula.source
    case .value(let value): value.source
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.plainText
    case .link(_, _, let inner): inner.plainText
    case .image(let image): image.text.plainText
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
  /// The text, the formulas and the values inside, without code, pictures and addresses.
  var leaves: [MarkdownInline] {
    switch self {
    case .text, .formula, .value: [self]
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.flatMap(\.leaves)
    case .link(_, _, let inner): inner.flatMap(\.leaves)
    // A caption is read; what stands for a picture that cannot be seen holds no markup.
    case .image(let image) where image.attributes.label?.hasPrefix("fig-") == true:
      image.text.flatMap(\.leaves)
    case .code, .image, .html, .footnoteReference, .softBreak, .lineBreak: []
    }
  }
}
