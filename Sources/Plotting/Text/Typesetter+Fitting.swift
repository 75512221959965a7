extension Typesetter {
  /// Returns `text` with an ellipsis in place of what makes it longer than `width`, in CSS pixels.
  ///
  /// Names in a figure often differ in their ends only, so what is left out is the middle, or with `keepsEnd` false the
  /// end, as in a sentence.
  package func truncated(
    _ text: String, to width: Double, size: Double, weight: FontWeight = .regular, keepsEnd: Bool = true
  ) -> String {
    if text.isEmpty || self.width(of: text, size: size, weight: weight) <= width { return text }
    let characters = TextRun.pieces(of: text)
    func shortened(to count: Int) -> String {
      let tail = keepsEnd ? count / 2 : 0
      let start = characters[..<(count - tail)].joined().trimmingSpaces
      return start + "…" + characters.suffix(tail).joined().trimmingSpaces
    }
    // The most characters that fit, by bisection.
    var (fits, tooLong) = (0, characters.count)
    while tooLong - fits > 1 {
      let middle = (fits + tooLong) / 2
      if self.width(of: shortened(to: middle), size: size, weight: weight) <= width {
        fits = middle
      } else {
        tooLong = middle
      }
    }
    return shortened(to: fits)
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
    return lines.map { truncated($0, to: width, size: size, weight: weight, keepsEnd: false) }
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
