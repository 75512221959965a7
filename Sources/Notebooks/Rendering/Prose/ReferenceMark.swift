/// References in running text: `@fig-loss`, `@eq-gradient`, `@sec-training`, and citations, `[@lecun1989]`.
enum ReferenceMark {
  /// A stretch of text.
  enum Piece: Equatable {
    case text(String)
    case reference(String)
    case citation(String)
  }

  /// What labels that can be referred to begin with, and what they name.
  static let kinds = ["fig-": "cell", "eq-": "equation", "sec-": "section"]

  /// Returns `text` in pieces; an address such as `me@fig-tree.org` is no reference.
  static func split(_ text: String) -> [Piece] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text.isEmpty ? [] : [.text(text)] }
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
      let isCitation = before == "[" && rest[label.endIndex...].first == "]" && !label.isEmpty
      let isReference = kinds.keys.contains { label.hasPrefix($0) && label.count > $0.count }
      guard isReference && before.map({ !$0.isLetter && !$0.isNumber }) ?? true || isCitation else {
        plain += "@"
        continue
      }
      rest = rest[label.endIndex...]
      if isCitation && !isReference {
        plain.removeLast()
        rest.removeFirst()
      }
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
      pieces.append(isReference ? .reference(String(label)) : .citation(String(label)))
    }
    plain += rest
    return plain.isEmpty ? pieces : pieces + [.text(plain)]
  }
}
