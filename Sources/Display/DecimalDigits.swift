/// The magnitude of a number in decimal digits, which can be rounded and written without any binary arithmetic.
package struct DecimalDigits {
  /// The digits without zeros at either end; none for zero.
  package private(set) var digits: [Int]
  /// The power of ten of the first digit.
  package private(set) var exponent: Int

  /// Creates the digits of a number that Swift spells `spelling`, without a sign, such as `1.5e-07`.
  init(spelling: Substring) {
    let parts = spelling.split(separator: "e")
    let (whole, fraction) = (parts[0].prefix { $0 != "." }, parts[0].drop { $0 != "." }.dropFirst())
    digits = (whole + fraction).compactMap(\.wholeNumberValue)
    exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    dropZeros()
  }

  /// Creates all digits of the exact value of a finite number: a half has one, the `Double` nearest to 0.1 has 55.
  package init(exactly value: Double) {
    guard value != 0 else {
      (digits, exponent) = ([], 0)
      return
    }
    let width = value.significandWidth
    let integer = UInt64(Double(sign: .plus, exponent: width, significand: value.significand))
    let power = Int(value.exponent) - width
    // From the last digit to the first one. A power 2⁻ᵏ is 5ᵏ · 10⁻ᵏ.
    var reversed = String(integer).reversed().compactMap(\.wholeNumberValue)
    for _ in 0..<power.magnitude {
      var carry = 0
      for index in reversed.indices {
        let product = reversed[index] * (power > 0 ? 2 : 5) + carry
        reversed[index] = product % 10
        carry = product / 10
      }
      if carry > 0 { reversed.append(carry) }
    }
    digits = reversed.reversed()
    exponent = digits.count - 1 + min(0, power)
    dropZeros()
  }

  private mutating func dropZeros() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == 0 { digits.removeLast() }
  }

  /// Multiplies the number by a power of ten.
  mutating func shift(by power: Int) { exponent += power }

  /// Rounds to `count` digits, half away from zero; a negative count leaves zero.
  mutating func round(toDigits count: Int) {
    guard digits.count > count else { return }
    let carries = count >= 0 && digits[count] >= 5
    digits.removeLast(digits.count - max(0, count))
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

  /// Returns the digits with a decimal point behind the first `count`, which may be negative.
  func text(pointAfter count: Int) -> String {
    func text(_ digits: some Sequence<Int>) -> String { digits.map(String.init).joined() }
    if count <= 0 { return "0." + String(repeating: "0", count: -count) + text(digits) }
    if digits.count <= count { return text(digits) + String(repeating: "0", count: count - digits.count) }
    return text(digits.prefix(count)) + "." + text(digits.dropFirst(count))
  }

  /// Returns the number rounded to `decimals` digits after the decimal point, half away from zero.
  func text(decimals: Int) -> (whole: String, fraction: String) {
    var rounded = self
    rounded.round(toDigits: exponent + 1 + decimals)
    // The digit at a power of ten.
    func digit(_ power: Int) -> String {
      let index = rounded.exponent - power
      return rounded.digits.indices.contains(index) ? "\(rounded.digits[index])" : "0"
    }
    let first = rounded.digits.isEmpty ? 0 : max(0, rounded.exponent)
    return (
      (0...first).reversed().map(digit).joined(), (0..<decimals).map { digit(-1 - $0) }.joined()
    )
  }
}
