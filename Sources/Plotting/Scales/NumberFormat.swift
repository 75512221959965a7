internal import Glibc

/// How numbers are written: with a minus sign, and without digits that say nothing.
package enum NumberFormat {
  /// Returns `value` with `decimals` digits after the point.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    let text = formatted("%.*f", [Int32(max(0, min(300, decimals))), value])
    // -0.004 with two decimals is 0.00, not −0.00.
    let isZero = !text.contains { $0 != "-" && $0 != "0" && $0 != "." }
    return isZero ? String(text.drop { $0 == "-" }) : withMinusSign(text)
  }

  /// Returns `value` with up to three significant digits, as a reader would say it.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    if value == 0 { return "0" }
    // Rounding first: 0.9996 is 1.00, which has another magnitude.
    let scientific = formatted("%.2e", [value])
    guard let mark = scientific.firstIndex(of: "e"),
      let exponent = Int(scientific[scientific.index(after: mark)...])
    else { return scientific }
    if exponent >= 6 || exponent < -4 {
      return withMinusSign(trimmed(String(scientific[..<mark]))) + "×10" + superscript(exponent)
    }
    if value == value.rounded() { return fixed(value, decimals: 0) }
    return trimmed(fixed(value, decimals: max(0, 2 - exponent)))
  }

  /// Returns the digits without zeros at the end of a fraction.
  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text[...]
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }

  /// Returns `value` as a multiple of a power of ten, such as "1.5×10⁶".
  package static func power(_ value: Double, exponent: Int, decimals: Int) -> String {
    if value == 0 { return "0" }
    // Dividing twice keeps powers beyond 10³⁰⁸ from overflowing.
    let half = exponent / 2
    let mantissa = value / pow(10, Double(half)) / pow(10, Double(exponent - half))
    return fixed(mantissa, decimals: decimals) + "×10" + superscript(exponent)
  }

  /// Returns the largest e with 10ᵉ ≤ |value|; 0 for zero.
  static func decimalExponent(_ value: Double) -> Int {
    guard value != 0, value.isFinite else { return 0 }
    // "%e" rounds correctly where log10 may be off by one.
    let text = formatted("%.14e", [abs(value)])
    return text.firstIndex(of: "e").flatMap { Int(text[text.index(after: $0)...]) } ?? 0
  }

  /// Returns a whole number in raised digits.
  static func superscript(_ value: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String("\(value)".map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "NaN" : value > 0 ? "∞" : "−∞"
  }

  private static func withMinusSign(_ text: String) -> String {
    text.first == "-" ? "−" + text.dropFirst() : text
  }

  private static func formatted(_ format: String, _ arguments: [any CVarArg]) -> String {
    withVaList(arguments) { list in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 800) { buffer in
        _ = vsnprintf(buffer.baseAddress, buffer.count, format, list)
        return String(cString: buffer.baseAddress!)
      }
    }
  }
}
