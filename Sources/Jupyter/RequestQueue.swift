internal import Dispatch
internal import Synchronization

/// The requests that wait for their turn.
final class RequestQueue: Sendable {
  private struct State {
    var waiting: [(message: Message, isAborted: Bool)] = []
    var isOver = false
  }

  private let state = Mutex(State())
  private let hasNews = DispatchSemaphore(value: 0)

  /// Adds a request.
  func add(_ message: Message) {
    state.withLock { $0.waiting.append((message, false)) }
    hasNews.signal()
  }

  /// How long no request comes before a client is taken to pause, in seconds.
  private static let pause = 0.5

  /// Waits for the next request, and says whether it is not to be carried out; nil once the queue has ended.
  ///
  /// If the client pauses, `inPause` is called once.
  func take(inPause: () -> Void) -> (message: Message, isAborted: Bool)? {
    while true {
      if hasNews.wait(timeout: .now() + RequestQueue.pause) == .timedOut {
        inPause()
        hasNews.wait()
      }
      let (next, isOver) = state.withLock { state in
        (state.waiting.isEmpty || state.isOver ? nil : state.waiting.removeFirst(), state.isOver)
      }
      if isOver { return nil }
      if let next { return next }
    }
  }

  /// Gives up the executions that wait now, since one before them has failed.
  func abortExecutions() {
    state.withLock { state in
      for index in state.waiting.indices where state.waiting[index].message.type == "execute_request" {
        state.waiting[index].isAborted = true
      }
    }
  }

  /// Ends the queue, whatever waits in it.
  func end() {
    state.withLock { $0.isOver = true }
    hasNews.signal()
  }
}
