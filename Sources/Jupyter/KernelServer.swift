internal import Display
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Serves the clients of one kernel.
///
/// One thread has the sockets and never waits for cells; one answers the requests of the shell channel in order; one
/// returns heartbeats.
package final class KernelServer: Sendable {
  enum Channel: Int { case shell, control, stdin, iopub }

  private let connection: ConnectionFile
  private let responder: any KernelResponder
  private let signer: MessageSigner
  private let session = UUID().uuidString
  private let messageCount = Atomic(0)
  /// What is to be sent.
  private let outgoing = Mutex<[(channel: Channel, frames: [[UInt8]])]>([])
  /// Wakes the thread of the sockets for it.
  private let wakeUp: WakeUp
  private let requests = RequestQueue()
  private let shellThreadEnded = DispatchSemaphore(value: 0)
  /// Who takes the next line of input.
  private let inputTaker = Mutex<(@Sendable (String) -> Void)?>(nil)
  private let isOver = Atomic(false)

  /// Creates a server that has `responder` answer.
  package init(_ connection: ConnectionFile, _ responder: any KernelResponder) throws(JupyterError) {
    wakeUp = try WakeUp()
    self.connection = connection
    self.responder = responder
    signer = MessageSigner(key: connection.key)
  }

  /// Serves until a client or the system ends the kernel; to be called once in a process, whose signals it handles.
  package func run() throws(JupyterError) {
    let context = try SocketContext()
    defer { context.end() }
    try serve(in: context)
  }

  private func serve(in context: SocketContext) throws(JupyterError) {
    let heartbeat = SendableSocket(socket: try Socket(.reply, in: context, at: connection.heartbeat))
    let sockets = [
      try Socket(.router, in: context, at: connection.shell),
      try Socket(.router, in: context, at: connection.control),
      try Socket(.router, in: context, at: connection.stdin),
      try Socket(.publisher, in: context, at: connection.iopub),
    ]
    Thread { heartbeat.socket.echo() }.start()
    let shell = Thread { [self] in
      responder.begin()
      answerRequests()
      responder.end()
      shellThreadEnded.signal()
      wakeUp.ring()
    }
    shell.stackSize = 8 << 20
    shell.start()
    publish("status", ["execution_state": .string("starting")], parent: .object([:]))
    wakeUp.takeOverSignals()
    // Jupyter says so where it is the parent.
    let parent = getenv("JPY_PARENT_PID") == nil ? nil : getppid()
    var reader = MessageReader(signer: signer)
    while !isOver.load(ordering: .sequentiallyConsistent) {
      let ready = Poll.wait(Array(sockets.prefix(3)), [wakeUp.descriptor], atMost: 1000)
      for number in wakeUp.take() {
        if number == SIGINT { responder.interrupt() } else { end() }
      }
      sendOutgoing(by: sockets)
      for index in ready {
        guard let channel = Channel(rawValue: index) else { continue }
        // What is to be sent has its turn, however much comes in.
        for _ in 0..<64 {
          guard let frames = sockets[index].receive() else { break }
          if let message = reader.message(frames) { take(message, from: channel) }
        }
      }
      // The process that started the kernel is gone, and nobody else will end it.
      if let parent, getppid() != parent { end() }
    }
    sendOutgoing(by: sockets)
    // The cell that runs has been interrupted; a compiler that hangs does not keep the kernel.
    _ = shellThreadEnded.wait(timeout: .now() + 20)
    sendOutgoing(by: sockets)
  }

  private func sendOutgoing(by sockets: [Socket]) {
    let messages = outgoing.withLock { messages in
      defer { messages = [] }
      return messages
    }
    for (channel, frames) in messages { sockets[channel.rawValue].send(frames) }
  }

  // MARK: The thread of the sockets

  private func take(_ message: Message, from channel: Channel) {
    switch channel {
    case .shell:
      // What ends the kernel does not wait for cells.
      if message.type == "shutdown_request" { control(message, on: .shell) } else { requests.add(message) }
    case .control: control(message, on: .control)
    case .stdin:
      guard message.type == "input_reply", let line = message.content.member("value")?.stringValue else {
        return
      }
      inputTaker.withLock { taker in
        taker?(line)
        taker = nil
      }
    case .iopub: break
    }
  }

  private func control(_ message: Message, on channel: Channel) {
    status("busy", message)
    switch message.type {
    case "kernel_info_request": reply(information, to: message, on: channel)
    case "interrupt_request":
      responder.interrupt()
      reply(["status": .string("ok")], to: message, on: channel)
    case "shutdown_request":
      let content: JSON.Members = [
        "status": .string("ok"), "restart": message.content.member("restart") ?? .bool(false),
      ]
      reply(content, to: message, on: channel)
      publish("shutdown_reply", content, parent: message.header)
      end()
    default: break
    }
    status("idle", message)
  }

  private func end() {
    isOver.store(true, ordering: .sequentiallyConsistent)
    requests.end()
    responder.interrupt()
  }

  // MARK: The thread of the requests

  private func answerRequests() {
    while let (message, isAborted) = requests.take(inPause: responder.pause) {
      status("busy", message)
      if isAborted {
        reply(["status": .string("aborted")], to: message, on: .shell)
      } else if let content = answer(message) {
        reply(content, to: message, on: .shell)
        let stops = message.content.member("stop_on_error")?.boolValue ?? true
        if message.type == "execute_request", stops,
          content.list.contains(.init(key: "status", value: .string("error")))
        {
          requests.abortExecutions()
        }
      }
      inputTaker.withLock { $0 = nil }
      status("idle", message)
    }
  }

  private func answer(_ message: Message) -> JSON.Members? {
    switch message.type {
    case "kernel_info_request": return information
    case "comm_info_request": return ["status": .string("ok"), "comms": .object([:])]
    case "comm_open":
      // There are none here, and the client is to know at once.
      let id = message.content.member("comm_id") ?? .string("")
      publish("comm_close", ["comm_id": id, "data": .object([:])], parent: message.header)
      return nil
    default: return responder.answer(Request(message: message, server: self))
    }
  }

  private var information: JSON.Members {
    .init([.init(key: "status", value: .string("ok"))] + responder.information.list)
  }

  // MARK: Any thread

  /// Publishes something to all clients.
  func publish(_ type: String, _ content: JSON.Members, metadata: JSON.Members = [:], parent: JSON) {
    send(type, content, metadata: metadata, parent: parent, identities: [Array(type.utf8)], on: .iopub)
  }

  /// Asks the sender of `request` for a line.
  func askForInput(
    _ content: JSON.Members, of request: Message, _ take: @escaping @Sendable (String) -> Void
  ) {
    inputTaker.withLock { $0 = take }
    send("input_request", content, parent: request.header, identities: request.identities, on: .stdin)
  }

  private func status(_ state: String, _ request: Message) {
    publish("status", ["execution_state": .string(state)], parent: request.header)
  }

  private func reply(_ content: JSON.Members, to request: Message, on channel: Channel) {
    let type = request.type.replacing("_request", with: "_reply")
    send(type, content, parent: request.header, identities: request.identities, on: channel)
  }

  private func send(
    _ type: String, _ content: JSON.Members, metadata: JSON.Members = [:], parent: JSON,
    identities: [[UInt8]], on channel: Channel
  ) {
    let number = messageCount.add(1, ordering: .sequentiallyConsistent).newValue
    let message = Message(
      type, content, metadata: metadata, parent: parent, identities: identities, session: session,
      number: number)
    let frames = message.frames(signedBy: signer)
    outgoing.withLock { $0.append((channel, frames)) }
    wakeUp.ring()
  }
}

/// A socket that one thread hands to another and does not touch any more.
private struct SendableSocket: @unchecked Sendable {
  let socket: Socket
}

/// Reads messages, and says on standard error why one is refused.
private struct MessageReader {
  var signer: MessageSigner

  mutating func message(_ frames: [[UInt8]]) -> Message? {
    do throws(Message.Refusal) {
      return try Message(frames: frames, acceptedBy: &signer)
    } catch {
      let reason =
        switch error {
        case .malformed(let reason): reason
        case .unsigned: "its signature is not that of this kernel's key, or was used before"
        }
      FileHandle.standardError.write(Data("nbrun kernel: a message was refused: \(reason)\n".utf8))
      return nil
    }
  }
}
