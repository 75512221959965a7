/// How a number is written in a text: `"\(loss, .decimals(2))"`.
///
/// The exact value is rounded, half away from zero; a negative number has a minus sign, `−0.25`, and zero has none.
public struct NumberStyle: Sendable, Equatable {
  private let decimals: Int
  /// The power of ten that the number is multiplied by.
  private let power: Int
  private let separator: String
  /// What follows the number.
  package let unit: String

  private init(decimals: Int, power: Int = 0, separator: String = "", unit: String = "") {
    guard decimals >= 0 else { fatalError("the number of decimals is at least 0, got \(decimals)") }
    self.decimals = decimals
    self.power = power
    self.separator = separator
    self.unit = unit
  }

  /// With `count` digits after the decimal point: `0.25` for 0.2493 and two.
  public static func decimals(_ count: Int) -> NumberStyle { NumberStyle(decimals: count) }

  /// A fraction in percent, whole: `93 %` for 0.934.
  public static let percent = percent(decimals: 0)

  /// A fraction in percent, with `decimals` digits after the decimal point: `93.4 %` for 0.934 and one.
  public static func percent(decimals: Int) -> NumberStyle {
    NumberStyle(decimals: decimals, power: 2, unit: "\u{A0}%")
  }

  /// A whole number with commas between groups of three digits: `268,435,712`.
  public static let grouped = NumberStyle(decimals: 0, separator: ",")

  /// Returns `value` without the unit.
  package func number(_ value: some BinaryFloatingPoint) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    return text(DecimalDigits(exactly: Double(value)), isNegative: value < 0)
  }

  /// Returns `value` without the unit.
  fileprivate func number(_ value: some BinaryInteger) -> String {
    text(DecimalDigits(spelling: "\(value.magnitude)"[...]), isNegative: value < 0)
  }

  private func text(_ number: DecimalDigits, isNegative: Bool) -> String {
    var number = number
    number.shift(by: power)
    let (whole, fraction) = number.text(decimals: decimals)
    let isZero = (whole + fraction).allSatisfy { $0 == "0" }
    return (isNegative && !isZero ? "−" : "") + grouped(whole) + (decimals > 0 ? "." + fraction : "")
  }

  private func grouped(_ digits: String) -> String {
    guard !separator.isEmpty else { return digits }
    return digits.enumerated().map { index, digit in
      (index > 0 && (digits.count - index) % 3 == 0 ? separator : "") + String(digit)
    }.joined()
  }
}

extension DefaultStringInterpolation {
  /// Appends a number as `style` writes it: `"\(accuracy, .percent)"`.
  public mutating func appendInterpolation(_ value: some BinaryFloatingPoint, _ style: NumberStyle) {
    appendLiteral(style.number(value) + style.unit)
  }

  /// Appends a whole number as `style` writes it: `"\(count, .grouped)"`.
  public mutating func appendInterpolation(_ value: some BinaryInteger, _ style: NumberStyle) {
    appendLiteral(style.number(value) + style.unit)
  }
}
