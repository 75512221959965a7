internal import Display

extension ExpectationOutput {
  /// The expectation as a record.
  var record: JSON {
    .record([
      "kind": .string("expectation"), "passed": .bool(passed), "comment": .string(comment),
      "code": .string(code), "details": .string(details), "location": location.record,
    ])
  }

  /// Reads a record.
  init(_ record: RecordReader) throws {
    guard let location = try record.object("location").map({ try SourceLocation($0) }) else {
      throw record.failure("location", "a place")
    }
    self.init(
      passed: try record.bool("passed"), comment: try record.text("comment"), code: try record.text("code"),
      details: try record.text("details"), location: location)
  }
}
