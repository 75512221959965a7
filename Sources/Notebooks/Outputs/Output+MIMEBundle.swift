internal import Display
internal import Foundation

extension Output {
  /// Creates an output from the richest representation in `bundle` that a handout can show.
  init(_ bundle: MIMEBundle, figureName: String) {
    let text = bundle.bytes(of: MIMEType.plainText).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if let png = bundle.bytes(of: MIMEType.png) {
      let data = bundle.bytes(of: MIMEType.figure) ?? Array("{}".utf8)
      let facts = try? JSONDecoder().decode(FigureFacts.self, from: Data(data))
      self = .figure(
        FigureOutput(
          name: figureName, lightPNG: png, darkPNG: bundle.bytes(of: MIMEType.darkPNG),
          width: facts?.width, height: facts?.height, description: facts?.description ?? text,
          data: String(decoding: data, as: UTF8.self)))
    } else if let json = bundle.bytes(of: MIMEType.table),
      let table = try? JSONDecoder().decode(TableOutput.self, from: Data(json))
    {
      self = .table(table)
    } else if let json = bundle.bytes(of: MIMEType.recordedValue),
      let parsed = try? JSONParser.parse(String(decoding: json, as: UTF8.self)),
      let value = try? RecordedValue(RecordReader(parsed, path: ""))
    {
      self = .recorded(value)
    } else {
      self = .text(text)
    }
  }

  /// The part of a figure's data that the page needs.
  private struct FigureFacts: Decodable {
    var width: Double?
    var height: Double?
    var description: String?
  }
}
