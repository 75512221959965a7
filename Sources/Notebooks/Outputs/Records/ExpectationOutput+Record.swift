internal import Display

extension ExpectationOutput {
  /// The expectation as a record.
  var record: JSON {
    .record([
      "kind": .string("expectation"), "passed": .bool(passed),
      "exemption": exemption.map { .string($0.rawValue) }, "comment": .string(comment),
      "code": .string(code), "details": .string(details), "location": location.record,
    ])
  }

  /// Reads a record.
  init(_ record: RecordReader) throws {
    guard let location = try record.object("location").map({ try SourceLocation($0) }) else {
      throw record.failure("location", "a place")
    }
    var exemption: Exemption?
    if record.value("exemption") != nil {
      exemption = Exemption(rawValue: try record.text("exemption"))
      guard exemption != nil else { throw record.failure("exemption", "why an expectation may be unmet") }
    }
    self.init(
      passed: try record.bool("passed"), exemption: exemption, comment: try record.text("comment"),
      code: try record.text("code"),
      details: try record.text("details"), location: location)
  }
}
