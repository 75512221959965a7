extension HTML {
  /// Returns `text` so that HTML shows it as it is, between tags and in quoted attributes alike.
  ///
  /// Characters that have no shape are shown by their numbers: control characters, and those that turn the
  /// direction of writing, since they can make code read as something else.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: needsCare) else { return text }
    var markup = ""
    markup.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": markup += "&amp;"
      case "<": markup += "&lt;"
      case ">": markup += "&gt;"
      case "\"": markup += "&quot;"
      case "'": markup += "&#39;"
      default: markup.unicodeScalars.append(contentsOf: visible(scalar))
      }
    }
    return markup
  }

  /// Returns `text` with the numbers of characters that have no shape, and no other change.
  static func shown(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { view.append(contentsOf: visible(scalar)) }
    return String(view)
  }

  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7F || [0x26, 0x3C, 0x3E, 0x22, 0x27].contains(byte)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    switch scalar.value {
    case 0x09, 0x0A: String(scalar).unicodeScalars
    case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF:
      number(of: scalar).unicodeScalars
    default: String(scalar).unicodeScalars
    }
  }

  private static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "[U+" + String(repeating: "0", count: 4 - digits.count) + digits + "]"
  }
}
