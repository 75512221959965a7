internal import Dispatch
internal import Synchronization

/// A value that one thread makes and others wait for.
final class Promise<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)
  private let ready = DispatchSemaphore(value: 0)

  /// Hands over the value, once and for all.
  func fulfill(_ value: Value) {
    stored.withLock { $0 = value }
    ready.signal()
  }

  /// Waits for the value, `seconds` at most; nil if it is not there by then.
  func wait(atMost seconds: Double) -> Value? {
    guard ready.wait(timeout: .now() + seconds) == .success else { return nil }
    ready.signal()
    return stored.withLock(\.self)
  }

  /// Waits for the value and returns it.
  func wait() -> Value {
    while true {
      ready.wait()
      // The next one who waits is let through too.
      ready.signal()
      if let value = stored.withLock(\.self) { return value }
    }
  }
}
