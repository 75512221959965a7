/// Expects that `condition` holds.
///
/// An expectation that fails turns the run red and does not stop the cell. The forms that compare two values say both
/// of them when they fail; this one can only say that the condition is false.
public func expect(
  _ condition: Bool, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(Finding(condition), comment, line, column)
}

/// Expects that `value` equals `expected`.
public func expect<Value: Equatable>(
  _ value: Value, equals expected: Value, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(Finding(value, equals: expected), comment, line, column)
}

/// Expects that no number in `value` is further than `tolerance` from the one in `expected`.
public func expect<Value: ApproximatelyComparable>(
  _ value: Value, equals expected: Value, within tolerance: Double, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  report(Finding(value, equals: expected, within: tolerance), comment, line, column)
}

/// Expects that `value` is less than `bound`.
public func expect<Value: Comparable>(
  _ value: Value, isLessThan bound: Value, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(Finding(value, .less, bound), comment, line, column)
}

/// Expects that `value` is `bound` or less.
public func expect<Value: Comparable>(
  _ value: Value, isAtMost bound: Value, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(Finding(value, .atMost, bound), comment, line, column)
}

/// Expects that `value` is greater than `bound`.
public func expect<Value: Comparable>(
  _ value: Value, isGreaterThan bound: Value, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(Finding(value, .greater, bound), comment, line, column)
}

/// Expects that `value` is `bound` or more.
public func expect<Value: Comparable>(
  _ value: Value, isAtLeast bound: Value, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(Finding(value, .atLeast, bound), comment, line, column)
}

/// Expects that `body` throws an error of type `Failure`.
public func expect<Failure: Error>(
  throws type: Failure.Type, _ comment: String = "", line: Int = #line, column: Int = #column,
  _ body: () throws -> Void
) {
  report(Finding(throws: type, body), comment, line, column)
}

private func report(_ finding: Finding, _ comment: String, _ line: Int, _ column: Int) {
  DisplayChannel.current.send(
    .expectation(
      Expectation(
        passed: finding.passed, comment: comment, details: finding.details, line: line, column: column)))
}
