import Foundation
import FoundationNetworking
import Testing

/// A running `nbrun watch`, and what its page says.
final class WatchedNotebook {
  let process = Process()
  let notebook: URL
  let address: String
  private var version = 0

  init(_ text: String) throws {
    let folder = Fixtures.scratch.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    notebook = folder.appending(path: "watched.md")
    try Data(text.utf8).write(to: notebook)
    process.executableURL = Fixtures.program
    process.arguments = ["watch", notebook.path, "--output", folder.path]
    process.environment = ProcessInfo.processInfo.environment.merging(["NBRUN_CACHE": ""]) { $1 }
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    address = line.split(separator: "\n").first.map(String.init) ?? ""
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Waits until the run has ended with words that contain `text`; returns the page.
  func page(when text: String) throws -> String {
    for _ in 0..<60 {
      let url = try #require(URL(string: address + "changes?after=\(version)"))
      let state = String(decoding: try Data(contentsOf: url), as: UTF8.self)
      version = state.firstMatch(of: /"version":([0-9]+)/).flatMap { Int($0.1) } ?? 0
      guard state.contains(text), state.contains("\"isRunning\":false") else { continue }
      return String(
        decoding: try Data(contentsOf: try #require(URL(string: address + "page"))), as: UTF8.self)
    }
    return "the page never said \(text)"
  }

  /// Saves the file as editors do: a new one takes the place of the old one.
  func save(_ text: String) throws { try Data(text.utf8).write(to: notebook, options: .atomic) }
}
