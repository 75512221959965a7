/// The part of a source line that a message shows, and what stands before the mark below it.
struct SourceExcerpt: Equatable {
  /// The line, or what is around the column of one that is very long.
  let text: String
  /// What is as wide as the text up to the column: a tab for a tab, a wide blank for a wide letter.
  let space: String

  /// The most characters of a line that are shown whole, and how many are shown to each side of the column otherwise.
  private static let (whole, side) = (400, 100)

  /// Takes the excerpt of `line` around `column`, which counts bytes from 1.
  init(_ line: String, column: Int) {
    let bytes = line.utf8
    guard bytes.count > SourceExcerpt.whole else {
      text = line
      space = SourceExcerpt.space(String(decoding: bytes.prefix(max(column - 1, 0)), as: UTF8.self))
      return
    }
    let place =
      bytes.index(bytes.startIndex, offsetBy: max(column - 1, 0), limitedBy: bytes.endIndex) ?? bytes.endIndex
    let start =
      line.index(place, offsetBy: -SourceExcerpt.side, limitedBy: line.startIndex) ?? line.startIndex
    let end = line.index(place, offsetBy: SourceExcerpt.side, limitedBy: line.endIndex) ?? line.endIndex
    let before = (start == line.startIndex ? "" : "…") + line[start..<place]
    text = before + line[place..<end] + (end == line.endIndex ? "" : "…")
    space = SourceExcerpt.space(before)
  }

  private static func space(_ before: String) -> String {
    String(before.map { $0 == "\t" ? "\t" : $0.isWide ? "\u{3000}" : " " })
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
