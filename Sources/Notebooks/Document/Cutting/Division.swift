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
      let attributes = rest.dropFirst().dropLast()
      // A value in quotes may hold a point or a blank.
      classes = attributes.replacing(/[A-Za-z-]+=("[^"]*"|\S+)/, with: " ")
        .split(separator: " ").filter { $0.hasPrefix(".") }.map { String($0.dropFirst()) }
      title = Division.value(of: "title", in: attributes)
      isFolded = Division.value(of: "collapse", in: attributes) == "true"
    } else {
      guard rest.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
      classes = rest.isEmpty ? [] : [rest]
      title = nil
      isFolded = false
    }
    location = SourceLocation(line: number, column: indentation + 1)
    source = String(line)
  }

  private static func value(of key: String, in attributes: Substring) -> String? {
    for match in attributes.matches(of: /([A-Za-z-]+)=(?:"([^"]*)"|(\S+))/) where match.1 == key {
      return String(match.2 ?? match.3 ?? "")
    }
    return nil
  }
}
