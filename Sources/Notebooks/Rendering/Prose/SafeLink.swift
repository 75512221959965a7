/// Which addresses a handout may lead to.
enum SafeLink {
  private static let schemes: Set<String> = ["http", "https", "mailto", "tel", "ftp"]

  /// Returns `address` if following it cannot run a program.
  static func checked(_ address: String) -> String? {
    // Browsers drop blanks and control characters before they look for the scheme.
    let bare = address.unicodeScalars.filter { $0.value > 0x20 }
    guard let colon = bare.firstIndex(of: ":") else { return address }
    let scheme = String(String.UnicodeScalarView(bare[..<colon])).lowercased()
    let isScheme = scheme.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || "+-.".unicodeScalars.contains($0))
    }
    guard isScheme else { return address }
    return schemes.contains(scheme) ? address : nil
  }
}

extension String {
  /// The name of a file as part of an address.
  var asAddress: String {
    utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-_.".contains(character))
      return isPlain
        ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
