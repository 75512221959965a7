/// The name of a language as in BCP 47: `de`, `pt-BR`, `zh-Hant`.
package struct LanguageTag: Sendable {
  /// The language without script and region, in small letters.
  package let base: String
  /// The script, if the tag names one: four small letters, `arab`.
  private let script: String?

  /// Reads `tag`, in which capital letters count as small ones.
  package init(_ tag: String) {
    let parts = tag.lowercased().split(separator: "-").map(String.init)
    // Hebrew had another code once, which browsers still know.
    base = parts.first == "iw" ? "he" : parts.first ?? ""
    script = parts.dropFirst().first { $0.utf8.count == 4 && $0.utf8.first.map { $0 > 0x39 } == true }
  }

  /// Whether the language is written from right to left.
  package var isRightToLeft: Bool {
    if let script { return ["arab", "hebr", "nkoo", "rohg", "syrc", "thaa"].contains(script) }
    return ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(base)
  }
}
