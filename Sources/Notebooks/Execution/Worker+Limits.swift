internal import Foundation
internal import Glibc

/// What becomes of a cell that goes beyond a limit, and how much the worker has used.
extension Worker {
  /// Ends the cell, and returns where it was, if it says so within a moment.
  func halt(_ handle: (Message) -> Void) -> [UInt64] {
    if let inner = child ?? snapshots.last ?? server {
      inner.send(signal: SIGXCPU)
    } else {
      process.send(signal: SIGXCPU)
    }
    if let callStack = awaitHalt(within: 3, handle) { return callStack }
    guard let child else { return [] }
    child.send(signal: SIGKILL)
    if let callStack = awaitHalt(within: 5, handle) { return callStack }
    // The worker cannot be used any more.
    self.child = nil
    process.kill()
    return []
  }

  /// Ends the cell that the user has interrupted, and returns where it was.
  func haltInterrupted() -> [UInt64] {
    isInterruptible = false
    defer { isInterruptible = true }
    return halt { _ in }
  }

  /// Waits for a cell to end that was told to, and returns where it was; nil if it does not end.
  private func awaitHalt(within seconds: Double, _ handle: (Message) -> Void) -> [UInt64]? {
    let patience = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < patience {
      guard let end = wait(atMost: 0.05, handle) else { continue }
      guard case .crashed(_, let callStack) = end else { return [] }
      drain(handle)
      return callStack
    }
    return nil
  }

  /// The processes in which cells run, copies of each other, and their guardian.
  var workers: Set<pid_t> {
    Set([process.id] + snapshots.map(\.id) + [id, child?.id, backup?.id].compactMap(\.self))
  }

  /// Forgets how much memory the worker has used up to now.
  func resetPeakMemory() {
    // What the kernel takes for that, since Linux 4.0.
    if let id { try? "5".write(toFile: "/proc/\(id)/clear_refs", atomically: false, encoding: .utf8) }
  }

  /// The most memory that the worker has used at a time since that was forgotten, in bytes; nil if it has ended.
  var peakMemory: Int? {
    id.flatMap { StatusFile.kilobytes("VmHWM", inFileAt: "/proc/\($0)/status") }.map { $0 << 10 }
  }
}
