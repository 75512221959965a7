internal import Display

extension CellResult {
  /// The cell as a record; `files` names the pictures.
  func record(_ files: inout FigureFiles) -> JSON {
    var records: [JSON] = []
    for output in outputs { records.append(output.record(&files)) }
    return .record([
      "name": .string(name), "number": .int(number), "outcome": .string(outcome.rawValue),
      "outputs": .array(records),
    ])
  }

  /// Reads a record.
  init(_ record: RecordReader, picture: (String) throws(NotebookError) -> [UInt8]) throws {
    guard let outcome = CellOutcome(rawValue: try record.text("outcome")) else {
      throw record.failure("outcome", "the outcome of a cell")
    }
    self.init(
      number: try record.integer("number"), name: try record.text("name"), outcome: outcome,
      outputs: try record.list("outputs").map { try Output($0, picture: picture) })
  }
}
