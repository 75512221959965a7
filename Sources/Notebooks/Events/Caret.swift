/// The mark below the column of a line that a message is about.
enum Caret {
  /// Returns what is as wide as `line` up to `column`, which counts bytes: a tab for a tab, a wide blank for a wide letter.
  static func space(before column: Int, in line: String) -> String {
    let before = String(decoding: line.utf8.prefix(max(column - 1, 0)), as: UTF8.self)
    return String(before.map { $0 == "\t" ? "\t" : $0.isWide ? "\u{3000}" : " " })
  }
}

extension Character {
  /// Whether the character takes two columns of a terminal, as those of Chinese and most pictures do.
  fileprivate var isWide: Bool {
    guard let first = unicodeScalars.first else { return false }
    if first.properties.isEmojiPresentation { return true }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]
    return first.value >= 0x1100 && wide.contains { $0.contains(first.value) }
  }
}
