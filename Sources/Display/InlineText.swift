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
    var (digits, exponent) = decimal(spelling)
    if digits.isEmpty { return "0" }
    if !(-4..<15).contains(exponent) {
      round(&digits, &exponent, to: digitCount)
      return sign + point(digits, after: 1) + " × 10" + superscript(exponent)
    }
    round(&digits, &exponent, to: max(digitCount, exponent + 1))
    return sign + point(digits, after: exponent + 1)
  }

  /// Returns the digits of a positive number without zeros at either end, and the power of ten of the first.
  private static func decimal(_ spelling: Substring) -> (digits: [Int], exponent: Int) {
    let parts = spelling.split(separator: "e")
    let (whole, fraction) = (parts[0].prefix { $0 != "." }, parts[0].drop { $0 != "." }.dropFirst())
    var digits = (whole + fraction).compactMap(\.wholeNumberValue)
    var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == 0 { digits.removeLast() }
    return (digits, exponent)
  }

  /// Rounds to `count` digits, half away from zero.
  private static func round(_ digits: inout [Int], _ exponent: inout Int, to count: Int) {
    guard digits.count > count else { return }
    let carries = digits[count] >= 5
    digits.removeLast(digits.count - count)
    if carries {
      while digits.last == 9 { digits.removeLast() }
      if digits.isEmpty {
        digits = [1]
        exponent += 1
      } else {
        digits[digits.count - 1] += 1
      }
    }
    while digits.last == 0 { digits.removeLast() }
  }

  /// Returns `digits` with a decimal point behind the first `count`, which may be negative.
  private static func point(_ digits: [Int], after count: Int) -> String {
    func text(_ digits: some Sequence<Int>) -> String { digits.map(String.init).joined() }
    if count <= 0 { return "0." + String(repeating: "0", count: -count) + text(digits) }
    if digits.count <= count { return text(digits) + String(repeating: "0", count: count - digits.count) }
    return text(digits.prefix(count)) + "." + text(digits.dropFirst(count))
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
