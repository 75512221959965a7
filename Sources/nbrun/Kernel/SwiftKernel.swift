internal import Display
internal import Jupyter
internal import Notebooks
internal import Synchronization

/// Answers the requests that Jupyter makes of the kernel.
///
/// What has no lock is the concern of the thread that answers.
final class SwiftKernel: KernelResponder, @unchecked Sendable {
  private let confinement: Confinement
  private var session: Result<InteractiveSession, NotebookError>?
  /// What ends the cell that runs.
  private let interruption = Mutex<SessionInterruption?>(nil)
  private var history = KernelHistory()
  private let editing = CellEditing()

  /// Creates a kernel whose cells are kept to `confinement`.
  init(confinement: Confinement) { self.confinement = confinement }

  var information: JSON.Members {
    [
      "protocol_version": .string(Message.version), "implementation": .string("nbrun"),
      "implementation_version": .string(NBRun.version),
      "language_info": .object([
        "name": .string("swift"), "version": .string("6"), "mimetype": .string("text/x-swift"),
        "file_extension": .string(".swift"), "pygments_lexer": .string("swift"),
        "codemirror_mode": .string("swift"), "nbconvert_exporter": .string("script"),
      ]),
      "banner": .string("nbrun \(NBRun.version): Swift cells, with CNN imported"),
      "debugger": .bool(false), "help_links": .array([]),
    ]
  }

  func begin() {
    session = Result { () throws(NotebookError) in
      try InteractiveSession(.beside(notebook: "notebook.swift", confinement: confinement))
    }
    if case .success(let session) = session { interruption.withLock { $0 = session.interruption } }
  }

  func interrupt() { interruption.withLock { $0 }?.request() }

  func pause() {
    if case .success(let session) = session, let next = try? session.editing() { editing.prepare(next) }
  }

  func end() {
    if case .success(let session) = session { session.stop() }
  }

  func answer(_ request: Request) -> JSON.Members? {
    switch request.type {
    case "execute_request": execute(request)
    case "complete_request": complete(request.content)
    case "inspect_request": inspect(request.content)
    case "is_complete_request": isComplete(request.content)
    case "history_request": ["status": .string("ok"), "history": .array(history.answer(request.content))]
    default: nil
    }
  }

  private func execute(_ request: Request) -> JSON.Members {
    let content = request.content
    let code = content.member("code")?.stringValue ?? ""
    let isSilent = content.member("silent")?.boolValue ?? false
    let isKept = !isSilent && content.member("store_history")?.boolValue ?? true
    let count = isKept ? history.add(code) : history.count
    if !isSilent {
      request.publish("execute_input", ["code": .string(code), "execution_count": .int(count)])
    }
    let output = CellOutput(of: request, count: count, isSilent: isSilent)
    if let name = HelpQuestion.name(in: code), let text = try? Help.text(about: name, commands: []) {
      let page: JSON.Members = [
        "source": .string("page"), "start": .int(0), "data": .object(["text/plain": .string(text)]),
      ]
      return [
        "status": .string("ok"), "execution_count": .int(count), "payload": .array([.object(page)]),
        "user_expressions": .object([:]),
      ]
    }
    var reply: JSON.Members = ["execution_count": .int(count), "payload": .array([])]
    if let failure = run(code, title: isKept ? "In [\(count)]" : "In [ ]", output) {
      let error: JSON.Members = [
        "ename": .string(failure.name), "evalue": .string(failure.message),
        "traceback": .array(failure.traceback.map(JSON.string)),
      ]
      request.publish("error", error)
      reply.list = [.init(key: "status", value: .string("error"))] + reply.list + error.list
    } else {
      reply.list.insert(.init(key: "status", value: .string("ok")), at: 0)
      reply.list.append(.init(key: "user_expressions", value: .object(values(of: request))))
    }
    if isKept { history.addOutput(output.result) }
    return reply
  }

  /// Returns the values of the expressions that the request asks for beside its code.
  private func values(of request: Request) -> JSON.Members {
    guard case .object(let expressions) = request.content.member("user_expressions") else { return [:] }
    return JSON.Members(
      expressions.list.map { member in
        let (name, expression) = (member.key, member.value)
        let output = CellOutput(of: request, count: history.count, isSilent: true)
        let failure = run(expression.stringValue ?? "", title: name, output)
        let value: JSON.Members =
          failure.map { failure in
            [
              "status": .string("error"), "ename": .string(failure.name), "evalue": .string(failure.message),
              "traceback": .array(failure.traceback.map(JSON.string)),
            ]
          } ?? [
            "status": .string("ok"), "data": output.data ?? .object([:]), "metadata": .object([:]),
          ]
        return JSON.Member(key: name, value: .object(value))
      })
  }

  /// Returns what the language server says to `method` about `position`.
  func ask(_ method: String, at position: CodePosition) -> JSON? {
    guard case .success(let session) = session, let next = try? session.editing() else { return nil }
    return editing.ask(method, at: position, next)
  }

  /// Returns whether `code` can be run; nil if that is not known.
  func completeness(of code: String) -> InteractiveSession.Completeness? {
    guard case .success(let session) = session else { return nil }
    return try? session.completeness(of: code)
  }

  private func run(_ code: String, title: String, _ output: CellOutput) -> InteractiveSession.Failure? {
    if let failure = ForeignCommand.failure(of: code) { return failure }
    if code.allSatisfy(\.isWhitespace) { return nil }
    do throws(NotebookError) {
      guard let session else { return nil }
      return try session.get().run(code, title: title, handle: output.take)
    } catch {
      return .init(name: "NotebookError", message: error.message, traceback: [error.message])
    }
  }
}
