internal import Display
internal import Glibc

/// States to which a notebook can go back.
///
/// A worker that runs a cell by `.checkpoint` waits, with the state before the cell, while its child serves. So the
/// processes form a chain, and when the last one ends, its parent's state is there again.
extension Worker {
  /// The number of states to which `restore` can go back.
  var depth: Int { snapshots.count }

  /// Goes back to the state in which there were `depth` snapshots; returns false if the worker is of no use then.
  ///
  /// A process that does not end by itself at once is killed.
  func restore(to depth: Int) -> Bool {
    guard snapshots.count >= depth else { return false }
    while snapshots.count > depth {
      send(.restore, "\(snapshots.count - 1)")
      if awaitAscent(atMost: 0.3) { continue }
      snapshots.last?.send(signal: SIGKILL)
      guard awaitAscent(atMost: 5) else { return false }
    }
    return isRunning
  }

  /// Ends the process that serves, in the middle of whatever it does; returns false if it cannot be ended.
  func killLast() -> Bool {
    guard let last = snapshots.last else { return true }
    last.send(signal: SIGKILL)
    return awaitAscent(atMost: 5)
  }

  /// Waits until the parent says that the last process has ended, and forgets what that one still sent.
  private func awaitAscent(atMost seconds: Double) -> Bool {
    guard
      awaitLast(
        like: .childExited(status: 0, signal: 0), atMost: seconds,
        where: { frame in
          if case .childExited = frame { snapshots.last?.hasEnded == true } else { false }
        })
    else { return false }
    snapshots.removeLast()
    child = nil
    return true
  }

  /// Waits for a frame as long as `example` that comes last and for which `isAwaited` holds, and forgets what was sent
  /// before it.
  ///
  /// A process that was killed may have been in the middle of a frame.
  func awaitLast(like example: Frame, atMost seconds: Double, where isAwaited: (Frame) -> Bool) -> Bool {
    let length = example.bytes.count + FrameSeal.length
    let patience = ContinuousClock.now + .seconds(seconds)
    var bytes = buffer
    buffer = []
    while ContinuousClock.now < patience {
      var tail = Array(bytes.suffix(length))
      if let frame = try? reader.next(from: &tail), isAwaited(frame) {
        drain { _ in }
        acknowledge(frame)
        return true
      }
      guard !poll([(frames, POLLIN)], atMost: 0.05).isEmpty else { continue }
      guard let chunk = Pipe.read(from: frames) else { return false }
      bytes += chunk
    }
    buffer = bytes
    return false
  }
}
