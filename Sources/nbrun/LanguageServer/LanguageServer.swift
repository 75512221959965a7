internal import Display
internal import Foundation
internal import Notebooks

/// Serves one editor, for all the notebooks that are open in it.
///
/// One thread reads what the editor says, each notebook has one that compiles and one that reads its language
/// server; all of them post to the thread that decides.
final class LanguageServer {
  private enum Event: Sendable {
    case editor(MessageReader.Next)
    case checked(uri: String, BackgroundCheck.Report)
    case server(uri: String, start: Int, SwiftServer.Event)
  }

  private let editor = MessageWriter(descriptor: STDOUT_FILENO)
  private let events = EventQueue<Event>()
  private var notebooks: [String: EditedNotebook] = [:]
  private var proxies: [String: (proxy: SwiftServerProxy, start: Int)] = [:]
  private var capabilities = JSON.object([:])
  private var isInitialized = false
  private var isShutDown = false
  private var startCount = 0
  private var endCount = 0

  /// A language server that ends by itself is started again, but not for ever.
  private static let endLimit = 10

  /// Serves until the editor ends it; returns the exit status.
  func run() -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    let events = events
    Thread {
      var reader = MessageReader(descriptor: STDIN_FILENO)
      while true {
        let next = reader.next()
        events.post(.editor(next))
        if case .end = next { return }
      }
    }.start()
    // Some editors end their servers by a signal; the files go then too.
    Thread {
      while !Interruption.wait(atMost: 60) {}
      events.post(.editor(.end))
    }.start()
    defer { for notebook in notebooks.values { notebook.close() } }
    while true {
      switch events.take() {
      case .editor(.end): return 1
      case .editor(.garbage(let reason)): editor.refuse(.null, .notJSON, reason)
      case .editor(.message(let message)):
        if message.member("method") == .string("exit") { return isShutDown ? 0 : 1 }
        take(message)
      case .checked(let uri, let report):
        if let notebook = notebooks[uri], let messages = notebook.take(report) {
          publish(messages, of: notebook)
        }
      case .server(let uri, let start, let event):
        guard let (proxy, current) = proxies[uri], current == start else { continue }
        switch event {
        case .message(let message): proxy.take(message)
        case .ended:
          proxy.failAll()
          proxies[uri] = nil
          endCount += 1
        }
      }
    }
  }

  private func take(_ message: JSON) {
    // What has no method answers a question, and none was asked.
    guard let method = message.member("method")?.stringValue else { return }
    let parameters = message.member("params") ?? .null
    guard let id = message.member("id") else { return handle(notification: method, parameters) }
    if method == "initialize" {
      initialize(id, parameters)
    } else if !isInitialized {
      editor.refuse(id, .notInitialized, "'initialize' comes first")
    } else if isShutDown {
      editor.refuse(id, .invalidRequest, "the server has been shut down")
    } else if method == "shutdown" {
      isShutDown = true
      editor.answer(id, .null)
    } else if ServerAbilities.placed.union(ServerAbilities.whole).contains(method) {
      ask(id, method, parameters)
    } else if method == "completionItem/resolve" {
      // What the notebook itself proposes is complete.
      guard let text = parameters.member("data").map(\.text) else { return editor.answer(id, parameters) }
      // The item names the file of the cell that it was proposed for.
      let owner = notebooks.first { text.contains($0.value.folder.path) || text.contains($0.key) }?.key
      let proxy = (owner ?? proxies.keys.first).flatMap { proxies[$0]?.proxy }
      if let proxy { proxy.ask(id, method, parameters) } else { editor.answer(id, parameters) }
    } else {
      editor.refuse(id, .unknownMethod, "'\(method)' is not served")
    }
  }

  private func handle(notification method: String, _ parameters: JSON) {
    guard isInitialized else { return }
    let document = parameters.member("textDocument")
    guard let uri = document?.member("uri")?.stringValue else {
      if method == "$/cancelRequest", let id = parameters.member("id") {
        for (proxy, _) in proxies.values { proxy.cancel(id) }
      }
      return
    }
    let version = document?.member("version")?.intValue ?? 0
    switch method {
    case "textDocument/didOpen":
      close(uri)
      open(uri, document?.member("text")?.stringValue ?? "", version)
    case "textDocument/didChange":
      notebooks[uri]?.change(parameters.member("contentChanges")?.values ?? [], version: version)
    case "textDocument/didClose":
      if let notebook = notebooks[uri] { publish([], of: notebook) }
      close(uri)
    default: break
    }
  }

  private func initialize(_ id: JSON, _ parameters: JSON) {
    isInitialized = true
    let wanted = parameters.member("capabilities")?.member("textDocument")
    capabilities = .object([
      "textDocument": .object(
        .init(
          ServerAbilities.asked.compactMap { name in
            wanted?.member(name).map { JSON.Member(key: name, value: $0) }
          }))
    ])
    editor.answer(
      id,
      .object([
        "capabilities": ServerAbilities.json, "serverInfo": .object(["name": .string("nbrun lsp")]),
      ]))
  }

  private func open(_ uri: String, _ text: String, _ version: Int) {
    let events = events
    do throws(NotebookError) {
      notebooks[uri] = try EditedNotebook(uri: uri, text: text, version: version) {
        events.post(.checked(uri: uri, $0))
      }
    } catch {
      tell(error.message)
    }
  }

  private func close(_ uri: String) {
    proxies[uri] = nil
    notebooks.removeValue(forKey: uri)?.close()
  }

  /// Answers a question about a notebook, or has one about Swift answered.
  private func ask(_ id: JSON, _ method: String, _ parameters: JSON) {
    guard let uri = parameters.member("textDocument")?.member("uri")?.stringValue,
      let notebook = notebooks[uri]
    else { return editor.answer(id, .null) }
    if let answer = notebook.answer(method, parameters) { return editor.answer(id, answer) }
    guard let cell = notebook.cell(at: parameters.member("position")), let proxy = proxy(of: notebook)
    else { return editor.answer(id, .null) }
    proxy.ask(id, method, parameters, cell: cell)
  }

  private func proxy(of notebook: EditedNotebook) -> SwiftServerProxy? {
    let uri = notebook.uri
    if let (proxy, _) = proxies[uri] { return proxy }
    guard endCount < Self.endLimit else { return nil }
    startCount += 1
    let (start, events) = (startCount, events)
    guard let program = try? Toolchain.current().languageServer,
      let server = try? notebook.startServer(
        program, capabilities: capabilities,
        handle: { events.post(.server(uri: uri, start: start, $0)) })
    else {
      endCount = Self.endLimit
      tell(
        "There is no sourcekit-lsp beside the Swift compiler, so cells have errors but no completion; it comes with "
          + "the toolchains of swift.org. 'nbrun doctor' tells more.")
      return nil
    }
    let proxy = SwiftServerProxy(notebook, server, editor: editor)
    proxies[uri] = (proxy, start)
    return proxy
  }

  private func publish(_ messages: [CellFindings.Message], of notebook: EditedNotebook) {
    editor.notify(
      "textDocument/publishDiagnostics",
      [
        "uri": .string(notebook.uri), "version": .int(notebook.version),
        "diagnostics": .array(messages.map(\.json)),
      ])
  }

  private func tell(_ text: String) {
    editor.notify("window/showMessage", ["type": .int(2), "message": .string(text)])
  }
}

extension CellFindings.Message {
  /// The message as editors take it.
  fileprivate var json: JSON {
    func place(_ column: Int) -> JSON { .object(["line": .int(line), "character": .int(column)]) }
    let grade =
      switch severity {
      case .error: 1
      case .warning: 2
      case .note: 3
      }
    return .object([
      "range": .object(["start": place(columns.lowerBound), "end": place(columns.upperBound)]),
      "severity": .int(grade), "source": .string("nbrun"), "message": .string(text),
    ])
  }
}
