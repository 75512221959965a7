/// A line of at least three colons, which opens or closes a div of the prose: `::: {.callout-note}`.
struct FencedDiv: Equatable, Sendable {
  /// What stands in the braces; a word without braces is a class.
  var attributes = Attributes()
  /// Whether the line opens a div; one of colons only closes it.
  var isOpening: Bool
  /// The directive of MyST that the line begins, `:::{note} Title`; nil if it is none.
  var directive: String?
  /// Where the first colon is.
  var location: SourceLocation
  /// What the author wrote.
  var source: String

  /// What the div is called, `title="…"`; nil if nothing was said.
  var title: String? { attributes.values["title"] }

  /// Whether its content is folded away at first, `collapse="true"`.
  var isFolded: Bool { attributes.values["collapse"] == "true" }

  /// The label of the figure that the div is, with what it holds as parts, `{#fig-x}`; nil if it is none.
  var figureLabel: String? { attributes.label.flatMap { $0.hasPrefix("fig-") ? $0 : nil } }

  /// Reads `line`; nil if it is prose.
  init?(_ line: Substring, number: Int) {
    let bare = line.drop { $0 == " " }
    let indentation = line.count - bare.count
    guard indentation <= 3, bare.hasPrefix(":::") else { return nil }
    let rest = String(bare.drop { $0 == ":" }).trimmingBlanks
    isOpening = !rest.isEmpty
    if let match = rest.wholeMatch(of: /\{([A-Za-z][\w:-]*)\}.*/) {
      directive = String(match.1)
    } else if rest.hasPrefix("{"), rest.hasSuffix("}") {
      attributes = Attributes(rest.dropFirst().dropLast()) ?? Attributes()
    } else {
      guard rest.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
      if isOpening { attributes.classes = [rest] }
    }
    location = SourceLocation(line: number, column: indentation + 1)
    source = String(line)
  }

  /// Returns how many columns `count` things stand in side by side, `layout-ncol=2` or `layout-nrow=2`; nil if they
  /// stand one below the other.
  func columns(of count: Int) -> Int? {
    if let columns = number("layout-ncol") { return columns }
    return number("layout-nrow").map { max(1, (count + $0 - 1) / $0) }
  }

  /// What is wrong with how its content is to be laid out.
  var problems: [Diagnostic] {
    attributes.values.keys.sorted().compactMap { key in
      guard key.hasPrefix("layout"), number(key) == nil else { return nil }
      let message =
        ["layout-ncol", "layout-nrow"].contains(key)
        ? "'\(key)' takes a whole number from 1 to 12" : "'\(key)' is not read: 'layout-ncol=2' sets columns"
      return Diagnostic(.warning, message, at: location)
    }
  }

  private func number(_ key: String) -> Int? {
    guard ["layout-ncol", "layout-nrow"].contains(key) else { return nil }
    return attributes.values[key].flatMap { Int($0) }.flatMap { (1...12).contains($0) ? $0 : nil }
  }
}
