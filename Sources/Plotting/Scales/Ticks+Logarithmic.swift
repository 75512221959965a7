internal import Glibc

extension Ticks {
  /// More short lines than this would run together.
  private static let minorLimit = 90

  /// Returns powers of ten within `limits`; 2 and 5 times them too where there is room.
  ///
  /// Limits that no power of ten divides get the ticks of a linear axis.
  package static func logarithmic(_ limits: ClosedRange<Double>, intervals: Int) -> Ticks {
    let slack = 1e-9
    let (low, high) = (Glibc.log10(limits.lowerBound) - slack, Glibc.log10(limits.upperBound) + slack)
    let decades = Int(ceil(low))...max(Int(ceil(low)), Int(floor(high)))
    let room = max(1, intervals)
    if (high - low) * 3 <= Double(room) {
      let values = (decades.lowerBound - 1...decades.upperBound)
        .flatMap { exponent in [1.0, 2, 5].map { value($0, exponent) } }
        .filter { Glibc.log10($0) >= low && Glibc.log10($0) <= high }
      if values.count >= 3 { return Ticks(values: values, labels: labels(logarithmic: values)) }
      return linear(limits, intervals: room)
    }
    let step = max(1, (decades.count + room - 2) / room)
    let values = decades.filter { $0 % step == 0 }.map { value(1, $0) }
      .filter { Glibc.log10($0) >= low && Glibc.log10($0) <= high }
    // Between decades that are all labeled, 2 to 9 times their powers; between others, the powers left out.
    let minor =
      step == 1
      ? (decades.lowerBound - 1...decades.upperBound).flatMap { exponent in
        (2...9).map { value(Double($0), exponent) }
      } : decades.filter { $0 % step != 0 }.map { value(1, $0) }
    if values.count < 2 { return linear(limits, intervals: room) }
    let shown = minor.filter { $0 > 0 && Glibc.log10($0) >= low && Glibc.log10($0) <= high }
    return Ticks(
      values: values, labels: labels(logarithmic: values), minor: shown.count > minorLimit ? [] : shown)
  }

  private static func value(_ digit: Double, _ exponent: Int) -> Double {
    exponent >= 0 ? digit * pow(10, Double(exponent)) : digit / pow(10, Double(-exponent))
  }

  /// Returns plain numbers from 0.001 to 10000, and powers of ten beyond or for more than three decades.
  private static func labels(logarithmic values: [Double]) -> [String] {
    let exponents = values.map(NumberFormat.decimalExponent)
    let span = (exponents.last ?? 0) - (exponents.first ?? 0)
    if span <= 3, exponents.allSatisfy({ (-3...4).contains($0) }) {
      return zip(values, exponents).map { NumberFormat.fixed($0, decimals: max(0, -$1)) }
    }
    return zip(values, exponents).map { value, exponent in
      let digit = (value / pow(10, Double(exponent))).rounded()
      let power = "10" + NumberFormat.superscript(exponent)
      return digit == 1 ? power : NumberFormat.fixed(digit, decimals: 0) + "×" + power
    }
  }
}
