internal import Foundation

/// The spaces that TeX sets and that browsers don't set in KaTeX's MathML.
enum MathSpacing {
  /// Returns `markup` with the spaces around names of functions, and signs without any.
  static func corrected(in markup: String) -> String { withSigns(withFunctions(markup)) }

  // MARK: Names of functions

  /// Returns `markup` with thin spaces around names.
  ///
  /// KaTeX marks the end of a name, as in ln 4, by the invisible operator "function application", to which browsers give
  /// no width. TeX sets a thin space there unless a bracket follows, and one before the name unless an operator precedes.
  private static func withFunctions(_ markup: String) -> String {
    let application = "<mo>\u{2061}</mo>"
    var pieces = markup.split(separator: application, omittingEmptySubsequences: false)[...]
    guard var result = pieces.popFirst().map({ withSpaceBeforeName(String($0), isLast: pieces.isEmpty) })
    else {
      return markup
    }
    while let piece = pieces.popFirst() {
      // The mark stands inside of an index's base, as in log₂ 4.
      let index = piece.prefixMatch(of: /<\/mrow><m[ni]>[^<]*<\/m[ni]><\/msu[bp]>/)?.0 ?? piece.prefix(0)
      let operand = piece[index.endIndex...]
      result += application + index + (beginsWithOperand(operand) ? space : "")
      result += withSpaceBeforeName(String(operand), isLast: pieces.isEmpty)
    }
    return result
  }

  private static let space = "<mspace width=\"0.1667em\"></mspace>"

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

  /// Returns `piece`, which ends with a function's name unless it is the last one, with a space in front of the name.
  private static func withSpaceBeforeName(_ piece: String, isLast: Bool) -> String {
    guard !isLast, let name = piece.range(of: "<mi", options: .backwards) else { return piece }
    var before = piece[..<name.lowerBound]
    for start in ["<mrow>", "<msub>", "<msup>"] where before.hasSuffix(start) {
      before = before.dropLast(start.count)
    }
    let isAfterOperand =
      operands.contains { before.hasSuffix("</\($0)>") } && !before.hasSuffix("<mtext>\u{A0}</mtext>")
    guard isAfterOperand || lastOperator(of: before).map(closing.contains) ?? false else { return piece }
    return before + space + piece[before.endIndex...]
  }

  // MARK: Signs

  private static let closing: Set<Substring> = [")", "]", "}", "|", "∥", "⌋", "⌉", "⟩", "!", "′", "″"]

  /// A sign after an operator, as in a = −1 or (−1, 2), is a prefix, which only one at the beginning is by itself.
  private static func withSigns(_ markup: String) -> String {
    var result = markup
    for sign in ["−", "+", "±"] {
      var pieces = result.split(separator: "<mo>\(sign)</mo>", omittingEmptySubsequences: false)[...]
      guard var joined = pieces.popFirst().map(String.init), !pieces.isEmpty else { continue }
      for piece in pieces {
        let isPrefix = lastOperator(of: joined[...]).map { !closing.contains($0) } ?? false
        joined += (isPrefix ? "<mo form=\"prefix\">" : "<mo>") + "\(sign)</mo>" + piece
      }
      result = joined
    }
    return result
  }

  /// Returns the operator that `markup` ends with.
  private static func lastOperator(of markup: Substring) -> Substring? {
    guard markup.hasSuffix("</mo>") else { return nil }
    let rest = markup.dropLast("</mo>".count)
    guard let start = rest.lastIndex(of: ">") else { return nil }
    return rest[rest.index(after: start)...]
  }
}
