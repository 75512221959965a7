internal import Display

/// `results.json`: everything that a run gave, as data that a later run can be compared with.
///
/// Nothing in it changes from one run to the next on its own: no time, host or path.
public enum ResultRecord {
  /// Returns the record of `result` as JSON text.
  public static func text(of result: NotebookResult, notebook: Notebook) -> String {
    var files = FigureFiles(result)
    let record = JSON.record([
      "cells": .array(result.cells.map { $0.record(&files) }),
      "format": .int(1),
      "notebook": .string(notebook.fileName),
      "parameters": parameters(of: notebook),
      "problems": .array(result.problems.map(\.record)),
      "status": .string(result.status.name),
    ])
    return record.pretty() + "\n"
  }

  /// The parameters with their values as Swift writes them; nil if there are none.
  private static func parameters(of notebook: Notebook) -> JSON? {
    let parameters = notebook.frontMatter.parameters
    if parameters.isEmpty { return nil }
    return .record(
      Dictionary(parameters.map { ($0.name, JSON.string($0.value.literal)) }, uniquingKeysWith: { $1 }))
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

  /// Returns the result that `text` is the record of; `picture` gives the bytes of a figure's file.
  static func result(
    from text: String, picture: (String) throws(NotebookError) -> [UInt8]
  ) throws -> NotebookResult {
    let record = RecordReader(try JSONParser.parse(text), path: "")
    try checkVersion(of: record)
    return NotebookResult(
      cells: try record.list("cells").map { try CellResult($0, picture: picture) },
      problems: try record.list("problems").map { try Diagnostic($0) })
  }
}

extension RunStatus {
  /// How records call it.
  var name: String {
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
