internal import Dispatch
internal import Synchronization

/// Where threads leave letters for the one that reads them.
final class Mailbox<Letter: Sendable>: Sendable {
  private let letters = Mutex<[Letter]>([])
  private let bell = DispatchSemaphore(value: 0)

  /// Leaves a letter.
  func post(_ letter: Letter) {
    letters.withLock { $0.append(letter) }
    bell.signal()
  }

  /// Waits for the next letter.
  func take() -> Letter {
    while true {
      bell.wait()
      if let letter = letters.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return letter }
    }
  }
}
