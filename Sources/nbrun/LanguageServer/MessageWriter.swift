internal import Display
internal import Glibc

/// Writes messages of the Language Server Protocol.
struct MessageWriter: Sendable {
  let descriptor: Int32

  /// Sends `members` as one message; one that nobody reads any more is lost.
  func send(_ members: JSON.Members) {
    let body = Array(
      JSON.object(.init([.init(key: "jsonrpc", value: .string("2.0"))] + members.list)).text.utf8)
    var rest = (Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 { rest.removeFirst(written) } else if errno != EINTR { return }
    }
  }

  /// Answers the request `id`.
  func answer(_ id: JSON, _ result: JSON) { send(["id": id, "result": result]) }

  /// Answers the request `id` with an error.
  func refuse(_ id: JSON, _ code: ProtocolError, _ message: String) {
    send(["id": id, "error": .object(["code": .int(code.rawValue), "message": .string(message)])])
  }

  /// Tells something that needs no answer.
  func notify(_ method: String, _ parameters: JSON.Members) {
    send(["method": .string(method), "params": .object(parameters)])
  }
}

/// The protocol's numbers for what can go wrong.
enum ProtocolError: Int {
  case notJSON = -32700
  case invalidRequest = -32600
  case unknownMethod = -32601
  case failed = -32603
  case notInitialized = -32002
}
