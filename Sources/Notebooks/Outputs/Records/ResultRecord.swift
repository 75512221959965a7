internal import Display

/// `results.json`: everything that a run gave, as data that a later run can be compared with.
///
/// Nothing in it changes from one run to the next on its own: no time, host or path.
public struct ResultRecord: Sendable, Equatable {
  /// What the run gave.
  public var result: NotebookResult
  /// The name of the notebook's file.
  let notebook: String
  /// The values of the notebook's parameters, as Swift writes them.
  let parameters: [String: String]

  /// Creates the record of a run of `notebook`.
  public init(_ result: NotebookResult, of notebook: Notebook) {
    self.result = result
    self.notebook = notebook.fileName
    parameters = Dictionary(
      notebook.frontMatter.parameters.map { ($0.name, $0.value.literal) }, uniquingKeysWith: { $1 })
  }

  /// Returns what the record `text` is about: the notebook's file name, and the names of the figures' files.
  static func contents(of text: String) throws -> (notebook: String, figures: [String]) {
    let record = RecordReader(try JSONParser.parse(text), path: "")
    try checkVersion(of: record)
    let outputs = try record.list("cells").flatMap { try $0.list("outputs") }
    let figures = outputs.flatMap { output in
      ["file", "darkFile"].compactMap { try? output.text($0) }
    }
    return (try record.text("notebook"), figures)
  }

  private static func checkVersion(of record: RecordReader) throws {
    guard try record.integer("format") == 1 else {
      throw RecordReader.Failure(reason: "it is of another version")
    }
  }

  /// Reads a record; `picture` gives the bytes of a figure's file.
  ///
  /// Every member counts: a record that a run would have written otherwise is refused.
  init(_ text: String, picture: (String) throws(NotebookError) -> [UInt8]) throws {
    let value = try JSONParser.parse(text)
    let record = RecordReader(value, path: "")
    try ResultRecord.checkVersion(of: record)
    result = NotebookResult(
      cells: try record.list("cells").map { try CellResult($0, picture: picture) },
      problems: try record.list("problems").map { try Diagnostic($0) })
    notebook = try record.text("notebook")
    parameters = record.value("parameters") == nil ? [:] : try record.dictionary("parameters")
    let different = SeriesComparison(tolerance: Tolerance(value: 0)).compare(value, json)
    if let part = different.first {
      throw RecordReader.Failure(
        reason: "\(part.subject.isEmpty ? "it" : "'\(part.subject)'") should be \(part.found ?? "left out"), "
          + "not \(part.stored ?? "there")")
    }
  }

  /// The record as JSON text.
  public var text: String { json.pretty() + "\n" }

  private var json: JSON {
    var files = FigureFiles(result)
    return .record([
      "cells": .array(result.cells.map { $0.record(&files) }),
      "format": .int(1),
      "notebook": .string(notebook),
      "parameters": parameters.isEmpty ? nil : .record(parameters.mapValues(JSON.string)),
      "problems": .array(result.problems.map(\.record)),
      "status": .string(result.status.name),
    ])
  }
}

extension RunStatus {
  /// How records call it.
  package var name: String {
    switch self {
    case .succeeded: "succeeded"
    case .differs: "differs"
    case .usage: "usage"
    case .compileFailed: "compile-failed"
    case .cellFailed: "cell-failed"
    case .timedOut: "timed-out"
    case .limitExceeded: "limit-exceeded"
    case .crashed: "crashed"
    case .interrupted: "interrupted"
    }
  }
}
