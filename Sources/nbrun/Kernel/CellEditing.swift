internal import Display
internal import Foundation
internal import Notebooks

/// Completion and explanations for the code of the next cell, by the toolchain's language server.
///
/// What has no lock is the concern of its queue.
final class CellEditing: @unchecked Sendable {
  private let queue = DispatchQueue(label: "nbrun.editing")
  private var connection: Connection?
  /// The header of the code that the server was asked about.
  private var header: String?

  /// Returns what the server says to `method` about `position`; nil if it says nothing, or there is none.
  func ask(_ method: String, at position: CodePosition, _ editing: InteractiveSession.Editing) -> JSON? {
    queue.sync { answer(method, position, editing) }
  }

  /// Has the server read what the cells so far declare, without waiting for it.
  ///
  /// An answer that needs this first takes some tenths of a second, on a machine that has much to do seconds; JupyterLab
  /// waits one second for a completion, and then shows none.
  func prepare(_ editing: InteractiveSession.Editing) {
    queue.async { [self] in
      if header != editing.header {
        _ = answer("textDocument/completion", CodePosition("Tensor.", at: 7), editing)
      }
    }
  }

  private func answer(
    _ method: String, _ position: CodePosition, _ editing: InteractiveSession.Editing
  ) -> JSON? {
    if connection?.isOver ?? true { connection = Connection(editing) }
    header = editing.header
    return connection?.ask(method, at: position, editing)
  }
}

/// A language server that has been started for a kernel.
private final class Connection {
  private let events = EventQueue<SwiftServer.Event>()
  private var server: SwiftServer?
  private var version = 0
  private let uri: String

  /// How long the server may take to answer, in seconds; its first answer takes longest.
  private static let patience = 10.0

  /// Starts the server; nil if there is none.
  init?(_ editing: InteractiveSession.Editing) {
    guard let program = try? Toolchain.current().languageServer else { return nil }
    uri = URL(filePath: editing.folder + "/cell.swift").absoluteString
    let abilities = JSON.object([
      "textDocument": .object([
        "completion": .object(["completionItem": .object(["snippetSupport": .bool(false)])]),
        "hover": .object(["contentFormat": .array([.string("markdown")])]),
      ])
    ])
    server = try? SwiftServer(
      executable: program, folder: editing.folder, arguments: editing.arguments, capabilities: abilities,
      handle: { [events] in events.post($0) })
    if server == nil { return nil }
  }

  /// Whether the server has ended.
  private(set) var isOver = false

  /// Returns what the server says to `method` about `position`.
  func ask(_ method: String, at position: CodePosition, _ editing: InteractiveSession.Editing) -> JSON? {
    guard let server else { return nil }
    show(editing.header + "\n" + position.code, to: server)
    let lines = position.before.split(separator: "\n", omittingEmptySubsequences: false)
    let place: JSON = .object([
      "line": .int(lines.count), "character": .int(lines.last.map { $0.utf16.count } ?? 0),
    ])
    let number = server.request(
      method, .object(["textDocument": .object(["uri": .string(uri)]), "position": place]))
    let deadline = DispatchTime.now() + Connection.patience
    while !isOver, let event = events.take(until: deadline) {
      guard case .message(let message) = event else {
        isOver = true
        continue
      }
      guard let id = message.member("id") else { continue }
      if let method = message.member("method")?.stringValue {
        server.answer(id, method, message.member("params"))
      } else if id == .int(0) {
        server.isReady()
      } else if id == .int(number) {
        return message.member("result")
      }
    }
    return nil
  }

  private func show(_ text: String, to server: SwiftServer) {
    version += 1
    let document: JSON.Members = ["uri": .string(uri), "version": .int(version)]
    if version == 1 {
      server.notify(
        "textDocument/didOpen",
        .object([
          "textDocument": .object(
            .init(
              document.list + [
                .init(key: "languageId", value: .string("swift")), .init(key: "text", value: .string(text)),
              ]))
        ]))
    } else {
      server.notify(
        "textDocument/didChange",
        .object([
          "textDocument": .object(document),
          "contentChanges": .array([.object(["text": .string(text)])]),
        ]))
    }
  }
}
