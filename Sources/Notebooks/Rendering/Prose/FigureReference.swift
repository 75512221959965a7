/// References to figures, `@fig-loss`, in running text.
enum FigureReference {
  /// A stretch of text.
  enum Piece: Equatable {
    case text(String)
    case reference(String)
  }

  /// Returns `text` in pieces; an address such as `me@fig-tree.org` is no reference.
  static func split(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    while let at = rest.firstIndex(of: "@") {
      let before = rest[..<at].last ?? plain.last
      plain += rest[..<at]
      rest = rest[at...].dropFirst()
      // A label may contain hyphens; one at the end belongs to the sentence.
      var label = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      while label.last == "-" || label.last == "_" { label = label.dropLast() }
      let isReference =
        label.hasPrefix("fig-") && label.count > 4 && before.map { !$0.isLetter && !$0.isNumber } ?? true
      guard isReference else {
        plain += "@"
        continue
      }
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
      pieces.append(.reference(String(label)))
      rest = rest[label.endIndex...]
    }
    plain += rest
    return plain.isEmpty ? pieces : pieces + [.text(plain)]
  }
}
