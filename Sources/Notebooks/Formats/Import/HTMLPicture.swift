/// A picture that prose shows by an element `<img>`, as notebooks do for its width.
struct HTMLPicture {
  private var attributes: [String: String] = [:]

  /// Returns `markup` with the pictures that stand in it in markdown.
  static func replaced(
    in markup: String, by replacement: (HTMLPicture) -> String? = { $0.markdown }
  ) -> String {
    guard markup.contains("<img") else { return markup }
    return markup.replacing(#/<img\s((?:[^<>"']|"[^"]*"|'[^']*')*)>/#) { match in
      replacement(HTMLPicture(match.1)) ?? String(match.0)
    }
  }

  private init(_ text: Substring) {
    for match in text.matches(of: #/([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/#) {
      attributes[match.1.lowercased()] = String(match.2 ?? match.3 ?? match.4 ?? "")
    }
  }

  /// The picture in markdown; nil if it says no address.
  private var markdown: String? {
    guard let source = attributes["src"], !source.isEmpty else { return nil }
    let address = source.contains { " ()".contains($0) } ? "<\(source)>" : source
    let text = (attributes["alt"] ?? "").replacing(#/[\[\]]/#) { "\\\($0.0)" }
    let lengths = ["width", "height"].compactMap { key in length(key).map { "\(key)=\($0)" } }
    return "![\(text)](\(address))" + (lengths.isEmpty ? "" : "{\(lengths.joined(separator: " "))}")
  }

  /// The width or the height, as an attribute or in the style.
  private func length(_ key: String) -> Substring? {
    let style = attributes["style"]?.split(separator: ";").lazy.compactMap { rule in
      let parts = rule.split(separator: ":").map { String($0).trimmingBlanks }
      return parts.count == 2 && parts[0].lowercased() == key ? parts[1] : nil
    }.first
    guard let text = style ?? attributes[key] else { return nil }
    return text.wholeMatch(of: /\d{1,5}(?:\.\d{1,4})?(?:%|px|em|rem|cm|mm|in|pt)?/)?.0
  }
}
