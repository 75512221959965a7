/// How far numbers may be from the stored ones.
struct Tolerance: Equatable {
  /// The largest difference, absolute up to 1 and relative to the number above; 0 asks for the same spelling.
  var value: Double

  /// Whether `found` may stand for `stored`.
  func allows(_ stored: Double, _ found: Double) -> Bool {
    if stored == found || stored.isNaN && found.isNaN { return true }
    return (stored - found).magnitude <= value * max(1, stored.magnitude, found.magnitude)
  }

  /// Whether `found` says what `stored` says, but for numbers that may differ.
  ///
  /// What stands between the numbers has to be the same, except that blanks count as one: columns move when a
  /// number gets a digit more.
  func allows(_ stored: String, _ found: String) -> Bool {
    if stored == found { return true }
    guard value > 0 else { return false }
    let (left, right) = (Tolerance.pieces(of: stored), Tolerance.pieces(of: found))
    return left.count == right.count
      && zip(left, right).allSatisfy { left, right in
        switch (left, right) {
        case (.number(let left), .number(let right)): allows(left, right)
        case (.text(let left), .text(let right)): left == right
        default: false
        }
      }
  }

  private enum Piece {
    case number(Double)
    case text(String)
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var end = text.startIndex
    func between(_ range: Range<String.Index>) -> Piece {
      let words = text[range].split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return .text(words)
    }
    // The minus sign of typography too; a number inside a name, as in `conv1`, is part of the name.
    let words = /[A-Za-z_][A-Za-z_0-9]*|([-−+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)/
    for match in text.matches(of: words) {
      guard let spelling = match.1, let number = Double(spelling.replacing("−", with: "-")) else { continue }
      pieces.append(between(end..<match.range.lowerBound))
      pieces.append(.number(number))
      end = match.range.upperBound
    }
    pieces.append(between(end..<text.endIndex))
    return pieces
  }
}
