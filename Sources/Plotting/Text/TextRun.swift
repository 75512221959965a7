/// A part of a text at one height: on the line, raised or lowered.
struct TextRun: Equatable {
  /// Where a part stands.
  enum Level: Equatable {
    case line, raised, lowered

    /// The font size, in units of the text's.
    var scale: Double { self == .line ? 1 : 0.7 }
    /// The height of the baseline above the text's, in units of the text's font size.
    var rise: Double { self == .raised ? 0.36 : self == .lowered ? -0.17 : 0 }
  }

  var level: Level
  var text: Substring

  /// Divides a text at `_{…}`, which is lowered, and `^{…}`, which is raised.
  ///
  /// Braces don't nest, and without a closing one they are characters like any other, as `_` and `^` are without
  /// braces.
  static func runs(of text: String) -> [TextRun] {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return [TextRun(level: .line, text: text[...])] }
    var runs: [TextRun] = []
    var rest = text[...]
    var searched = rest.startIndex
    while let open = rest[searched...].firstIndex(of: "{") {
      searched = rest.index(after: open)
      guard open > rest.startIndex else { continue }
      let mark = rest.index(before: open)
      guard rest[mark] == "_" || rest[mark] == "^", let close = rest[searched...].firstIndex(of: "}") else {
        continue
      }
      if mark > rest.startIndex { runs.append(TextRun(level: .line, text: rest[..<mark])) }
      runs.append(TextRun(level: rest[mark] == "^" ? .raised : .lowered, text: rest[searched..<close]))
      rest = rest[rest.index(after: close)...]
      searched = rest.startIndex
    }
    if !rest.isEmpty || runs.isEmpty { runs.append(TextRun(level: .line, text: rest)) }
    return runs
  }

  /// Returns the parts that a text may be cut off between: characters, and whole raised or lowered parts.
  static func pieces(of text: String) -> [String] {
    runs(of: text).flatMap { run in
      switch run.level {
      case .line: run.text.map { String($0) }
      case .raised: ["^{\(run.text)}"]
      case .lowered: ["_{\(run.text)}"]
      }
    }
  }
}
