/// The text of a heading, and the name that the author gave it: `## The backward pass {#sec-backward}`.
struct HeadingText {
  /// The text without the name.
  var inlines: [MarkdownInline]
  /// The name; nil if there is none.
  var label: String?

  init(_ inlines: [MarkdownInline]) {
    self.inlines = inlines
    guard case .text(let text) = inlines.last, text.contains("{#"),
      let match = text.firstMatch(of: /\s*\{#([A-Za-z][A-Za-z0-9_-]*)\}\s*$/)
    else { return }
    label = String(match.1)
    let rest = String(text[..<match.range.lowerBound])
    self.inlines.removeLast()
    if !rest.isEmpty { self.inlines.append(.text(rest)) }
  }
}
