internal import Display

/// What the latest run of a notebook was made of, to tell what has changed since.
struct RunHistory: Equatable {
  /// The keys of the run.
  var keys: NotebookKeys
  /// Why results may not be used again, by the number of the cell.
  var obstacles: [Int: String] = [:]

  /// Creates the history of a run with those keys.
  init(keys: NotebookKeys) { self.keys = keys }

  /// The history as JSON text.
  var record: [UInt8] {
    let common = keys.common.mapValues { JSON.string($0) as JSON? }
    let cells = keys.cells.map { cell in
      JSON.record([
        "number": .int(cell.number), "name": .string(cell.name), "code": .string(cell.code),
        "environment": .string(cell.environment), "key": .string(cell.key),
        "obstacle": .string(obstacles[cell.number] ?? ""),
      ])
    }
    return Array(JSON.record(["common": .record(common), "cells": .array(cells)]).text.utf8)
  }

  /// Reads JSON text; the common parts are those that `keys` has.
  init(_ bytes: [UInt8], like keys: NotebookKeys) throws {
    let record = RecordReader(try JSONParser.parse(bytes), path: "")
    self.keys = keys
    guard let common = record.object("common") else { throw record.failure("common", "an object") }
    for name in keys.common.keys { self.keys.common[name] = try common.text(name) }
    self.keys.cells = []
    for cell in try record.list("cells") {
      let number = try cell.integer("number")
      self.keys.cells.append(
        .init(
          number: number, name: try cell.text("name"), code: try cell.text("code"),
          environment: try cell.text("environment"), key: try cell.text("key"))
      )
      let obstacle = try cell.text("obstacle")
      if !obstacle.isEmpty { obstacles[number] = obstacle }
    }
  }

  /// Returns why the cell `part`, whose result is not cached, would run; nil if only since one before it does.
  func reason(for part: NotebookKeys.Part, at index: Int, of now: NotebookKeys) -> String? {
    for (name, words) in [
      ("program", "nbrun, its libraries or the toolchain are not those of the last run"),
      ("folder", "the notebook is in another folder"), ("file", "the notebook has another name"),
      ("seed", "the seed changed"), ("confinement", "the limits or the sandbox changed"),
      ("parameters", "the parameters changed"),
    ] where keys.common[name] != now.common[name] {
      return index == 0 ? words : nil
    }
    guard keys.cells.indices.contains(index) else { return "it is new" }
    let before = keys.cells[index]
    if before.key == part.key {
      return obstacles[part.number] ?? (obstacles.isEmpty ? "its result is not in the cache any more" : nil)
    }
    if before.code != part.code { return "its code changed" }
    if before.environment != part.environment { return "the environment, which it asks for, is another" }
    if before.name != part.name { return "it was called '\(before.name)'" }
    if before.number != part.number { return "it is another cell" }
    return nil
  }
}
