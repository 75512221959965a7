import Display
import Foundation
import Testing

/// An editor that has one notebook open in `nbrun lsp`.
///
/// Everything is bounded in time: a server that says nothing is killed, and what waits for it fails.
final class LanguageClient {
  let process = Process()
  let uri: String
  private(set) var text: String
  private let input = Pipe()
  private let output = Pipe()
  private var buffer: [UInt8] = []
  private var version = 1
  private var lastID = 0
  private var killer: DispatchWorkItem?

  /// Starts the server and opens a notebook with `text`, which would lie in `folder`.
  init(_ text: String, in folder: URL = Fixtures.folder, temporaryFolder: URL? = nil) throws {
    self.text = text
    uri = folder.appending(path: "edited.md").absoluteString
    process.executableURL = Fixtures.program
    process.arguments = ["lsp"]
    if let temporaryFolder {
      process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporaryFolder.path]) {
        $1
      }
    }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    killer = Patience.killer(of: process.processIdentifier)
    _ = try ask("initialize", ["processId": .null, "rootUri": .null, "capabilities": .object([:])])
    tell("initialized", [:])
    tell(
      "textDocument/didOpen",
      [
        "textDocument": .object([
          "uri": .string(uri), "languageId": .string("markdown"), "version": .int(1), "text": .string(text),
        ])
      ])
  }

  deinit {
    if process.isRunning { process.terminate() }
    killer?.cancel()
  }

  /// Sends `bytes` as they are.
  func send(raw bytes: String) { input.fileHandleForWriting.write(Data(bytes.utf8)) }

  /// Sends a notification.
  func tell(_ method: String, _ parameters: JSON.Members) {
    send(["jsonrpc": .string("2.0"), "method": .string(method), "params": .object(parameters)])
  }

  /// Asks and waits for the whole answer.
  func ask(_ method: String, _ parameters: JSON.Members) throws -> JSON {
    lastID += 1
    let id = lastID
    send([
      "jsonrpc": .string("2.0"), "id": .int(id), "method": .string(method), "params": .object(parameters),
    ])
    return try next { $0["id"] == .int(id) }
  }

  /// Asks about the place of `mark`, which is in the text once, or `offset` characters behind its beginning.
  func ask(_ method: String, at mark: String, _ offset: Int = 0) throws -> JSON {
    try ask(
      "textDocument/" + method,
      ["textDocument": .object(["uri": .string(uri)]), "position": try place(of: mark, offset)])["result"]
  }

  /// Changes one place of the text, as an editor does that sends changes only.
  func replace(_ old: String, with new: String) throws {
    let (start, end) = (try place(of: old), try place(of: old, old.count))
    text = text.replacing(old, with: new, maxReplacements: 1)
    version += 1
    tell(
      "textDocument/didChange",
      [
        "textDocument": .object(["uri": .string(uri), "version": .int(version)]),
        "contentChanges": .array([
          .object(["range": .object(["start": start, "end": end]), "text": .string(new)])
        ]),
      ])
  }

  /// Makes `text` the whole text.
  func change(to text: String) {
    self.text = text
    version += 1
    tell(
      "textDocument/didChange",
      [
        "textDocument": .object(["uri": .string(uri), "version": .int(version)]),
        "contentChanges": .array([.object(["text": .string(text)])]),
      ])
  }

  /// Makes the whole text the one of `marked` without its mark `¦`, and asks what can be written there.
  ///
  /// - Parameter trigger: What the author has just typed, if the editor asks for that.
  func completion(_ marked: String, trigger: String? = nil) throws -> JSON {
    text = marked
    let position = try place(of: "¦")
    change(to: marked.replacing("¦", with: ""))
    var parameters: JSON.Members = ["textDocument": .object(["uri": .string(uri)]), "position": position]
    if let trigger {
      let context = JSON.object(["triggerKind": .int(2), "triggerCharacter": .string(trigger)])
      parameters.list.append(.init(key: "context", value: context))
    }
    return try ask("textDocument/completion", parameters)["result"]
  }

  /// Asks about the whole notebook.
  func askAboutAll(_ method: String) throws -> JSON {
    try ask("textDocument/" + method, ["textDocument": .object(["uri": .string(uri)])])["result"]
  }

  /// Returns the line that the edit of `item`, something that was proposed, makes.
  func line(with item: JSON) throws -> String {
    let (edit, range) = (item["textEdit"], item["textEdit"]["range"])
    let number = range["start"]["line"].number
    try #require(number == range["end"]["line"].number)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var units = Array(lines[number].utf16)
    units.replaceSubrange(
      range["start"]["character"].number..<range["end"]["character"].number,
      with: Array(edit["newText"].string.utf16))
    return String(decoding: units, as: UTF16.self)
  }

  /// Waits until the messages on the notebook fulfil `condition`; returns them as `line:column: message`.
  func diagnostics(where condition: ([String]) -> Bool) throws -> [String] {
    var lines: [String] = []
    _ = try next { message in
      guard message["method"] == .string("textDocument/publishDiagnostics") else { return false }
      lines = message["params"]["diagnostics"].list.map { diagnostic in
        let start = diagnostic["range"]["start"]
        return "\(start["line"].number + 1):\(start["character"].number + 1): \(diagnostic["message"].string)"
      }
      return condition(lines)
    }
    return lines
  }

  /// Returns the next message that fulfils `condition`.
  func next(where condition: (JSON) -> Bool) throws -> JSON {
    while true {
      let message = try next()
      if condition(message) { return message }
    }
  }

  private func place(of mark: String, _ offset: Int = 0) throws -> JSON {
    let start = try #require(text.range(of: mark), "no '\(mark)' in the text").lowerBound
    let before = text[..<text.index(start, offsetBy: offset)].split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return .object([
      "line": .int(before.count - 1), "character": .int(before.last?.utf16.count ?? 0),
    ])
  }

  private func send(_ message: JSON.Members) {
    let text = JSON.object(message).text
    send(raw: "Content-Length: \(text.utf8.count)\r\n\r\n\(text)")
  }

  private func next() throws -> JSON {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let length = try #require(Int(head.drop { !$0.isNumber }))
        if buffer.count >= end.upperBound + length {
          let body = Array(buffer[end.upperBound..<end.upperBound + length])
          buffer.removeFirst(end.upperBound + length)
          return try JSONParser.parse(body)
        }
      }
      let data = output.fileHandleForReading.availableData
      try #require(!data.isEmpty, "the server has ended")
      buffer += data
    }
  }
}
