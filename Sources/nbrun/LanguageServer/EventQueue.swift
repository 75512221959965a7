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
      hasEvent.wait()
      if let event = events.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return event }
    }
  }
}
