import Display
import Foundation
import Notebooks
import Testing

/// A stored record in which anything was changed by hand: it is refused, or a check tells a difference.
@Suite final class ChangedRecordTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID())").path
  private let notebook = MarkdownReader.read(
    text: SampleNotebook.text.replacing("seed: 42\n", with: "seed: 42\nparams:\n  epochs: 3\n"),
    path: "notebooks/backprop.md")
  private let result: NotebookResult

  init() throws {
    var result = SampleNotebook.result()
    result.problems = [.init(.warning, "no figure has this label", at: .init(line: 4, column: 2))]
    self.result = result
    try HandoutWriter.write(nil, notebook: notebook, result: result, to: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var file: URL { URL(filePath: "\(folder)/backprop/results.json") }

  /// How many differences a check tells of the record in the folder; nil if it refuses the record.
  private func differences() -> Int? {
    guard let record = try? HandoutWriter.record(name: "backprop", in: folder) else { return nil }
    return ResultComparison(notebook: notebook).differences(from: record, to: result).count
  }

  @Test func `As it was written, nothing differs`() { #expect(differences() == 0) }

  @Test func `Every value, every member and every element counts`() throws {
    let whole = try JSONParser.parse(String(contentsOf: file, encoding: .utf8))
    let changes = whole.changes()
    #expect(changes.count > 300)
    for (path, changed) in changes {
      try Data(changed.pretty().utf8).write(to: file)
      // Prose above a cell moves places: they may be others.
      let isPlace = path.hasSuffix("location.line: another") || path.hasSuffix("location.column: another")
      #expect((differences() == 0) == isPlace, "\(path)")
    }
  }
}

extension JSON {
  /// The values that differ from this one in a single place, each with the path and what was done there.
  fileprivate func changes() -> [(path: String, value: JSON)] {
    switch self {
    case .null: [(": another", .bool(true))]
    case .bool(let value): [(": another", .bool(!value)), (": text", .string("\(value)"))]
    case .number(let spelling):
      [
        (": another", .number("1" + spelling)), (": text", .string(spelling)), (": no value", .null),
        (": spelled otherwise", .number(spelling + (spelling.contains(".") ? "0" : ".0"))),
      ]
    case .string(let text):
      [(": another", .string(text + "x")), (": number", .number("1")), (": list", .array([self]))]
    case .array(let values):
      [(": one more", .array(values + (values.last.map { [$0] } ?? [.string("x")])))]
        + values.indices.flatMap { index -> [(String, JSON)] in
          var fewer = values
          fewer.remove(at: index)
          return [("[\(index)]: gone", JSON.array(fewer))]
            + values[index].changes().map { path, value in
              var other = values
              other[index] = value
              return ("[\(index)]\(path)", .array(other))
            }
        }
    case .object(let members):
      [(": one more", .object(.init(members.list + [.init(key: "zzz", value: .int(1))])))]
        + members.list.indices.flatMap { index -> [(String, JSON)] in
          let key = members.list[index].key
          var fewer = members.list
          fewer.remove(at: index)
          return [(".\(key): gone", .object(.init(fewer)))]
            + members.list[index].value.changes().map { path, value in
              var other = members.list
              other[index].value = value
              return (".\(key)\(path)", .object(.init(other)))
            }
        }
    }
  }
}
