extension Typesetter {
  /// Returns `text` cut off with an ellipsis where it would be longer than `width`, in CSS pixels.
  func truncated(_ text: String, to width: Double, size: Double, weight: FontWeight = .regular) -> String {
    if text.isEmpty || self.width(of: text, size: size, weight: weight) <= width { return text }
    let characters = TextRun.pieces(of: text)
    // The longest beginning that fits, by bisection.
    var (fits, tooLong) = (0, characters.count)
    while tooLong - fits > 1 {
      let middle = (fits + tooLong) / 2
      let shortened = characters[..<middle].joined() + "…"
      if self.width(of: shortened, size: size, weight: weight) <= width {
        fits = middle
      } else {
        tooLong = middle
      }
    }
    var beginning = characters[..<fits].joined()
    while beginning.last == " " { beginning.removeLast() }
    return beginning + "…"
  }

  /// Returns `text` in lines no longer than `width`, in CSS pixels, divided at spaces and line breaks.
  ///
  /// What does not fit in `limit` lines is cut off with an ellipsis.
  func wrapped(
    _ text: String, to width: Double, size: Double, weight: FontWeight = .regular, limit: Int
  ) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(whereSeparator: \.isNewline) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : "\(line) \(word)"
        if line.isEmpty || self.width(of: longer, size: size, weight: weight) <= width {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      lines.append(line)
    }
    if lines.count > limit {
      let rest = lines[(limit - 1)...].joined(separator: " ")
      lines = lines[..<(limit - 1)] + [rest]
    }
    return lines.map { truncated($0, to: width, size: size, weight: weight) }
  }
}
