/// What an expectation found: whether it holds, and what to say if it does not.
package struct Finding: Equatable {
  /// Whether the expectation holds.
  package var passed: Bool
  /// What was found and what had to be found; empty if the expectation holds.
  package var details: String

  private init(_ passed: Bool, _ details: @autoclosure () -> String) {
    self.passed = passed
    self.details = passed ? "" : details()
  }

  private init(_ passed: Bool, expected: Any, got value: Any, _ more: String? = nil) {
    self.init(
      passed, (["expected \(expected)", "got \(value)"] + (more.map { [$0] } ?? [])).joined(separator: "\n"))
  }

  /// A condition, of which nothing is known but whether it holds.
  package init(_ condition: Bool) { self.init(condition, "the condition is false") }

  /// A value that has to equal another one.
  package init<Value: Equatable>(_ value: Value, equals expected: Value) {
    self.init(value == expected, expected: expected, got: value)
  }

  /// Numbers that have to be near others.
  package init<Value: ApproximatelyComparable>(
    _ value: Value, equals expected: Value, within tolerance: Double
  ) {
    let difference = value.largestDifference(from: expected)
    let words = difference.map { "they differ by \($0), more than \(tolerance)" } ?? "their shapes differ"
    self.init(difference.map { $0 <= tolerance } ?? false, expected: expected, got: value, words)
  }

  /// A value that has to be on one side of a bound.
  package init<Value: Comparable>(_ value: Value, _ side: Side, _ bound: Value) {
    let passed =
      switch side {
      case .less: value < bound
      case .atMost: value <= bound
      case .greater: value > bound
      case .atLeast: value >= bound
      }
    self.init(passed, expected: "\(side.rawValue) \(bound)", got: value)
  }

  /// A call that has to throw an error of type `Failure`.
  package init<Failure: Error>(throws type: Failure.Type, _ body: () throws -> Void) {
    do {
      try body()
      self.init(false, "nothing was thrown, expected \(type)")
    } catch {
      self.init(error is Failure, expected: type, got: error)
    }
  }

  /// The sides of a bound, each as a message calls it.
  package enum Side: String, CaseIterable {
    case less = "less than"
    case atMost = "at most"
    case greater = "greater than"
    case atLeast = "at least"
  }
}
