internal import Dispatch
internal import LivePreview
internal import Synchronization

/// A preview server that has been started, for code that is not asynchronous.
final class ServerStart: Sendable {
  private let address = Mutex<Result<String, any Error>?>(nil)
  private let isKnown = DispatchSemaphore(value: 0)
  private let server: PreviewServer

  /// Starts `server`.
  init(_ server: PreviewServer) {
    self.server = server
    // Listening fails in one task or its address is known in the other, whichever is first.
    Task {
      do { try await server.run() } catch { found(.failure(error)) }
    }
    Task {
      do { found(.success(try await server.address())) } catch { found(.failure(error)) }
    }
  }

  /// Waits until it is known at which address the server listens.
  ///
  /// - Throws: when the port is taken.
  func wait() throws -> String {
    isKnown.wait()
    return try address.withLock { $0 }?.get() ?? ""
  }

  /// Stops the server and waits for it.
  func stop() {
    let isStopped = DispatchSemaphore(value: 0)
    Task {
      await server.stop()
      isStopped.signal()
    }
    _ = isStopped.wait(timeout: .now() + 2)
  }

  private func found(_ result: Result<String, any Error>) {
    address.withLock { if $0 == nil { $0 = result } }
    isKnown.signal()
  }
}
