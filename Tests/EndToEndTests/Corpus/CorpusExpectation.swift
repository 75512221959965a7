/// What a notebook of the corpus has to lead to: the file `name.expected` beside `name.md`.
///
///     # Why the case is there.
///     arguments: -p epochs=two
///     time-limit: 1s
///     exit: 4
///     error: 12:5 uncaught error: Refused(code: 3)
///     cells: succeeded, threw, notRun
///     survives: what the page still holds
///     absent: what must not be there
///
/// `time-limit` repeats a time limit that the notebook sets, in whole seconds: on a slow machine the test runs the
/// notebook with a longer one, and expects that in the messages. `exit` and, unless it says `handout: none`, `cells` and `survives` are required. Every message in the terminal has
/// to be listed, in order.
struct CorpusExpectation {
  /// What is wrong with a file of this kind.
  struct Malformed: Error, Equatable {
    var line: Int
    var reason: String
  }

  /// Options of the call, beside the notebook.
  private(set) var arguments: [String] = []
  /// The time limit in the notebook that has to suit the machine, in seconds; nil for none.
  private(set) var timeLimit: Int?
  /// The exit status.
  private(set) var status: Int32 = 0
  /// The first lines of all messages; `…` at an end stands for any more, and `*` for any column.
  private(set) var messages: [String] = []
  /// The outcomes of the cells, in the order in which they run.
  private(set) var outcomes: [String] = []
  /// What the page holds, code of cells apart.
  private(set) var survivors: [String] = []
  /// What the page does not hold, code of cells apart.
  private(set) var absentees: [String] = []
  /// Whether there is a page at all.
  private(set) var hasHandout = true

  /// Reads `text`, for the notebook called `name`.
  init(_ text: String, for name: String) throws(Malformed) {
    var counts: [Substring: Int] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      guard let colon = line.firstRange(of: ": "), colon.upperBound < line.endIndex else {
        throw Malformed(line: index + 1, reason: "expected 'key: value'")
      }
      let (key, value) = (line[..<colon.lowerBound], String(line[colon.upperBound...]))
      counts[key, default: 0] += 1
      guard let isRepeatable = try take(key, value, name, line: index + 1) else {
        throw Malformed(line: index + 1, reason: "'\(key)' is unknown")
      }
      if !isRepeatable, counts[key] != 1 {
        throw Malformed(line: index + 1, reason: "'\(key)' is given twice")
      }
    }
    for key in ["exit"] + (hasHandout ? ["cells", "survives"] : []) where counts[key[...]] == nil {
      throw Malformed(line: lines.count, reason: "'\(key)' is missing")
    }
    if !hasHandout, let key = ["cells", "survives", "absent"].first(where: { counts[$0[...]] != nil }) {
      throw Malformed(line: lines.count, reason: "'\(key)' needs a handout")
    }
  }

  /// Sets another time limit in the messages.
  mutating func setTimeLimit(_ seconds: Int) {
    guard let timeLimit else { return }
    messages = messages.map { $0.replacing("after \(timeLimit) s", with: "after \(seconds) s") }
    self.timeLimit = seconds
  }

  /// Takes in one line; returns whether there may be more of it, or nil if `key` is unknown.
  private mutating func take(
    _ key: Substring, _ value: String, _ name: String, line: Int
  ) throws(Malformed) -> Bool? {
    switch key {
    case "arguments": arguments = value.split(separator: " ").map(String.init)
    case "time-limit":
      guard value.hasSuffix("s"), let seconds = Int(value.dropLast()) else {
        throw Malformed(line: line, reason: "'time-limit' takes whole seconds, such as 1s, not '\(value)'")
      }
      timeLimit = seconds
    case "exit":
      guard let number = Int32(value) else {
        throw Malformed(line: line, reason: "'exit' takes a number, not '\(value)'")
      }
      status = number
    case "cells": outcomes = value == "none" ? [] : value.split(separator: ", ").map(String.init)
    case "handout":
      guard value == "none" else { throw Malformed(line: line, reason: "'handout' takes nothing but 'none'") }
      hasHandout = false
    case "error", "warning", "note":
      guard let match = value.wholeMatch(of: /(?:(-)|(\d+:(?:\d+|\*))) (.+)/) else {
        throw Malformed(line: line, reason: "'\(key)' takes a place, such as 12:5 or -, and a message")
      }
      let place = match.2.map { ":\($0)" } ?? ""
      messages.append("\(name).md\(place): \(key): \(match.3)")
      return true
    case "message":
      messages.append(value)
      return true
    case "survives":
      survivors.append(value)
      return true
    case "absent":
      absentees.append(value)
      return true
    default: return nil
    }
    return false
  }
}
