extension HTML {
  /// Returns `text` so that HTML shows it as it is, between tags and in quoted attributes alike.
  ///
  /// Characters that have no shape are shown by their numbers: control characters, and those that turn the
  /// direction of writing, since they can make code read as something else.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: needsCare) else { return text }
    return replacing(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: number(of: scalar)
      }
    }
  }

  /// Returns `text` with the numbers of characters that have no shape, and no other change.
  static func shown(_ text: String) -> String { replacing(text, number(of:)) }

  /// Returns `text` with what `replacement` gives for a character in its place.
  private static func replacing(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) {
        bytes += replacement.utf8
      } else if scalar.isASCII {
        bytes.append(UInt8(scalar.value))
      } else {
        bytes += UTF8.encode(scalar) ?? .init()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7F || [0x26, 0x3C, 0x3E, 0x22, 0x27].contains(byte)
  }

  /// The number of a character that has no shape; nil for any other.
  private static func number(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09, 0x0A: return nil
    case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "[U+" + String(repeating: "0", count: 4 - digits.count) + digits + "]"
    default: return nil
    }
  }
}
