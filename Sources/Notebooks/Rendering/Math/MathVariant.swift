internal import Foundation

/// Letters in the styles of mathematics.
///
/// KaTeX asks for bold, double-struck and so on by `mathvariant`, which browsers no longer follow; the letter
/// itself has to be the styled one (MathML Core).
enum MathVariant {
  /// Returns `markup` with every styled letter replaced by the character that is that letter.
  static func resolved(_ markup: String) -> String {
    var pieces = markup.components(separatedBy: " mathvariant=\"")[...]
    guard var result = pieces.popFirst() else { return markup }
    for piece in pieces {
      guard let quote = piece.firstIndex(of: "\""), let start = piece.firstIndex(of: ">"),
        let end = piece[start...].firstIndex(of: "<"), let styles = styles[String(piece[..<quote])]
      else {
        result += " mathvariant=\"" + piece
        continue
      }
      let letters = piece[piece.index(after: start)..<end]
      // An entity such as &amp; has letters that are none of the text's.
      let styled = letters.contains("&") ? String(letters) : String(letters.map { styles.character(for: $0) })
      result += piece[piece.index(after: quote)...start] + styled + piece[end...]
    }
    return result
  }

  private struct Style {
    var capital: UInt32
    var small: UInt32
    var digit: UInt32?
    var greekCapital: UInt32?
    var greekSmall: UInt32?

    func character(for letter: Character) -> Character {
      guard let scalar = letter.unicodeScalars.first, letter.unicodeScalars.count == 1 else { return letter }
      let styled: UInt32? =
        switch scalar.value {
        case 0x41...0x5A: capital + scalar.value - 0x41
        case 0x61...0x7A: small + scalar.value - 0x61
        case 0x30...0x39: digit.map { $0 + scalar.value - 0x30 }
        case 0x391...0x3A9: greekCapital.map { $0 + scalar.value - 0x391 }
        case 0x3B1...0x3C9: greekSmall.map { $0 + scalar.value - 0x3B1 }
        default: nil
        }
      guard let styled, let result = Unicode.Scalar(MathVariant.exceptions[styled] ?? styled) else {
        return letter
      }
      return Character(result)
    }
  }

  private static let styles: [String: Style] = [
    "bold": .init(
      capital: 0x1D400, small: 0x1D41A, digit: 0x1D7CE, greekCapital: 0x1D6A8, greekSmall: 0x1D6C2),
    "italic": .init(capital: 0x1D434, small: 0x1D44E, greekCapital: 0x1D6E2, greekSmall: 0x1D6FC),
    "bold-italic": .init(capital: 0x1D468, small: 0x1D482, greekCapital: 0x1D71C, greekSmall: 0x1D736),
    "script": .init(capital: 0x1D49C, small: 0x1D4B6),
    "fraktur": .init(capital: 0x1D504, small: 0x1D51E),
    "double-struck": .init(capital: 0x1D538, small: 0x1D552, digit: 0x1D7D8),
    "sans-serif": .init(capital: 0x1D5A0, small: 0x1D5BA, digit: 0x1D7E2),
    "monospace": .init(capital: 0x1D670, small: 0x1D68A, digit: 0x1D7F6),
  ]

  /// Letters that Unicode had before it had the alphabets.
  private static let exceptions: [UInt32: UInt32] = [
    0x1D455: 0x210E, 0x1D49D: 0x212C, 0x1D4A0: 0x2130, 0x1D4A1: 0x2131, 0x1D4A3: 0x210B, 0x1D4A4: 0x2110,
    0x1D4A7: 0x2112, 0x1D4A8: 0x2133, 0x1D4AD: 0x211B, 0x1D4BA: 0x212F, 0x1D4BC: 0x210A, 0x1D4C4: 0x2134,
    0x1D506: 0x212D, 0x1D50B: 0x210C, 0x1D50C: 0x2111, 0x1D515: 0x211C, 0x1D51D: 0x2128, 0x1D53A: 0x2102,
    0x1D53F: 0x210D, 0x1D545: 0x2115, 0x1D547: 0x2119, 0x1D548: 0x211A, 0x1D549: 0x211D, 0x1D551: 0x2124,
  ]
}
