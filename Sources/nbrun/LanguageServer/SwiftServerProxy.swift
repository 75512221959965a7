internal import Display
internal import Foundation
internal import Notebooks

/// Passes questions about the cells of one notebook to the toolchain's language server, and its answers back.
final class SwiftServerProxy {
  /// A question that was passed on.
  private struct Question {
    var id: JSON
    var cell: Int
    /// The answer, should the server have none.
    var otherwise: JSON = .null
  }

  private let notebook: EditedNotebook
  private let editor: MessageWriter
  private let server: SwiftServer
  private var questions: [Int: Question] = [:]
  /// The texts that the server has, the least used one first.
  private var files: [(path: String, text: String, version: Int)] = []

  /// Each file costs the server a tree of all that it imports.
  private static let fileLimit = 6

  init(_ notebook: EditedNotebook, _ server: SwiftServer, editor: MessageWriter) {
    (self.notebook, self.server, self.editor) = (notebook, server, editor)
  }

  /// Passes on what the editor asks about a place in `cell`.
  func ask(_ id: JSON, _ method: String, _ parameters: JSON, cell: VirtualCell) {
    let uri = bringUpToDate(cell)
    let document = JSON.object(["uri": .string(uri)])
    let number = server.request(method, parameters.with("textDocument", document))
    // The server does not know where a variable of another cell is declared.
    let isAboutPlace = ["textDocument/definition", "textDocument/declaration"].contains(method)
    let place = isAboutPlace ? notebook.declaration(seenFrom: cell, parameters.member("position")) : nil
    questions[number] = Question(id: id, cell: cell.cell.number, otherwise: place ?? .null)
  }

  /// Passes on a question about something that the server itself has said before.
  func ask(_ id: JSON, _ method: String, _ parameters: JSON) {
    questions[server.request(method, parameters)] = Question(id: id, cell: -1)
  }

  /// Withdraws the question `id`, if it was asked here.
  func cancel(_ id: JSON) {
    guard let number = questions.first(where: { $0.value.id == id })?.key else { return }
    server.notify("$/cancelRequest", .object(["id": .int(number)]))
  }

  /// Takes in what the server says.
  func take(_ message: JSON) {
    if let method = message.member("method")?.stringValue {
      if let id = message.member("id") { server.answer(id, method, message.member("params")) }
      return
    }
    guard let number = message.member("id")?.intValue else { return }
    if number == 0 { return server.isReady() }
    guard let question = questions.removeValue(forKey: number) else { return }
    if let error = message.member("error") {
      editor.send(["id": question.id, "error": error])
    } else {
      let result = message.member("result") ?? .null
      editor.answer(
        question.id,
        result == .null || result == .array([])
          ? question.otherwise : result.changingObjects { placed($0, question.cell) })
    }
  }

  /// Answers all that was asked with nothing, since the server has ended.
  func failAll() {
    for question in questions.values { editor.answer(question.id, .null) }
    questions = [:]
  }

  /// Returns `object` with the notebook in place of a cell's file.
  private func placed(_ object: JSON, _ asking: Int) -> JSON {
    var object = object
    for (key, ranges) in [("uri", ["range"]), ("targetUri", ["targetRange", "targetSelectionRange"])] {
      guard let uri = object.member(key)?.stringValue, let number = notebook.cellNumber(ofFile: uri) else {
        continue
      }
      object = object.with(key, .string(notebook.uri))
      // The server knows other cells by their modules, which have the lines of their time.
      let lines = number == asking ? 0 : notebook.movedLines(ofCell: number)
      for name in ranges where lines != 0 {
        guard let range = object.member(name) else { continue }
        object = object.with(
          name,
          ["start", "end"].reduce(range) { range, end in
            guard let place = range.member(end), let line = place.member("line")?.intValue else {
              return range
            }
            return range.with(end, place.with("line", .int(line + lines)))
          })
      }
    }
    return object
  }

  /// Gives the server the cell as it is now; returns what it calls the cell's file.
  private func bringUpToDate(_ cell: VirtualCell) -> String {
    let (path, text) = notebook.file(of: cell)
    let uri = URL(filePath: path).absoluteString
    if let index = files.firstIndex(where: { $0.path == path }) {
      var file = files.remove(at: index)
      if file.text != text {
        (file.text, file.version) = (text, file.version + 1)
        server.notify(
          "textDocument/didChange",
          .object([
            "textDocument": .object(["uri": .string(uri), "version": .int(file.version)]),
            "contentChanges": .array([.object(["text": .string(text)])]),
          ]))
      }
      files.append(file)
      return uri
    }
    if files.count >= Self.fileLimit {
      let oldest = URL(filePath: files.removeFirst().path).absoluteString
      server.notify(
        "textDocument/didClose", .object(["textDocument": .object(["uri": .string(oldest)])]))
    }
    files.append((path, text, 1))
    server.notify(
      "textDocument/didOpen",
      .object([
        "textDocument": .object([
          "uri": .string(uri), "languageId": .string("swift"), "version": .int(1), "text": .string(text),
        ])
      ]))
    return uri
  }
}
