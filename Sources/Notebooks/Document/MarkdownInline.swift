/// A piece of running text, as cmark-gfm reads it, with the stretch of the file that it takes.
struct MarkdownInline: Equatable, Sendable {
  /// What the piece is.
  indirect enum Kind: Equatable, Sendable {
    case text(String)
    case formula(Formula)
    case value(InlineValue)
    /// `@fig-loss`: the label, behind the name of another notebook and `#` if it is of that one.
    case reference(String)
    /// `[@lecun1989, p. 3]`, or `@lecun1989`, which is one if there is such a work.
    case citation([ReferenceMark.Citation], source: String)
    case code(String)
    case emphasis([MarkdownInline])
    case strong([MarkdownInline])
    case strikethrough([MarkdownInline])
    case link(MarkdownLink)
    case image(MarkdownImage)
    case html(String)
    case footnoteReference(String)
    case softBreak
    case lineBreak
  }

  /// What the piece is.
  var kind: Kind
  /// What the author wrote for it, with its marks.
  var range: SourceRange
}

/// A link of the prose.
struct MarkdownLink: Equatable, Sendable {
  /// Where it leads.
  var destination: String
  /// What a browser shows above it.
  var title: String
  /// What it shows.
  var text: [MarkdownInline]
  /// Where the author wrote the address.
  var address: AddressRange
}

/// A picture of the prose.
struct MarkdownImage: Equatable, Sendable {
  /// The address.
  var destination: String
  /// What a browser shows above it.
  var title: String
  /// What it shows; the caption if it is a figure.
  var text: [MarkdownInline]
  /// Where the author wrote the address.
  var address: AddressRange
  /// What stands in braces behind it.
  var attributes = Attributes()
  /// Where the braces are; nil if there are none.
  var attributesRange: SourceRange?
}

/// Where the address of a link or a picture is written.
struct AddressRange: Equatable, Sendable {
  /// The address, in `<…>` if it is; or the name of a definition that says it, `[name]`, which may be empty.
  var range: SourceRange
  /// Whether the address is in the link itself, `[text](address)`.
  var isInline: Bool
}

extension MarkdownInline {
  /// The text without marks and links, formulas and values as they are written.
  var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .formula(let formula): formula.source
    case .value(let value): value.source
    case .reference(let label): "@" + label
    case .citation(_, let source): source
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner.plainText
    case .link(let link): link.text.plainText
    case .image(let image): image.text.plainText
    case .html, .footnoteReference: ""
    case .softBreak, .lineBreak: " "
    }
  }

  /// Whether a new line begins here.
  var isBreak: Bool { kind == .softBreak || kind == .lineBreak }

  /// The pieces right inside of this one.
  var children: [MarkdownInline] {
    switch kind {
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): inner
    case .link(let link): link.text
    case .image(let image): image.text
    case .text, .formula, .value, .reference, .citation, .code, .html, .footnoteReference, .softBreak,
      .lineBreak:
      []
    }
  }

  /// The text, the formulas, the values and the references inside, without code, pictures and addresses.
  var leaves: [MarkdownInline] {
    switch kind {
    case .text, .formula, .value, .reference, .citation: [self]
    // A caption is read; what stands for a picture that cannot be seen holds no markup.
    case .image(let image) where image.figureLabel == nil: []
    default: children.flatMap(\.leaves)
    }
  }

  /// Returns this text without its first `count` bytes; nil if nothing is left.
  func withoutFirst(_ count: Int) -> MarkdownInline? {
    guard case .text(let text) = kind, text.utf8.count > count else { return nil }
    let rest = MarkdownInline.Kind.text(String(text[text.utf8.index(text.startIndex, offsetBy: count)...]))
    return MarkdownInline(
      kind: rest, range: SourceRange(start: range.start.moved(columns: count), end: range.end))
  }

  /// Returns this text without its last `count` bytes; nil if nothing is left.
  func withoutLast(_ count: Int) -> MarkdownInline? {
    guard case .text(let text) = kind, text.utf8.count > count else { return nil }
    let rest = MarkdownInline.Kind.text(String(text[..<text.utf8.index(text.endIndex, offsetBy: -count)]))
    return MarkdownInline(
      kind: rest, range: SourceRange(start: range.start, end: range.end.moved(columns: -count)))
  }
}

extension [MarkdownInline] {
  /// The text without marks and links.
  var plainText: String { map(\.plainText).joined() }

  /// What the author wrote for all of it; nil if there is nothing.
  var range: SourceRange? {
    guard let first, let last else { return nil }
    return SourceRange(start: first.range.start, end: last.range.end)
  }
}
