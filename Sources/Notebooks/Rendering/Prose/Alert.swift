/// Prose that is set apart: a quote that begins with `[!NOTE]`, or a div `::: {.callout-note}`.
struct Alert {
  /// A kind of alert; the raw value is how authors write it, in small letters.
  enum Kind: String, CaseIterable {
    case note, tip, important, warning, caution
  }

  /// The kind.
  let kind: Kind
  /// What is written above; nil takes the name of the kind.
  let title: String?
  /// What is written above instead, if it has marks of its own.
  let heading: [MarkdownInline]?
  /// What it says.
  let blocks: [MarkdownBlock]
  /// Where the kind of a quote is written; nil for a div.
  let mark: SourceRange?
  /// Whether what it says is folded away at first.
  let isFolded: Bool

  /// Reads a quote; nil if it is a common one.
  init?(_ quote: [MarkdownBlock]) {
    guard let first = quote.first, case .paragraph(let text) = first.kind,
      let mark = text.first, case .text(let word) = mark.kind,
      let kind = Kind.allCases.first(where: { word.lowercased().trimmingBlanks == "[!\($0)]" }),
      text.dropFirst().first?.isBreak != false
    else { return nil }
    self.kind = kind
    title = nil
    heading = nil
    var rest = first
    let words = text.dropFirst().drop(while: \.isBreak)
    rest.kind = .paragraph(Array(words))
    blocks = (words.isEmpty ? [] : [rest]) + quote.dropFirst()
    self.mark = mark.range
    isFolded = false
  }

  /// Reads a div; nil if it is no callout.
  ///
  /// A heading at its top is its title.
  init?(_ div: FencedDiv, _ blocks: [MarkdownBlock]) {
    guard let kind = Kind.allCases.first(where: { div.attributes.classes.contains("callout-\($0)") })
    else {
      return nil
    }
    self.kind = kind
    title = div.title
    if div.title == nil, let first = blocks.first, case .heading(_, let text) = first.kind {
      heading = HeadingText(text).inlines
      self.blocks = Array(blocks.dropFirst())
    } else {
      heading = nil
      self.blocks = blocks
    }
    mark = nil
    isFolded = div.isFolded
  }
}
