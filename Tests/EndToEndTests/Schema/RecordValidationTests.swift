import Display
import Foundation
import Notebooks
import Testing

extension ParallelRuns {
  /// What runs write, against the schemas.
  @Suite(.enabled(if: Schemas.canValidate, "Python has no module jsonschema here"))
  struct RecordValidationTests {
    @Test func `What runs write is as the schemas say`() throws {
      let folder = try Fixtures.makeFolder()
      let calls = [
        ["every-output.md"], ["exercise.md", "--variant", "student"], ["quiz-wrong.md"],
        ["unknown-option.md"],
        ["corpus/running/trap-nil.md"], ["corpus/running/a-mark-of-ones-own.md"],
        ["corpus/running/endless-loop.md"], ["corpus/compiling/redeclaration-in-one-cell.md"],
      ]
      for call in calls {
        let output = folder.appending(path: call[0]).deletingPathExtension()
        _ = try NBRunProcess(["run", "--to", "html,jsonl"] + call, folder: output)
      }
      #expect(try Schemas.complaints(about: folder.path) == [])
      let values = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".jsonl") }.flatMap {
          try RecordValidationTests.values(at: folder.appending(path: $0))
        }
      #expect(values.count { $0["event"].string == "run-finished" } == calls.count)
      // A cache without problems has none to tell; no run is interrupted, and none is out of memory.
      let events = Set(values.map { $0["event"].string })
      #expect(
        try events == Set(Schemas.schema("events").constants).subtracting(["cache-problem", "figure"]))
      let unseen: [CellOutcome] = [.interrupted, .limitExceeded]
      let outcomes = Set(values.map { $0["outcome"].string }).subtracting([""])
      #expect(outcomes == Set(CellOutcome.allCases.filter { !unseen.contains($0) }.map(\.rawValue)))
    }

    @Test func `Samples of every kind are as the schemas say`() throws {
      let folder = try Fixtures.makeFolder()
      let lines = SchemaSamples.events.map(EventLines.line).joined()
      try Data(lines.utf8).write(to: folder.appending(path: "samples.jsonl"))
      for outcome in CellOutcome.allCases {
        let file = folder.appending(path: "\(outcome.rawValue)/results.json")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let record = ResultRecord(SchemaSamples.result(outcome), of: SchemaSamples.notebook)
        try Data(record.text.utf8).write(to: file)
      }
      #expect(try Schemas.complaints(about: folder.path) == [])
    }

    @Test func `The examples of the manual are as the schemas say`() throws {
      let manual = try String(contentsOf: Schemas.root.appending(path: "docs/formats.md"), encoding: .utf8)
      let examples = manual.matches(of: /\n```json\n(.*?\n)```\n/.dotMatchesNewlines()).map { String($0.1) }
      #expect(examples.count == 3)
      let folder = try Fixtures.makeFolder()
      for (text, name) in zip(examples, ["results.json", "run.json", "events.jsonl"]) {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      #expect(try Schemas.complaints(about: folder.path) == [])
    }

    /// A run with every kind of output.
    static let everyOutput = Result { try NBRunProcess(["run", "--to", "html,jsonl", "every-output.md"]) }

    /// The members that may be missing, by the keys that lead to them.
    ///
    /// Without `image` an image is one without another below it; without `panels` a figure is none of ours.
    static let optional: [String: Set<String>] = [
      "events": [
        "problems.location", "expectation.exemption", "outputs.exemption", "outputs.diagnostic.location",
        "outputs.diagnostic.notes", "outputs.diagnostic.notes.location",
      ],
      "results": [
        "parameters", "problems.location", "cells.outputs.exemption", "cells.outputs.diagnostic.location",
        "cells.outputs.diagnostic.notes", "cells.outputs.diagnostic.notes.location", "cells.outputs.darkFile",
        "cells.outputs.width", "cells.outputs.height", "cells.outputs.data.steps",
        "cells.outputs.data.panels", "cells.outputs.data.panels.reversed",
        "cells.outputs.data.panels.images.image",
      ],
      "run": ["cells.peakMemory", "parameters.count", "environment.build"],
    ]

    @Test(arguments: ["events", "results", "run"])
    func `A wrong type, an unknown and a missing member are refused`(name: String) throws {
      let run = try RecordValidationTests.everyOutput.get()
      var values: [JSON]
      switch name {
      case "events":
        let samples = try SchemaSamples.events.map { try JSONParser.parse(EventLines.line($0)) }
        values =
          try samples + RecordValidationTests.values(at: run.folder.appending(path: "every-output.jsonl"))
      case "results":
        let sample = ResultRecord(SchemaSamples.result(.threw), of: SchemaSamples.notebook).text
        let file = run.folder.appending(path: "every-output/results.json")
        values = try (RecordValidationTests.values(at: file) + [JSONParser.parse(sample)])
          .flatMap(RecordValidationTests.resultsOfOneOutput)
      default:
        values = try RecordValidationTests.values(at: run.folder.appending(path: "every-output/run.json"))
      }
      // One of each kind of value at each place.
      var known: Set<String> = []
      let mutants = values.flatMap(Mutant.all).filter {
        known.insert("\($0.change) \($0.path) \($0.shapes)").inserted
      }
      #expect(mutants.count > 50)
      let file = try Fixtures.makeFolder().appending(path: "mutants.jsonl")
      try Data(mutants.map { $0.value.text + "\n" }.joined().utf8).write(to: file)
      let lines = try Schemas.complaints(about: file.path, schema: name).map { complaint in
        try #require(Int(complaint.dropFirst(file.path.count + 1).prefix { $0 != ":" }))
      }
      for (index, mutant) in mutants.enumerated() {
        let isFine =
          mutant.change == .removedMember
          && RecordValidationTests.optional[name]?.contains(mutant.path) == true
        #expect(
          lines.contains(index + 1) != isFine,
          "\(mutant.change) of \(mutant.path): \(mutant.value.text.prefix(300))")
      }
    }

    /// Returns the values in a file of JSON, or of JSON in each line.
    private static func values(at file: URL) throws -> [JSON] {
      let text = try String(contentsOf: file, encoding: .utf8)
      return try file.pathExtension == "jsonl"
        ? text.split(separator: "\n").map { try JSONParser.parse(String($0)) } : [JSONParser.parse(text)]
    }

    /// Returns, for each output in `results`, results that have only that one.
    private static func resultsOfOneOutput(_ results: JSON) -> [JSON] {
      results["cells"].list.flatMap { cell in
        cell["outputs"].list.map { output in
          results.replacing("cells", by: .array([cell.replacing("outputs", by: .array([output]))]))
        }
      }
    }
  }
}

extension JSON {
  /// Returns the object with another value of the member called `key`.
  fileprivate func replacing(_ key: String, by value: JSON) -> JSON {
    .object(.init(members.map { Member(key: $0.key, value: $0.key == key ? value : $0.value) }))
  }
}
