/// A line of at least three colons, which opens or closes a division of the prose: `::: {.callout-note}`.
package struct Division: Equatable, Sendable {
  /// The names after a point in the braces, or the one word; empty for a line that closes.
  package var classes: [String]
  /// What the division is called, `title="…"`; nil if nothing was said.
  package var title: String?
  /// Whether its content is folded away at first, `collapse="true"`.
  package var isFolded: Bool
  /// Where the first colon is.
  package var location: SourceLocation
  /// What the author wrote.
  package var source: String

  /// Whether the line opens a division.
  package var isOpening: Bool { !classes.isEmpty || title != nil }

  /// Reads `line`; nil if it is prose.
  init?(_ line: Substring, number: Int) {
    let bare = line.drop { $0 == " " }
    let indentation = line.count - bare.count
    guard indentation <= 3, bare.hasPrefix(":::") else { return nil }
    let rest = String(bare.drop { $0 == ":" }).trimmingBlanks
    if rest.hasPrefix("{"), rest.hasSuffix("}") {
      let attributes = Division.attributes(in: rest.dropFirst().dropLast())
      classes = attributes.filter { $0.key.isEmpty && $0.value.hasPrefix(".") }.map {
        String($0.value.dropFirst())
      }
      title = attributes.first { $0.key == "title" }?.value
      isFolded = attributes.first { $0.key == "collapse" }?.value == "true"
    } else {
      guard rest.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
      classes = rest.isEmpty ? [] : [rest]
      title = nil
      isFolded = false
    }
    location = SourceLocation(line: number, column: indentation + 1)
    source = String(line)
  }

  /// Returns what stands in braces: `key=value`, a value in quotes may hold blanks, and words, which have no key.
  private static func attributes(in text: Substring) -> [(key: String, value: String)] {
    var attributes: [(key: String, value: String)] = []
    var rest = text.drop { $0.isWhitespace }
    while !rest.isEmpty {
      let key = rest.prefix { $0.isASCII && $0.isLetter || $0 == "-" }
      let afterKey = rest[key.endIndex...]
      if !key.isEmpty, afterKey.first == "=" {
        let value = afterKey.dropFirst()
        if value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") {
          attributes.append((String(key), String(value[..<end].dropFirst())))
          rest = value[end...].dropFirst()
        } else {
          let word = value.prefix { !$0.isWhitespace }
          attributes.append((String(key), String(word)))
          rest = value[word.endIndex...]
        }
      } else {
        let word = rest.prefix { !$0.isWhitespace }
        attributes.append(("", String(word)))
        rest = rest[word.endIndex...]
      }
      rest = rest.drop { $0.isWhitespace }
    }
    return attributes
  }
}
