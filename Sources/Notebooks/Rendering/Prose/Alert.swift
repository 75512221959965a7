/// A quote that begins with `[!NOTE]` or the like, which GitHub sets apart.
struct Alert {
  /// The kind, in small letters.
  let name: String
  /// What the quote says below the mark.
  let blocks: [MarkdownBlock]

  /// What is written above.
  var title: String { name.prefix(1).uppercased() + name.dropFirst() }

  /// Reads a quote; nil if it is a common one.
  init?(_ quote: [MarkdownBlock]) {
    guard let first = quote.first, case .paragraph(let text) = first.kind, case .text(let mark) = text.first,
      let name = ["note", "tip", "important", "warning", "caution"].first(where: {
        mark.lowercased().trimmingBlanks == "[!\($0)]"
      })
    else { return nil }
    self.name = name
    var rest = first
    let words = text.dropFirst().drop { $0 == .softBreak || $0 == .lineBreak }
    rest.kind = .paragraph(Array(words))
    blocks = (words.isEmpty ? [] : [rest]) + quote.dropFirst()
  }
}
