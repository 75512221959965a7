/// The formulas of a page so far that may define macros for those that follow.
struct MathDefinitions {
  /// The formulas, in order.
  private(set) var formulas: [Formula] = []
  /// What tells these definitions from all others; empty if there are none.
  private(set) var digest = ""
  /// Whether one of them may have defined a macro that itself defines others.
  private var areHidden = false

  /// Whether `tex` may define macros for the formulas below.
  func mayBe(_ tex: String) -> Bool { areHidden || Scan(tex).defines }

  /// Takes in a formula that may define macros.
  mutating func append(_ formula: Formula) {
    formulas.append(formula)
    digest = NotebookKeys.digest([digest, formula.tex])
    areHidden = areHidden || Scan(formula.tex).hidesDefinitions
  }

  /// What the commands of a formula say about macros for others.
  private struct Scan {
    /// Whether one is defined: by `\gdef`, `\xdef` or `\global`.
    var defines = false
    /// Whether a macro may come to define others, since one of these commands is in its body or gets another name.
    var hidesDefinitions = false

    init(_ tex: String) {
      var depth = 0
      var rest = tex.utf8[...]
      while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"): depth = max(depth - 1, 0)
        // Braces that are none: from here on the depth says little.
        case UInt8(ascii: "%"): hidesDefinitions = true
        case UInt8(ascii: "\\"):
          let name = rest.prefix { 0x61...0x7A ~= $0 | 0x20 }
          rest = name.isEmpty ? rest.dropFirst() : rest[name.endIndex...]
          if ["gdef", "xdef", "global"].contains(where: { name.elementsEqual($0.utf8) }) {
            hidesDefinitions = hidesDefinitions || depth > 0
            defines = true
          } else if ["let", "futurelet", "verb"].contains(where: { name.elementsEqual($0.utf8) }) {
            hidesDefinitions = true
          }
        default: break
        }
      }
    }
  }
}
