internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// Shows a page that changes, on this machine only, in any number of browser tabs.
///
/// It listens on 127.0.0.1, and answers nothing but addresses that begin with a random token: the frame around the
/// page, the page, what has changed since a given version, and the wish to run everything again. No file is served,
/// so there is none to escape to.
public final class PreviewServer: Sendable {
  private let server: HTTPServer
  private let desk: PreviewDesk

  /// Creates a server for `board` on `port`; 0 takes any that is free.
  ///
  /// - Parameter rerun: Called when a reader asks for everything to run again.
  public init(
    board: PreviewBoard, port: UInt16 = 0, token: String = PreviewServer.randomToken(),
    rerun: @escaping @Sendable () -> Void = {}
  ) throws {
    desk = PreviewDesk(board: board, token: token, rerun: rerun)
    server = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: port), timeout: 60, logger: .disabled, handler: desk)
  }

  /// Serves until the task is cancelled.
  ///
  /// - Throws: when the port is taken.
  public func run() async throws { try await server.run() }

  /// Waits until the server listens; returns the address to open.
  public func address() async throws -> String {
    try await server.waitUntilListening(timeout: 10)
    guard case .ip4(_, let port)? = await server.listeningAddress else {
      throw SocketError.unsupportedAddress
    }
    return "http://127.0.0.1:\(port)/\(desk.token)/"
  }

  /// Stops serving, open connections included.
  public func stop() async { await server.stop() }

  /// Returns 128 random bits as a word that nobody can guess.
  public static func randomToken() -> String {
    let bits = (0..<2).map { _ in UInt64.random(in: .min ... .max) }
    return bits.map { String($0, radix: 36) }.joined()
  }
}
