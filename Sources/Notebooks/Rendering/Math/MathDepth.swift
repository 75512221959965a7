/// How deep the groups of a formula are nested.
///
/// KaTeX takes time that grows with the square of the depth, and TeX itself stops at 255.
enum MathDepth {
  private static let limit = 255

  /// Returns what is wrong with `tex` where it is nested deeper than TeX allows; nil if it is not.
  static func excess(in tex: String) -> KaTeX.Failure? {
    // Most formulas are too short for that.
    guard tex.utf8.count > limit else { return nil }
    let openings = ["begin", "left", "bgroup", "begingroup"],
      endings = ["end", "right", "egroup", "endgroup"]
    var depth = 0
    var position = 0
    var rest = tex.utf16[...]
    while let unit = rest.popFirst() {
      switch unit {
      case 0x7B: depth += 1
      case 0x7D: depth -= 1
      case 0x5C:
        let name = rest.prefix { 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 }
        let word = String(name.prefix(12)) ?? ""
        if openings.contains(word) { depth += 1 }
        if endings.contains(word) { depth -= 1 }
        let length = max(name.count, rest.isEmpty ? 0 : 1)
        rest = rest.dropFirst(length)
        position += length
      default: break
      }
      if depth > limit {
        return KaTeX.Failure(message: "the groups are nested more than \(limit) deep", position: position)
      }
      position += 1
    }
    return nil
  }
}
