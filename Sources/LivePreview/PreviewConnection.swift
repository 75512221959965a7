internal import FlyingSocks
internal import Foundation

/// One connection of a browser: it is read up to the end of one request's head, answered, and closed.
///
/// FlyingFox reads a line of a request in a time that grows with the square of its length, before anybody can look at
/// it; so only its sockets are used, and the few lines of HTTP that a preview needs are here.
struct PreviewConnection: Sendable {
  let socket: AsyncSocket
  let handler: PreviewRequestHandler

  /// The longest head that is read, in bytes; browsers send less than a tenth of it.
  private static let longestHead = 16 << 10
  /// How long the head may take to arrive, and the answer to be taken, in seconds.
  private static let (headTime, answerTime) = (10.0, 60.0)
  /// What is read of a refused request, so that its sender gets to see the answer.
  private static let (mostDropped, dropTime) = (64 << 20, 2.0)

  private struct TimeIsUp: Error {}

  /// Serves the connection to its end.
  func serve() async {
    defer { try? socket.close() }
    let head = try? await within(Self.headTime) { try await readHead() }
    // Who says nothing in time has no use for an answer.
    guard let head else { return }
    let answer: PreviewResponse
    switch head {
    case .complete(let bytes):
      if let request = PreviewRequest(bytes) {
        answer = await handler.answer(request)
      } else {
        answer = .refusal("400 Bad Request", "This is no request.")
      }
    case .tooLong:
      answer = .refusal("431 Request Header Fields Too Large", "The head of this request is too long.")
    }
    _ = try? await within(Self.answerTime) { try await socket.write(answer.bytes) }
    shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
    _ = try? await within(Self.dropTime) {
      var count = 0
      while count < Self.mostDropped { count += try await socket.read(atMost: 4096).count }
    }
  }

  private enum Head: Sendable {
    case complete([UInt8])
    case tooLong
  }

  private func readHead() async throws -> Head {
    var bytes: [UInt8] = []
    var searched = 0
    while true {
      bytes += try await socket.read(atMost: 4096)
      // The empty line: its end follows right behind the end of another one.
      for index in searched..<bytes.count where bytes[index] == 0x0A {
        let isEnd =
          bytes[..<index].last == 0x0A
          || bytes[..<index].last == 0x0D && bytes[..<index].dropLast().last == 0x0A
        if isEnd { return index < Self.longestHead ? .complete(Array(bytes[...index])) : .tooLong }
      }
      searched = bytes.count
      if bytes.count > Self.longestHead { return .tooLong }
    }
  }

  private func within<Value: Sendable>(
    _ seconds: Double, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let value = first else { throw TimeIsUp() }
      return value
    }
  }
}
