internal import Foundation
internal import Yams

/// The values that a parameter may have, from which `nbrun sweep --random` draws.
public enum ParameterRange: Sendable, Equatable {
  /// One of these.
  case choices([ParameterValue])
  /// A number from the lower to the upper bound; on a logarithmic scale, each power of ten is as likely as any other.
  case numbers(ClosedRange<Double>, isLogarithmic: Bool)

  /// The number of significant digits of a decimal number that is drawn.
  private static let digitCount = 4

  /// Returns the value at `fraction`, from 0 to below 1, of the range for a parameter of the type `kind`.
  ///
  /// Equal fractions give equal values, and random ones values that are spread evenly over the scale.
  public func value(at fraction: Double, _ kind: ParameterValue.Kind) -> ParameterValue {
    switch self {
    case .choices(let values): return values[min(values.count - 1, Int(fraction * Double(values.count)))]
    case .numbers(let range, let isLogarithmic):
      if kind == .integer, !isLogarithmic {
        let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
        return .integer(min(high, low + Int(fraction * (Double(high - low) + 1))))
      }
      let (low, high) =
        isLogarithmic ? (log(range.lowerBound), log(range.upperBound)) : (range.lowerBound, range.upperBound)
      let between = low + fraction * (high - low)
      let number = min(max(isLogarithmic ? exp(between) : between, range.lowerBound), range.upperBound)
      if kind == .integer { return .integer(Int(number.rounded())) }
      return .decimal(ParameterRange.rounded(number))
    }
  }

  /// Whether `value` is in the range.
  func contains(_ value: ParameterValue) -> Bool {
    switch self {
    case .choices(let values): values.contains { $0.texts == value.texts }
    case .numbers(let range, _): value.number.map(range.contains) ?? false
    }
  }

  /// The range as a message names it.
  var words: String {
    switch self {
    case .choices(let values): "one of " + values.map(\.literal).joined(separator: ", ")
    case .numbers(let range, _):
      "a number from \(ParameterRange.text(range.lowerBound)) to \(ParameterRange.text(range.upperBound))"
    }
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  private static func rounded(_ number: Double) -> String {
    guard number != 0, number.isFinite else { return "0.0" }
    let power = pow(10, Double(digitCount - 1) - floor(log10(abs(number))))
    let digits = (number * power).rounded() / power
    return "\(Float(digits))"
  }
}

extension ParameterValue {
  /// The value as a number, if it is one.
  package var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .decimal: texts.first.flatMap(Double.init)
    case .choice, .text, .list: nil
    }
  }
}

// MARK: - Reading

extension ParameterRange {
  /// Reads what stands beside `value:` below the name of a parameter; nil if there is nothing, a text for a fault.
  static func read(_ mapping: Node.Mapping, of value: ParameterValue) -> Result<ParameterRange?, Fault> {
    let keys = mapping.keys.compactMap(\.scalar?.string).filter { $0 != "value" }
    if let unknown = keys.first(where: { !["choices", "min", "max", "scale"].contains($0) }) {
      return .failure(Fault("has 'value', 'min', 'max', 'scale' and 'choices', but no '\(unknown)'"))
    }
    if let choices = mapping[Node("choices")] {
      guard keys.count == 1 else { return .failure(Fault("has either 'choices' or 'min' and 'max'")) }
      let values = choices.sequence?.map { ParameterValue($0, as: value.kind) } ?? []
      guard !values.isEmpty, values.allSatisfy({ $0 != nil }) else {
        return .failure(Fault("takes a list of values like its own as 'choices'"))
      }
      return check(.choices(values.compactMap(\.self)), of: value)
    }
    if keys.isEmpty { return .success(nil) }
    guard value.kind == .integer || value.kind == .decimal else {
      return .failure(Fault("is no number, and has 'choices' instead of 'min' and 'max'"))
    }
    let bounds = ["min", "max"].map { key in
      mapping[Node(key)].flatMap { ParameterValue($0, as: value.kind) }?.number
    }
    guard let low = bounds[0], let high = bounds[1], low.isFinite, high.isFinite, low <= high else {
      return .failure(
        Fault("takes \(value.kind.expected) as 'min' and another, which is not smaller, as 'max'"))
    }
    var isLogarithmic = false
    switch mapping[Node("scale")]?.scalar?.string {
    case nil where mapping[Node("scale")] == nil, "linear": break
    case "log" where low > 0: isLogarithmic = true
    case "log": return .failure(Fault("takes 'scale: log' only with a 'min' above 0"))
    default: return .failure(Fault("takes 'linear' or 'log' as 'scale'"))
    }
    return check(.numbers(low...high, isLogarithmic: isLogarithmic), of: value)
  }

  private static func check(
    _ range: ParameterRange, of value: ParameterValue
  ) -> Result<ParameterRange?, Fault> {
    range.contains(value) ? .success(range) : .failure(Fault("has a value that is not \(range.words)"))
  }

  /// What is wrong with a range, as the end of a sentence about the parameter.
  struct Fault: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }
}
