import Foundation
import FoundationNetworking
import Testing

/// A running `nbrun watch`, and what its page says.
final class WatchedNotebook {
  let run: RunningProgram
  let notebook: URL
  let address: String
  private var version = 0

  init(_ text: String) throws {
    let folder = try Fixtures.makeFolder()
    notebook = folder.appending(path: "watched.md")
    try Data(text.utf8).write(to: notebook)
    let run = try RunningProgram(["watch", notebook.path, "--output", folder.path])
    var line = ""
    try run.wait(for: "the address of the page") {
      line = try run.output
      return line.contains("\n")
    }
    self.run = run
    address = line.split(separator: "\n").first.map(String.init) ?? ""
  }

  /// Waits until the run has ended with words that contain `text`; returns the page.
  func page(when text: String) throws -> String {
    try wait(for: text, isRunning: false)
    return String(
      decoding: try Data(contentsOf: try #require(URL(string: address + "page"))), as: UTF8.self)
  }

  /// Waits until the page says words that contain `text`, while cells run or when they have run.
  func wait(for text: String, isRunning: Bool) throws {
    try run.wait(for: "the page to say '\(text)'") {
      let url = try #require(URL(string: address + "changes?after=\(version)"))
      let state = String(decoding: try Data(contentsOf: url), as: UTF8.self)
      version = state.firstMatch(of: /"version":([0-9]+)/).flatMap { Int($0.1) } ?? 0
      return state.contains(text) && state.contains("\"isRunning\":\(isRunning)")
    }
  }

  /// Saves the file as editors do: a new one takes the place of the old one.
  func save(_ text: String) throws { try Data(text.utf8).write(to: notebook, options: .atomic) }
}
