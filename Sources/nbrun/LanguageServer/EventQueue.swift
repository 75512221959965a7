internal import Dispatch
internal import Synchronization

/// Events from any thread, for the one that handles them.
final class EventQueue<Event: Sendable>: Sendable {
  private let events = Mutex<[Event]>([])
  private let hasEvent = DispatchSemaphore(value: 0)

  /// Adds an event.
  func post(_ event: Event) {
    events.withLock { $0.append(event) }
    hasEvent.signal()
  }

  /// Waits for the next event.
  func take() -> Event {
    while true {
      if let event = take(until: .distantFuture) { return event }
    }
  }

  /// Waits for the next event; nil if none has come until `deadline`.
  func take(until deadline: DispatchTime) -> Event? {
    guard hasEvent.wait(timeout: deadline) == .success else { return nil }
    return events.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
