internal import Glibc
internal import Synchronization

/// The compilers and linkers that run for one notebook, to end them all when nobody needs what they make.
final class RunningTools: Sendable {
  private struct State {
    var running: [Int: ChildProcess] = [:]
    var next = 0
    var isOver = false
  }

  private let state = Mutex(State())

  /// Runs `executable` in `folder` and waits for it; it is killed by `end()`, or after `timeout` seconds.
  func run(
    _ executable: String, _ arguments: [String], in folder: String, timeout: Double = .infinity
  ) throws(NotebookError) -> Tool.Run {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { state.withLock { $0.running[number] = nil } }
    // What a compiler that crashes leaves, say on a full disk, goes with the folder.
    return try Tool.run(
      executable, arguments, in: folder, environment: .inherited(changedBy: ["TMPDIR": folder]),
      timeout: timeout
    ) { process in
      let isOver = state.withLock { state in
        state.running[number] = process
        return state.isOver
      }
      if isOver { process.send(signal: SIGKILL) }
    }
  }

  /// Kills what runs, and from now on whatever is started.
  func end() {
    state.withLock { state in
      state.isOver = true
      for process in state.running.values { process.send(signal: SIGKILL) }
    }
  }
}
