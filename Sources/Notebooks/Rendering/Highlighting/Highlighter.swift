/// Marks up Swift so that the style sheet can color it.
enum Highlighter {
  /// Returns `code` with its keywords, types, texts, numbers and comments marked; nil without a toolchain.
  static func html(swift code: String) -> HTML? {
    guard let tokens = SourceKit.shared?.tokens(in: code) else { return nil }
    let bytes = Array(code.utf8)
    var html = HTML.empty
    var position = 0
    // A link inside a comment is reported inside it; the outer mark is enough.
    for token in tokens where token.bytes.lowerBound >= position && token.bytes.upperBound <= bytes.count {
      // A comment comes with the end of its line.
      let end = token.bytes.upperBound - (bytes[token.bytes].last == 0x0A ? 1 : 0)
      let text = text(bytes[token.bytes.lowerBound..<end])
      guard let mark = mark(of: token.kind, text) else { continue }
      html += HTML(self.text(bytes[position..<token.bytes.lowerBound]))
      html += .element("span", ["class": mark], HTML(text))
      position = end
    }
    return html + HTML(text(bytes[position...]))
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func mark(of kind: String, _ text: String) -> String? {
    // "source.lang.swift.syntaxtype.comment.url"
    switch kind.split(separator: ".").dropFirst(4).first {
    case "keyword", "pounddirective", "buildconfig": "k"
    case "typeidentifier": "t"
    // A capital is how Swift spells types, where the syntax alone doesn't tell.
    case "identifier": text.first?.isUppercase == true ? "t" : nil
    case "string", "string_interpolation_anchor": "s"
    case "number": "n"
    case "comment", "doccomment": "c"
    case "attribute": "a"
    default: nil
    }
  }
}
