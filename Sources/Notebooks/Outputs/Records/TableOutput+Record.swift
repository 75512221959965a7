internal import Display

extension TableOutput {
  /// The table as a record.
  var record: JSON {
    func list(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
    return .record([
      "kind": .string("table"), "caption": .string(caption), "columns": list(columns),
      "alignments": list(alignments), "rows": .array(rows.map(list)),
    ])
  }

  /// Reads a record.
  init(_ record: RecordReader) throws {
    self.init(
      caption: try record.text("caption"), columns: try record.texts("columns"),
      alignments: try record.texts("alignments"), rows: try record.rows("rows"))
  }
}
