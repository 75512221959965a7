internal import Synchronization

/// The time that the compilers and the linker may work on one cell, all of their calls together.
///
/// It runs while a tool does, and once for several at a time; waiting for a free processor or an earlier cell is free.
final class CompileBudget: Sendable {
  private struct State {
    var used = Duration.zero
    var running = 0
    /// When the first of those that run was started.
    var start = ContinuousClock.now

    var total: Duration { running == 0 ? used : used + (.now - start) }
  }

  /// In seconds.
  private let limit: Double
  private let state = Mutex(State())

  /// Creates a budget of `limit` seconds, of which nothing is used yet.
  init(limit: Double) { self.limit = limit }

  /// Runs a tool, which gets the time that is left, in seconds.
  func spend(_ tool: (_ timeout: Double) throws(NotebookError) -> Tool.Run) throws(NotebookError) -> Tool.Run
  {
    let used = state.withLock { state in
      if state.running == 0 { state.start = .now }
      state.running += 1
      return state.total
    }
    defer {
      state.withLock { state in
        state.used = state.total
        state.start = .now
        state.running -= 1
      }
    }
    return try tool(max(0, limit - used.seconds))
  }
}
