/// Expects that `condition` holds.
///
/// An expectation that fails turns the run red and does not stop the cell. The forms that compare two values say both
/// of them when they fail; this one can only say that the condition is false.
///
/// - Parameter isExample: Whether the data are those that the author chose. A reader may change them: what then does not
///   hold is reported as a difference from the original example, and turns nothing red.
public func expect(
  _ condition: Bool, when isExample: Bool = true, _ comment: String = "", line: Int = #line,
  column: Int = #column
) {
  report(Finding(condition), isExample, comment, line, column)
}

/// Expects that `value` equals `expected`.
public func expect<Value: Equatable>(
  _ value: Value, equals expected: Value, when isExample: Bool = true, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, equals: expected), isExample, comment, line, column)
}

/// Expects that no number in `value` is further than `tolerance` from the one in `expected`.
public func expect<Value: ApproximatelyComparable>(
  _ value: Value, equals expected: Value, within tolerance: Double, when isExample: Bool = true,
  _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, equals: expected, within: tolerance), isExample, comment, line, column)
}

/// Expects that `value` is less than `bound`.
public func expect<Value: Comparable>(
  _ value: Value, isLessThan bound: Value, when isExample: Bool = true, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, .less, bound), isExample, comment, line, column)
}

/// Expects that `value` is `bound` or less.
public func expect<Value: Comparable>(
  _ value: Value, isAtMost bound: Value, when isExample: Bool = true, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, .atMost, bound), isExample, comment, line, column)
}

/// Expects that `value` is greater than `bound`.
public func expect<Value: Comparable>(
  _ value: Value, isGreaterThan bound: Value, when isExample: Bool = true, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, .greater, bound), isExample, comment, line, column)
}

/// Expects that `value` is `bound` or more.
public func expect<Value: Comparable>(
  _ value: Value, isAtLeast bound: Value, when isExample: Bool = true, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, .atLeast, bound), isExample, comment, line, column)
}

/// Expects that `body` throws an error of type `Failure`.
public func expect<Failure: Error>(
  throws type: Failure.Type, when isExample: Bool = true, _ comment: String = "", line: Int = #line,
  column: Int = #column,
  _ body: () throws -> Void
) {
  report(Finding(throws: type, body), isExample, comment, line, column)
}

private func report(
  _ finding: Finding, _ isExample: Bool, _ comment: String, _ line: Int, _ column: Int
) {
  DisplayChannel.current.send(
    .expectation(
      Expectation(
        passed: finding.passed, isBinding: isExample, comment: comment, details: finding.details, line: line,
        column: column)))
}
