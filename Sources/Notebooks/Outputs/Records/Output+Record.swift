internal import Display

extension Output {
  /// The output as a record; `files` names the pictures.
  func record(_ files: inout FigureFiles) -> JSON {
    switch self {
    case .standardOutput(let text): .record(["kind": .string("stdout"), "text": .string(text)])
    case .standardError(let text): .record(["kind": .string("stderr"), "text": .string(text)])
    case .text(let text): .record(["kind": .string("text"), "text": .string(text)])
    case .recorded(let value): value.record
    case .table(let table): table.record
    case .figure(let figure): figure.record(files.take())
    case .expectation(let expectation): expectation.record
    case .diagnostic(let problem): .record(["kind": .string("diagnostic"), "diagnostic": problem.record])
    }
  }

  /// Reads a record.
  init(_ record: RecordReader, picture: (String) throws(NotebookError) -> [UInt8]) throws {
    switch try record.text("kind") {
    case "stdout": self = .standardOutput(try record.text("text"))
    case "stderr": self = .standardError(try record.text("text"))
    case "text": self = .text(try record.text("text"))
    case "recorded": self = .recorded(try RecordedValue(record))
    case "table": self = .table(try TableOutput(record))
    case "figure": self = .figure(try FigureOutput(record, picture: picture))
    case "expectation": self = .expectation(try ExpectationOutput(record))
    case "diagnostic":
      guard let problem = record.object("diagnostic") else { throw record.failure("diagnostic", "an object") }
      self = .diagnostic(try Diagnostic(problem))
    default: throw record.failure("kind", "the kind of an output")
    }
  }
}
