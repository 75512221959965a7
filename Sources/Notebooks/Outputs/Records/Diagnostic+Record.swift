internal import Display

extension Diagnostic {
  /// The diagnostic as a record.
  var record: JSON {
    .record([
      "severity": .string(severity.rawValue), "message": .string(message), "location": location?.record,
      "notes": notes.isEmpty ? nil : .array(notes.map(\.record)),
    ])
  }

  /// Reads a record.
  init(_ record: RecordReader) throws {
    guard let severity = Severity(rawValue: try record.text("severity")) else {
      throw record.failure("severity", "'error', 'warning' or 'note'")
    }
    self.init(
      severity, try record.text("message"), at: try record.object("location").map { try SourceLocation($0) },
      notes: record.value("notes") == nil ? [] : try record.list("notes").map { try Diagnostic($0) })
  }
}

extension SourceLocation {
  /// The place as a record.
  var record: JSON { .record(["line": .int(line), "column": .int(column)]) }

  /// Reads a record.
  init(_ record: RecordReader) throws {
    self.init(line: try record.integer("line"), column: try record.integer("column"))
  }
}
