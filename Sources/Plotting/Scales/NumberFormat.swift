#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How numbers are written: with a minus sign, and without digits that say nothing.
public enum NumberFormat {
  /// Returns `value` with `decimals` digits after the point.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    let text = formatted("%.*f", [Int32(max(0, min(300, decimals))), value])
    // -0.004 with two decimals is 0.00, not −0.00.
    let isZero = !text.contains { $0 != "-" && $0 != "0" && $0 != "." }
    return isZero ? String(text.drop { $0 == "-" }) : withMinusSign(text)
  }

  /// Returns `value` with up to three significant digits, or `digits`, as a reader would say it.
  public static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return special(value) }
    if value == value.rounded(), abs(value) < 1e6 { return fixed(value, decimals: 0) }
    // Rounding first: 0.9996 is 1.00, which has another magnitude.
    let scientific = formatted("%.*e", [Int32(digits - 1), value])
    guard let mark = scientific.firstIndex(of: "e"),
      let exponent = Int(scientific[scientific.index(after: mark)...])
    else { return scientific }
    if exponent >= 6 || exponent < -4 {
      return withMinusSign(trimmed(String(scientific[..<mark]))) + "×10" + superscript(exponent)
    }
    return trimmed(fixed(value, decimals: max(0, digits - 1 - exponent)))
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

extension NumberFormat {
  /// Returns values written with the same number of decimals, as few as tell them exactly or to three digits.
  ///
  /// Whole numbers stay whole; very large and very small values become multiples of powers of ten, with three digits.
  /// Where a small value
  /// beside large ones would be off by more than a quarter, each value has decimals of its own.
  public static func aligned(_ values: [Double]) -> [String] {
    let finite = values.filter(\.isFinite)
    let largest = finite.reduce(0) { max($0, abs($1)) }
    let magnitude = decimalExponent(largest)
    if largest != 0, magnitude >= 6 || magnitude < -3 {
      return values.map {
        $0.isFinite ? power($0, exponent: decimalExponent($0), decimals: 2) : fixed($0, decimals: 0)
      }
    }
    let most = max(0, 2 - magnitude)
    let decimals = (0..<most).first { decimals in
      let scale = [1.0, 10, 100, 1e3, 1e4, 1e5][decimals]
      return finite.allSatisfy { abs(($0 * scale).rounded() - $0 * scale) < 1e-6 }
    }
    let scale = [1.0, 10, 100, 1e3, 1e4, 1e5][decimals ?? most]
    let tellsAll = finite.allSatisfy { abs(($0 * scale).rounded() / scale - $0) <= abs($0) / 4 }
    return values.map { tellsAll || !$0.isFinite ? fixed($0, decimals: decimals ?? most) : aligned([$0])[0] }
  }
}
