/// Text that a cell has output.
enum TextOutput {
  /// The number of bytes that are shown; the record has all of them.
  static let limit = 100_000

  /// Returns `text` with its terminal colors as marks, cut if it is very long.
  static func html(_ text: String, _ words: PageWords) -> HTML {
    guard text.utf8.count > limit else { return ANSIText.html(text) }
    let shown = beginning(of: text)
    let rest = text.utf8.count - shown.utf8.count
    let note = words.moreBytes([.number: "\(rest)", .file: "results.json"])
    return ANSIText.html(shown) + .element("span", ["class": "cut"], HTML("\n" + note))
  }

  /// Returns the beginning of `text` up to the limit, whole lines if the lines are not longer than that.
  static func beginning(of text: String) -> String {
    guard text.utf8.count > limit else { return text }
    let bytes = Array(text.utf8.prefix(limit))
    if let end = bytes.lastIndex(of: 0x0A) { return String(decoding: bytes[..<end], as: UTF8.self) }
    let whole = bytes.count - (bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? 0)
    let isComplete = String(validating: bytes.suffix(whole), as: UTF8.self) != nil
    return String(decoding: isComplete ? bytes[...] : bytes.dropLast(whole), as: UTF8.self)
  }
}
