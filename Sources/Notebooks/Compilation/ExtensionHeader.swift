/// What an extension says before its brace: `extension Box: P, Q where Item: R`.
package struct ExtensionHeader {
  /// From the keyword to the last protocol.
  private let range: Range<String.Index>
  /// The part before the colon.
  private let beginning: Substring
  /// What stands behind the colon.
  private let protocols: [SwiftTokens]
  private let condition: Substring
  /// The name of the extended type.
  private let type: String

  /// Reads the header at the beginning of `tokens` in `code`, which are an extension's; nil if it names no protocol.
  private init?(_ tokens: ArraySlice<Substring>, in code: String) {
    let clauses = SwiftTokens(tokens.prefix { $0 != "{" }).split(at: "where")
    let parts = clauses[0].split(at: ":")
    guard parts.count == 2, let beginning = parts[0].range, let end = parts[1].range?.upperBound else {
      return nil
    }
    range = beginning.lowerBound..<end
    self.beginning = code[beginning]
    protocols = parts[1].split(at: ",")
    condition = clauses.dropFirst().first?.range.map { code[$0] } ?? ""
    type = ExtensionHeader.type(in: parts[0].tokens)
  }

  /// Returns the type that `tokens`, the beginning of an extension, are about: that of `[Int]` or `Array<Int>` is `Array`.
  static func type(in tokens: [Substring]) -> String {
    let extended = tokens.drop { $0 != "extension" }.dropFirst().prefix { $0 != "<" }
    return extended.first == "[" ? "Array" : extended.filter { $0 != "`" }.joined()
  }

  /// Returns `code` without `conformances` in its extensions, and extensions that say nothing else.
  package static func moving(_ conformances: [Declaration], outOf code: String) -> (
    rest: String, extensions: [String]
  ) {
    let tokens = SwiftTokens(code[...]).tokens
    var (rest, extensions) = (code, [String]())
    for start in tokens.indices.reversed() where tokens[start] == "extension" {
      guard let header = ExtensionHeader(tokens[start...], in: code) else { continue }
      let moved = header.protocols.filter { named in
        conformances.contains { $0.owner == header.type && $0.name == named.withoutAttributes.text }
      }
      if moved.isEmpty { continue }
      let kept = header.protocols.filter { named in !moved.contains { $0.range == named.range } }
      func text(_ protocols: [SwiftTokens]) -> String {
        protocols.compactMap { $0.range.map { code[$0] } }.joined(separator: ", ")
      }
      rest.replaceSubrange(header.range, with: header.beginning + (kept.isEmpty ? "" : ": " + text(kept)))
      extensions.append(
        header.beginning + ": " + text(moved) + (header.condition.isEmpty ? "" : " where " + header.condition)
          + " {}")
    }
    return (rest, extensions)
  }
}

extension SwiftTokens {
  /// Where the tokens stand; nil if there are none.
  fileprivate var range: Range<String.Index>? {
    guard let first = tokens.first, let last = tokens.last else { return nil }
    return first.startIndex..<last.endIndex
  }
}
