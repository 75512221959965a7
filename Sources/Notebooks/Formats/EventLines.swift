internal import Display

/// What happens during a run as JSON, one object a line, for programs that follow along.
///
/// Each has `event`; those about a cell have `cell`, its name, and `line`.
public enum EventLines {
  /// Returns `event` as one line with its end.
  public static func line(_ event: RunEvent) -> String { json(event).text + "\n" }

  private static func json(_ event: RunEvent) -> JSON {
    switch event {
    case .runStarted(let notebook):
      .object([
        "event": .string("run-started"), "notebook": .string(notebook.path),
        "cells": .int(notebook.fencedCells.count), "problems": .array(notebook.problems.map(\.record)),
      ])
    case .cellCompiling(let cell): about(cell, "cell-compiling")
    case .cellStarted(let cell): about(cell, "cell-started")
    case .progress(let cell, let report):
      about(
        cell, "progress",
        [
          "task": .string(report.task), "completed": .int(report.completed), "total": .int(report.total),
          "detail": .string(report.detail),
        ])
    case .expectation(let cell, let expectation):
      about(cell, "expectation", ["expectation": expectation.record])
    case .cellFinished(let cell, let result, let timing):
      about(
        cell, "cell-finished",
        [
          "outcome": .string(result.outcome.rawValue), "cached": .bool(timing.isCached),
          "outputs": .array(result.outputs.map(json)),
          "seconds": .object([
            "compile": .double(timing.compile), "link": .double(timing.link), "wait": .double(timing.wait),
            "run": .double(timing.run),
          ]),
        ])
    case .cellUsed(let cell, let use):
      about(
        cell, "cell-used",
        [
          "peakMemory": use.peakMemory.map { .int($0) } ?? .null,
          "filesRead": .array(use.filesRead.map { .string($0) }),
        ])
    case .cacheProblem(let problem):
      .object(["event": .string("cache-problem"), "problem": .string(problem)])
    case .runFinished(let result):
      .object([
        "event": .string("run-finished"), "status": .string(result.status.name),
        "exit": .int(result.status.rawValue),
      ])
    }
  }

  private static func about(_ cell: Cell, _ event: String, _ more: JSON.Members = [:]) -> JSON {
    let head: JSON.Members = [
      "event": .string(event), "cell": .string(cell.name), "line": .int(cell.start.line),
    ]
    return .object(.init(head.list + more.list))
  }

  /// An output without its pictures, which are files.
  private static func json(_ output: Output) -> JSON {
    guard case .figure(let figure) = output else {
      var files = FigureFiles(NotebookResult(cells: []))
      return output.record(&files)
    }
    return .object([
      "kind": .string("figure"), "name": .string(figure.name), "description": .string(figure.description),
    ])
  }
}

extension HandoutFormat {
  /// What happened, one JSON object a line.
  public static let jsonl = HandoutFormat(
    name: "jsonl", fileExtension: "jsonl", summary: "the events of the run, one JSON object a line",
    writing: .events)
}
