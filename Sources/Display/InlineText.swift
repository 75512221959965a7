/// How a value is put into a sentence.
package enum InlineText {
  /// The number of digits of a floating-point number that a sentence shows.
  private static let digitCount = 4

  /// Returns `value` as a piece of a sentence.
  ///
  /// A text stays as it is. A floating-point number is rounded to four significant digits, never before the
  /// decimal point, and one that is very small or very large has a power of ten: `0.3333`, `12346`, `1.5 × 10⁻⁷`.
  /// An optional is its value, or `nil`.
  package static func text(of value: Any) -> String {
    switch value {
    case let number as Double: rounded(number.description)
    case let number as Float: rounded(number.description)
    case let value as any Displayable:
      value.mimeBundle.bytes(of: MIMEType.plainText).map { String(decoding: $0, as: UTF8.self) }
        ?? String(describing: value)
    case let optional as any OptionalValue: optional.content.map(text) ?? "nil"
    default: String(describing: value)
    }
  }

  /// Returns the number that Swift spells `description`, with few digits.
  private static func rounded(_ description: String) -> String {
    var spelling = description[...]
    let sign = spelling.first == "-" ? "−" : ""
    if spelling.first == "-" { spelling.removeFirst() }
    if spelling == "inf" { return sign + "∞" }
    guard spelling.first?.isNumber == true else { return "NaN" }
    var number = DecimalDigits(spelling: spelling)
    if number.digits.isEmpty { return "0" }
    if !(-4..<15).contains(number.exponent) {
      number.round(toDigits: digitCount)
      return sign + number.text(pointAfter: 1) + " × 10" + superscript(number.exponent)
    }
    number.round(toDigits: max(digitCount, number.exponent + 1))
    return sign + number.text(pointAfter: number.exponent + 1)
  }

  private static func superscript(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = String(String(exponent.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] })
    return (exponent < 0 ? "⁻" : "") + raised
  }
}

/// An optional of any type, seen without its type.
private protocol OptionalValue {
  /// What it holds.
  var content: Any? { get }
}

extension Optional: OptionalValue {
  fileprivate var content: Any? { self }
}
