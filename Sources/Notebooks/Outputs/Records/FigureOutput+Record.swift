internal import Display

extension FigureOutput {
  /// The figure as a record that names its files.
  func record(_ names: FigureFiles.Names) -> JSON {
    .record([
      "kind": .string("figure"), "name": .string(name), "file": .string(names.light),
      "darkFile": names.dark.map(JSON.string), "width": width.map(JSON.double),
      "height": height.map(JSON.double), "description": .string(description), "data": dataRecord,
    ])
  }

  /// The data as JSON in the record; text that is none is kept as text.
  private var dataRecord: JSON {
    guard let value = try? JSONParser.parse(data), value.isNested, value.text == data else {
      return .string(data)
    }
    return value
  }

  /// Reads a record; `picture` gives the bytes of a file.
  init(_ record: RecordReader, picture: (String) throws(NotebookError) -> [UInt8]) throws {
    let dark = record.value("darkFile") == nil ? nil : try picture(try record.text("darkFile"))
    let data = record.value("data") ?? .string("")
    self.init(
      name: try record.text("name"), lightPNG: try picture(try record.text("file")), darkPNG: dark,
      width: try record.number("width"), height: try record.number("height"),
      description: try record.text("description"),
      data: data.isNested ? data.text : try record.text("data"))
  }
}
