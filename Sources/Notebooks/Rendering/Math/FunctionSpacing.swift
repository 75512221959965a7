/// The space between the name of a function and what it is of, as in ln 4.
///
/// KaTeX marks the place by the invisible operator "function application", to which browsers give no width. TeX sets a
/// thin space there unless a bracket follows.
enum FunctionSpacing {
  /// Returns `markup` with the spaces.
  static func added(to markup: String) -> String {
    let application = "<mo>\u{2061}</mo>"
    var pieces = markup.split(separator: application, omittingEmptySubsequences: false)[...]
    guard var result = pieces.popFirst().map(String.init) else { return markup }
    for piece in pieces {
      result += application + (beginsWithOperand(piece) ? "<mspace width=\"0.1667em\"></mspace>" : "") + piece
    }
    return result
  }

  private static func beginsWithOperand(_ markup: Substring) -> Bool {
    let inner = markup.hasPrefix("<mrow>") ? markup.dropFirst("<mrow>".count) : markup
    return operands.contains { name in
      inner.hasPrefix("<\(name)")
        && (inner.dropFirst(name.count + 1).first.map { $0 == ">" || $0 == " " } ?? false)
    }
  }

  private static let operands = [
    "mi", "mn", "mtext", "msub", "msup", "msubsup", "mover", "munder", "munderover", "mfrac", "msqrt",
    "mroot",
  ]
}
