#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The labeled values of an axis.
package struct Ticks: Sendable, Equatable {
  /// The values, growing.
  package var values: [Double]
  /// How each value is written.
  package var labels: [String]
  /// What has to be added to each label, such as "+ 1000.5"; empty for nothing.
  package var offset = ""
  /// Values between the labeled ones, growing, that take a short line each.
  package var minor: [Double] = []

  /// Creates ticks.
  package init(values: [Double], labels: [String], offset: String = "", minor: [Double] = []) {
    self.values = values
    self.labels = labels
    self.offset = offset
    self.minor = minor
  }
}

extension Ticks {
  /// Returns the multiples of 1, 2 or 5 times a power of ten that lie within `limits`.
  ///
  /// The step is the smallest one that makes at most `intervals` intervals, so the labels have the fewest digits
  /// for their number; a smaller one if there would not be two labels, without which nothing can be read off.
  /// `wholeNumbers` excludes steps below 1.
  ///
  /// - SeeAlso: Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990, for the choice of 1, 2 and 5.
  package static func linear(
    _ limits: ClosedRange<Double>, intervals: Int, wholeNumbers: Bool = false
  ) -> Ticks {
    let wished = max(1, intervals)
    // Five intervals or more hold two multiples of a step.
    let candidates = (wished...max(wished, 5)).lazy.map { divided(limits, intervals: $0, wholeNumbers) }
    return candidates.first { $0.values.count >= 2 } ?? divided(limits, intervals: wished, wholeNumbers)
  }

  private static func divided(
    _ limits: ClosedRange<Double>, intervals: Int, _ wholeNumbers: Bool
  ) -> Ticks {
    var step = Step(atLeast: (limits.upperBound / 2 - limits.lowerBound / 2) / Double(intervals) * 2)
    if wholeNumbers, step.exponent < 0 { step = Step(digit: 1, exponent: 0) }
    // A limit that is a multiple of the step up to rounding has its tick.
    let slack = 1e-9
    let first = ceil(step.count(in: limits.lowerBound) - slack)
    let last = floor(step.count(in: limits.upperBound) + slack)
    guard first.isFinite, last.isFinite, first <= last, last - first <= 1000 else {
      return Ticks(values: [], labels: [])
    }
    let values = (0...Int(last - first)).map { step.multiple(first + Double($0)) }.filter(\.isFinite)
    if let ticks = shortened(values, step, first: first) { return ticks }
    return Ticks(values: values, labels: labels(values, lastDigit: step.exponent))
  }

  /// Returns ticks with labels that count from an offset; `nil` if whole labels are short enough.
  ///
  /// The offset is a round number below the first tick, so that labels differ from it in their last digits alone.
  private static func shortened(_ values: [Double], _ step: Step, first: Double) -> Ticks? {
    let largest = max(abs(values.first ?? 0), abs(values.last ?? 0))
    let digits = NumberFormat.decimalExponent(largest) - step.exponent
    guard values.count > 1, step.exponent < 0 || step.exponent > 5 || digits >= 10, digits >= 6,
      abs(first) < 4e15
    else {
      return nil
    }
    // A power of ten that holds the whole range, counted in steps.
    var unit = Step(digit: 1, exponent: step.exponent)
    while unit.multiple(1) < step.multiple(Double(values.count)) { unit.exponent += 1 }
    let perUnit = (unit.multiple(1) / step.multiple(1)).rounded()
    let units = floor(first / perUnit)
    let offset = unit.multiple(units)
    let differences = values.indices.map { step.multiple(first + Double($0) - units * perUnit) }
    let text = labels([offset], lastDigit: unit.exponent)[0]
    let isNegative = text.first == "−"
    return Ticks(
      values: values, labels: labels(differences, lastDigit: step.exponent),
      offset: isNegative ? "− " + text.dropFirst() : "+ " + text)
  }

  /// Returns how `values` are written when their last digit counts 10 to the power of `lastDigit`.
  static func labels(_ values: [Double], lastDigit: Int) -> [String] {
    let largest = values.reduce(0) { max($0, abs($1)) }
    let plain = values.map { NumberFormat.fixed($0, decimals: max(0, -lastDigit)) }
    if largest == 0 || (largest < 1e6 && largest >= 1e-3) { return plain }
    let exponent = NumberFormat.decimalExponent(largest)
    let powers = values.map {
      NumberFormat.power($0, exponent: exponent, decimals: max(0, exponent - lastDigit))
    }
    func length(_ labels: [String]) -> Int { labels.reduce(0) { max($0, $1.count) } }
    return length(powers) < length(plain) ? powers : plain
  }

  /// A distance between ticks: 1, 2 or 5 times a power of ten.
  private struct Step {
    var digit: Double
    var exponent: Int

    init(digit: Double, exponent: Int) {
      self.digit = digit
      self.exponent = exponent
    }

    /// Creates the smallest step of at least `size`.
    init(atLeast size: Double) {
      exponent = NumberFormat.decimalExponent(size)
      digit = 1
      let unit = self
      // 1.9999999 intervals too many come from rounding alone.
      guard let digit = [1, 2, 5].first(where: { $0 * unit.multiple(1) >= size * (1 - 1e-9) }) else {
        exponent += 1
        return
      }
      self.digit = digit
    }

    /// Returns `count` steps.
    ///
    /// Dividing by a power of ten rounds once, so 3 steps of 0.1 are 0.3.
    func multiple(_ count: Double) -> Double {
      exponent >= 0 || exponent < -300
        ? count * digit * pow(10, Double(exponent)) : count * digit / pow(10, Double(-exponent))
    }

    /// Returns how many steps make `value`.
    func count(in value: Double) -> Double { value / multiple(1) }
  }
}

extension Ticks {
  /// More short lines than this would run together.
  private static let minorLimit = 90

  /// Returns powers of ten within `limits`; 2 and 5 times them too where there is room.
  ///
  /// Limits that no power of ten divides get the ticks of a linear axis.
  package static func logarithmic(_ limits: ClosedRange<Double>, intervals: Int) -> Ticks {
    let slack = 1e-9
    let (low, high) = (log10(limits.lowerBound) - slack, log10(limits.upperBound) + slack)
    let decades = Int(ceil(low))...max(Int(ceil(low)), Int(floor(high)))
    let room = max(1, intervals)
    if (high - low) * 3 <= Double(room) {
      let values = (decades.lowerBound - 1...decades.upperBound)
        .flatMap { exponent in [1.0, 2, 5].map { value($0, exponent) } }
        .filter { log10($0) >= low && log10($0) <= high }
      if values.count >= 3 { return Ticks(values: values, labels: labels(logarithmic: values)) }
      return linear(limits, intervals: room)
    }
    let step = max(1, (decades.count + room - 2) / room)
    let values = decades.filter { $0 % step == 0 }.map { value(1, $0) }
      .filter { log10($0) >= low && log10($0) <= high }
    // Between decades that are all labeled, 2 to 9 times their powers; between others, the powers left out.
    let minor =
      step == 1
      ? (decades.lowerBound - 1...decades.upperBound).flatMap { exponent in
        (2...9).map { value(Double($0), exponent) }
      } : decades.filter { $0 % step != 0 }.map { value(1, $0) }
    if values.count < 2 { return linear(limits, intervals: room) }
    let shown = minor.filter { $0 > 0 && log10($0) >= low && log10($0) <= high }
    return Ticks(
      values: values, labels: labels(logarithmic: values), minor: shown.count > minorLimit ? [] : shown)
  }

  /// Returns powers of two within `limits`, at equal distances; limits that hold fewer than two get the ticks of a
  /// linear axis.
  package static func powersOfTwo(_ limits: ClosedRange<Double>, intervals: Int) -> Ticks {
    let slack = 1e-9
    let (low, high) = (log2(limits.lowerBound) - slack, log2(limits.upperBound) + slack)
    let (first, last) = (Int(ceil(low)), Int(floor(high)))
    guard first < last else { return linear(limits, intervals: max(1, intervals)) }
    let step = max(1, (last - first + max(1, intervals) - 1) / max(1, intervals))
    let exponents = (first...last).filter { $0.isMultiple(of: step) }
    if exponents.count < 2 { return linear(limits, intervals: max(1, intervals)) }
    let arePlain = exponents.allSatisfy { (-3...16).contains($0) }
    return Ticks(
      values: exponents.map { pow(2, Double($0)) },
      labels: exponents.map {
        arePlain ? NumberFormat.short(pow(2, Double($0)), digits: 6) : "2" + NumberFormat.superscript($0)
      })
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
