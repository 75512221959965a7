internal import CProcess
internal import Glibc

/// A process that runs cells, or waits with the state before one, and that is not this one's child.
final class IsolatedChild {
  /// How the cell ended, once it has told.
  var end: Worker.End?
  /// The id that the process had; somebody else's once it has ended.
  let id: pid_t
  /// A descriptor that can be read from once it has ended.
  let descriptor: Int32

  /// Takes hold of the process `id`; nil if it is not a child of one of `parents`.
  init?(id: pid_t, childOf parents: Set<pid_t>) {
    self.id = id
    descriptor = cpr_process_descriptor(id)
    // With the descriptor open, the id stays that process's until somebody has seen its end.
    guard descriptor >= 0, let parent = ProcessTable.parent(of: id), parents.contains(parent) else {
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether it has ended.
  var hasEnded: Bool { waitForEnd(atMost: 0) }

  /// Waits until it has ended, `seconds` at most; returns whether it has.
  @discardableResult
  func waitForEnd(atMost seconds: Double) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }

  /// Sends `signal` to the child.
  func send(signal: Int32) { cpr_signal_process(descriptor, signal) }
}
