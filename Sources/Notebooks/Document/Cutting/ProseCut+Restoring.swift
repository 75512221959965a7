extension ProseCut {
  /// A stretch of text between placeholders, or what one stands for.
  enum Segment {
    case text(String)
    case formula(Formula)
    case value(InlineValue)
    case division(Division)
  }

  /// Returns the text, the formulas and the values of `text`, in order.
  func segments(of text: String) -> [Segment] {
    guard mayHoldMark(text) else { return text.isEmpty ? [] : [.text(text)] }
    // Every second piece stands between two marks, so it is a number.
    return text.unicodeScalars.split(separator: mark, omittingEmptySubsequences: false).enumerated()
      .compactMap { index, piece in
        let piece = String(String.UnicodeScalarView(piece))
        if index % 2 == 1, let number = Int(piece) {
          switch pieces[number] {
          case .formula(let formula): return .formula(formula)
          case .value(let value): return .value(value)
          case .division(let division): return .division(division)
          }
        }
        return piece.isEmpty ? nil : .text(piece)
      }
  }

  private func mayHoldMark(_ text: String) -> Bool {
    // The marks are characters of private use, of which prose has few.
    text.utf8.contains { $0 == 0xEE || $0 == 0xEF }
  }

  /// Returns `text` as the author wrote it, where mathematics has no place, as in code and addresses.
  func restored(_ text: String) -> String {
    guard mayHoldMark(text) else { return text }
    return segments(of: text).map { segment in
      switch segment {
      case .text(let text): text
      case .formula(let formula): formula.source
      case .value(let value): value.source
      case .division(let division): division.source
      }
    }.joined()
  }
}
