internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// Shows a page that changes, on this machine only, in any number of browser tabs.
///
/// It listens on 127.0.0.1, and answers nothing but addresses that begin with a random token: the frame around the
/// page, the page, what has changed since a given version, and the wish to run everything again. No file is served,
/// so there is none to escape to.
public final class PreviewServer: Sendable {
  private let handler: PreviewRequestHandler
  /// The socket that listens, or why it does not.
  private let listening: Result<Socket, any Error>
  private let serving = Mutex<Task<Void, any Error>?>(nil)
  private let isClosed = Mutex(false)

  /// Creates a server for `content` on `port`; 0 takes any that is free.
  ///
  /// - Parameter rerun: Called when a reader asks for everything to run again.
  public init(
    content: PreviewContent, port: UInt16 = 0, token: String = PreviewServer.randomToken(),
    rerun: @escaping @Sendable () -> Void = {}
  ) throws {
    handler = PreviewRequestHandler(content: content, token: token, rerun: rerun)
    listening = Result {
      let socket = try Socket(domain: AF_INET)
      do {
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
        try socket.listen()
      } catch {
        try? socket.close()
        throw error
      }
      return socket
    }
  }

  /// Serves until the task is cancelled, or the server stopped.
  ///
  /// - Throws: when the port is taken.
  public func run() async throws {
    let socket = try listening.get()
    let task = Task { [handler] in try await Self.serve(socket, handler) }
    serving.withLock { $0 = task }
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      end()
    }
  }

  /// Returns the address to open.
  public func address() async throws -> String {
    guard case .ip4(_, let port) = try listening.get().sockname() else {
      throw SocketError.unsupportedAddress
    }
    return "http://127.0.0.1:\(port)/\(handler.token)/"
  }

  /// Stops serving, open connections included.
  public func stop() async { end() }

  private func end() {
    serving.withLock { $0 }?.cancel()
    isClosed.withLock { isClosed in
      // Closed again, the number may be another file's.
      if !isClosed { try? listening.get().close() }
      isClosed = true
    }
  }

  private static func serve(_ socket: Socket, _ handler: PreviewRequestHandler) async throws {
    let pool = SocketPool.make()
    try await pool.prepare()
    let listener = try AsyncSocket(socket: socket, pool: pool)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pool.run() }
      group.addTask {
        await withDiscardingTaskGroup { connections in
          while !Task.isCancelled {
            if let socket = try? await listener.accept() {
              connections.addTask { await PreviewConnection(socket: socket, handler: handler).serve() }
            } else {
              // Such as when no descriptor is left: one of the open connections will give one back.
              try? await Task.sleep(for: .seconds(0.1))
            }
          }
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  /// Returns 128 random bits as a word that nobody can guess.
  public static func randomToken() -> String {
    let bits = (0..<2).map { _ in UInt64.random(in: .min ... .max) }
    return bits.map { String($0, radix: 36) }.joined()
  }
}
