import Foundation
import Notebooks
import Testing

@Suite final class RecordTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID())").path

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A page that says that this program has written it.
  private static let page =
    "<!DOCTYPE html>\n<html><head><meta name=\"generator\" content=\"nbrun\"></head>\n<body><p></body></html>"

  private func write(_ result: NotebookResult, html: String = page) throws {
    try HandoutWriter.write(
      Handout(html: html), notebook: SampleNotebook.notebook, result: result, to: folder)
  }

  private var record: String {
    get throws { try String(contentsOfFile: folder + "/backprop/results.json", encoding: .utf8) }
  }

  private var files: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() }
  }

  @Test func everyFileIsWritten() throws {
    let path = try #require(
      try HandoutWriter.write(
        Handout(html: "<p>é"), notebook: SampleNotebook.notebook, result: SampleNotebook.result(), to: folder)
    )
    #expect(path == folder + "/backprop.html")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "<p>é")
    #expect(
      try files == [
        "backprop", "backprop.html", "backprop/fig-loss-dark.png", "backprop/fig-loss.png",
        "backprop/results.json",
      ])
    #expect(FileManager.default.contents(atPath: folder + "/backprop/fig-loss.png") == Data([1, 2, 3]))
    #expect(FileManager.default.contents(atPath: folder + "/backprop/fig-loss-dark.png") == Data([4, 5, 6]))
  }

  @Test func aResultIsReadBackAsItWas() throws {
    var result = SampleNotebook.result()
    result.problems = [
      .init(.warning, "w", at: nil), .init(.error, "e\n\"\\\u{0}", at: .init(line: 1, column: 2)),
    ]
    result.cells[0].outputs += [
      .text("\u{1F600} \r\n \u{7F}"), .standardOutput(""),
      .figure(
        .init(
          name: "x", lightPNG: [], darkPNG: nil, width: 0.1, height: nil, description: "", data: "no json")),
      .figure(
        .init(
          name: "x", lightPNG: [7], darkPNG: nil, width: 1e300, height: 2, description: "d", data: #""text""#)
      ),
      .figure(
        .init(
          name: "y", lightPNG: [8], darkPNG: nil, width: nil, height: 2, description: "d", data: #"{"a": 1}"#)
      ),
      .table(.init(columns: [], alignments: [], rows: [])),
    ]
    try write(result)
    #expect(try HandoutWriter.read(name: "backprop", in: folder) == result)
  }

  @Test func theSeriesAreNumbersAsTheyWereSpelled() throws {
    try write(SampleNotebook.result())
    #expect(try record.contains("\"x\": [1, 2.50, 3e-5],"))
    #expect(try record.contains("\"file\": \"fig-loss.png\""))
    #expect(try record.contains("\"status\": \"crashed\"") == false)
    #expect(try record.contains("\"status\": \"cell-failed\""))
    #expect(try JSONSerialization.jsonObject(with: Data(record.utf8)) is [String: Any])
  }

  @Test func theSameResultIsTheSameText() throws {
    try write(SampleNotebook.result())
    let first = try record
    try FileManager.default.removeItem(atPath: folder)
    try write(SampleNotebook.result())
    #expect(try record == first)
    #expect(first == ResultRecord(SampleNotebook.result(), of: SampleNotebook.notebook).text)
    #expect(!first.contains(folder) && !first.contains("notebooks/"))
  }

  @Test func leftoversOfEarlierRunsGo() throws {
    try write(SampleNotebook.result())
    for name in ["old.png", "old-dark.png", "notes.txt", "run.json"] {
      try Data([0]).write(to: URL(filePath: folder + "/backprop/" + name))
    }
    try Data([0]).write(to: URL(filePath: folder + "/other.png"))
    var result = SampleNotebook.result()
    result.cells[2].outputs = []
    try write(result)
    #expect(
      try files == [
        "backprop", "backprop.html", "backprop/notes.txt", "backprop/old-dark.png", "backprop/old.png",
        "backprop/results.json", "backprop/run.json", "other.png",
      ])
  }

  @Test func noTwoFiguresShareAFile() throws {
    func figure(_ name: String, _ byte: UInt8, dark: UInt8? = nil) -> Output {
      .figure(
        .init(
          name: name, lightPNG: [byte], darkPNG: dark.map { [$0] }, width: nil, height: nil, description: "",
          data: ""))
    }
    var result = SampleNotebook.result()
    result.cells = [result.cells[0]]
    result.cells[0].outputs = [
      figure("a", 1, dark: 2), figure("a-dark", 3), figure("a", 4), figure("../../up", 5), figure("", 6),
    ]
    try write(result)
    #expect(try HandoutWriter.read(name: "backprop", in: folder) == result)
    #expect(
      try files.filter { $0.hasSuffix(".png") } == [
        "backprop/------up.png", "backprop/a-2.png", "backprop/a-dark-2.png", "backprop/a-dark.png",
        "backprop/a.png",
        "backprop/figure.png",
      ])
  }

  @Test func aFolderThatCannotBeWritten() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: folder + "/backprop"))
    #expect(throws: NotebookError.self) { try write(SampleNotebook.result()) }
    do { try write(SampleNotebook.result()) } catch let error as NotebookError {
      guard case .unwritable(let path, let reason) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(path == folder + "/backprop" && !reason.isEmpty)
    }
    #expect(try files == ["backprop"])
  }

  @Test(arguments: [
    ("\"status\"", "\"status\":", "line 161 is not JSON: expected a value"),
    ("\"format\": 1", "\"format\": 2", "it is of another version"),
    ("\"outcome\": \"threw\"", "\"outcome\": \"flew\"", "'cells[4].outcome' should be the outcome of a cell"),
    (
      "\"kind\": \"table\"", "\"kind\": \"chair\"",
      "'cells[1].outputs[0].kind' should be the kind of an output"
    ),
    ("\"line\": 55", "\"line\": \"x\"", "'cells[1].outputs[2].location.line' should be a whole number"),
    ("fig-loss.png", "../secret.png", "'../secret.png' is no file name"),
    ("\"width\": 640.0", "\"width\": \"wide\"", "'cells[2].outputs[3].width' should be a number"),
    ("\"width\": 640.0", "\"width\": 640", "'cells[2].outputs[3].width' should be 640.0, not 640"),
    ("\"cell-failed\"", "\"succeeded\"", "'status' should be cell-failed, not succeeded"),
  ])
  func aRecordThatCannotBeRead(old: String, new: String, reason: String) throws {
    try write(SampleNotebook.result())
    let path = folder + "/backprop/results.json"
    let text = try record
    let broken = try #require(text.firstRange(of: old)).lowerBound
    let changed = text[..<broken] + text[broken...].replacing(old, with: new, maxReplacements: 1)
    try Data(String(changed).utf8).write(to: URL(filePath: path))
    #expect(throws: NotebookError.unreadable(path: path, reason: reason)) {
      try HandoutWriter.read(name: "backprop", in: folder)
    }
  }

  @Test func theRecordsOfTheHandoutsCanBeRead() throws {
    let output = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../output").path
    let names = try FileManager.default.contentsOfDirectory(atPath: output).filter {
      FileManager.default.fileExists(atPath: "\(output)/\($0)/results.json")
    }
    #expect(!names.isEmpty)
    for name in names { #expect(throws: Never.self) { try HandoutWriter.read(name: name, in: output) } }
  }

  @Test func aRecordThatIsMissing() {
    #expect(throws: NotebookError.missing(path: folder + "/none/results.json")) {
      try HandoutWriter.read(name: "none", in: folder)
    }
  }
}
