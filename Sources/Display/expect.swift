/// Claims that `condition` holds.
///
/// A claim that fails turns the run red and does not stop the cell.
public func expect(
  _ condition: Bool, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(passed: condition, comment, details: "the condition is false", line, column)
}

/// Claims that `value` equals `expected`.
public func expect<Value: Equatable>(
  _ value: Value, equals expected: Value, _ comment: String = "", line: Int = #line, column: Int = #column
) {
  report(
    passed: value == expected, comment, details: "expected \(expected)\ngot \(value)", line, column)
}

/// Claims that no number in `value` is further than `tolerance` from the one in `expected`.
public func expect<Value: ApproximatelyComparable>(
  _ value: Value, equals expected: Value, within tolerance: Double, _ comment: String = "",
  line: Int = #line, column: Int = #column
) {
  let difference = value.largestDifference(from: expected)
  let verdict = difference.map { "they differ by \($0), more than \(tolerance)" } ?? "their shapes differ"
  report(
    passed: difference.map { $0 <= tolerance } ?? false, comment,
    details: "expected \(expected)\ngot \(value)\n\(verdict)", line, column)
}

/// Claims that `body` throws an error of type `Failure`.
public func expect<Failure: Error>(
  throws type: Failure.Type, _ comment: String = "", line: Int = #line, column: Int = #column,
  _ body: () throws -> Void
) {
  do {
    try body()
    report(passed: false, comment, details: "nothing was thrown, expected \(type)", line, column)
  } catch {
    report(
      passed: error is Failure, comment, details: "expected \(type)\ngot \(error)", line, column)
  }
}

private func report(passed: Bool, _ comment: String, details: String, _ line: Int, _ column: Int) {
  DisplayChannel.current.send(
    .expectation(
      Expectation(
        passed: passed, comment: comment, details: passed ? "" : details, line: line, column: column)))
}
