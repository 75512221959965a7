extension String {
  /// The text with escapes such as `\u{1B}` for what would move a terminal's cursor, change its state or turn the
  /// direction of text.
  ///
  /// Line feeds and tabs stay, and changes to one of the 16 colors if `keepsColors`; they end with the text.
  package func escapedForTerminal(keepsColors: Bool) -> String {
    var escaped = ""
    var isColored = false
    var rest = unicodeScalars[...]
    while let scalar = rest.first {
      if keepsColors, scalar == "\u{1B}", let sequence = rest.colorSequence {
        isColored = !sequence.elementsEqual("\u{1B}[0m".unicodeScalars)
        escaped.unicodeScalars += sequence
        rest = rest[sequence.endIndex...]
        continue
      }
      if scalar.changesTerminal {
        escaped += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
      rest.removeFirst()
    }
    return isColored ? escaped + "\u{1B}[0m" : escaped
  }

  /// The text on one line, for names of files: with escapes for line feeds and tabs too.
  package var escapedForLine: String {
    escapedForTerminal(keepsColors: false).replacing("\n", with: "\\n").replacing("\t", with: "\\t")
  }
}

extension Substring.UnicodeScalarView {
  private static let colors = [0...4, 22...24, 30...37, 39...47, 49...49, 90...97, 100...107]

  /// The sequence at the beginning if it does no more than to choose among 16 colors, bold, dim and underlined.
  fileprivate var colorSequence: Substring.UnicodeScalarView? {
    guard dropFirst().first == "[" else { return nil }
    let parameters = dropFirst(2).prefix { $0 == ";" || ("0"..."9").contains($0) }
    guard self[parameters.endIndex...].first == "m" else { return nil }
    let isColor = parameters.split(separator: ";").allSatisfy { number in
      guard let number = Int(String(number)) else { return false }
      return Self.colors.contains { $0.contains(number) }
    }
    return isColor && parameters.count < 32 ? self[startIndex...parameters.endIndex] : nil
  }
}

extension Unicode.Scalar {
  fileprivate var changesTerminal: Bool {
    switch value {
    case 0x09, 0x0A: false
    // C0, DEL and C1; marks and overrides of direction; separators of lines; tags, which nobody sees.
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
      0xE0000...0xE007F:
      true
    default: false
    }
  }
}
