/// The paper on which a page is printed.
public enum Paper: String, Sendable, CaseIterable {
  case a4
  case letter

  /// What makes a browser print on it, as a style sheet.
  public var style: String { "@page { size: \(rawValue); }" }
}

/// What a page has in the margin of its paper.
///
/// A style sheet cannot take it from the page itself, so each page has a sheet of its own.
struct RunningTitle {
  /// The course and the title.
  let texts: [String]
  /// Whether the page runs from right to left.
  let isRightToLeft: Bool

  /// The style sheet.
  var style: String {
    let text = HTML.shown(texts.joined(separator: " · ")).unicodeScalars.map { scalar in
      // What could end the string or the sheet is written by its number.
      scalar.value < 0x20 || "\"\\<".unicodeScalars.contains(scalar)
        ? "\\\(String(scalar.value, radix: 16)) " : String(scalar)
    }
    return "@page { @top-\(isRightToLeft ? "right" : "left") { content: \"\(text.joined())\"; } }"
  }
}
