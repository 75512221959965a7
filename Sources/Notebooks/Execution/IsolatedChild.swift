internal import CProcess
internal import Glibc

/// The child of the worker in which a cell runs that is meant to fail.
final class IsolatedChild {
  /// How the cell ended, once it has told.
  var end: Worker.End?
  /// The id that the process had; somebody else's once it has ended.
  let id: pid_t
  private let descriptor: Int32

  /// Takes hold of the process `id`, which is known to exist.
  init(id: Int) {
    self.id = pid_t(truncatingIfNeeded: id)
    descriptor = cpr_process_descriptor(self.id)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Sends `signal` to the child.
  func send(signal: Int32) { if descriptor >= 0 { cpr_signal_process(descriptor, signal) } }

  /// Waits a moment for the child to end after its parent has; it was adopted then and has to be reaped.
  func reap() { if descriptor >= 0 { cpr_reap_process(descriptor, 1000) } }
}
