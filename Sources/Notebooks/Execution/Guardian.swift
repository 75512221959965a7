internal import CProcess
internal import Glibc

/// The process between the runner and the worker, so that nothing is left of a run whose runner was killed.
///
/// What cells start descends from it, whichever of them ends; the kernel tells it when the runner has ended.
package enum Guardian {
  /// What makes the guardian end all that the worker has started, the worker, and itself.
  static let endSignal = SIGUSR1

  /// Makes this process, which has one thread, a guardian, and returns in the worker, its child.
  ///
  /// - Parameters:
  ///   - temporary: The folder of the run, to be removed if the runner ends before the worker.
  ///   - stays: Whether it goes on when the worker has ended, since a backup may take the worker's place.
  package static func start(temporary: String, stays: Bool) {
    cpr_start_guardian({ Descendants(root: getpid()).kill() }, temporary, stays ? 1 : 0)
  }
}
