/// What there is to see: the page, and how far the run has come. It wakes whoever waits for a change.
public actor PreviewContent {
  private var page = ""
  private var state = PreviewState()
  private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  private var lastWaiter = 0

  /// Creates content without a page.
  public init() {}

  /// Shows another page.
  public func show(page: String) {
    guard page != self.page else { return }
    self.page = page
    state.page += 1
    changed()
  }

  /// Tells how far the run has come.
  public func show(_ progress: PreviewProgress) {
    guard progress != state.progress else { return }
    state.progress = progress
    changed()
  }

  /// How many wait for a change.
  package var waiterCount: Int { waiting.count }

  /// The page as it is now.
  var currentPage: String { page }

  /// Returns what there is once it is newer than `version`, or after `seconds` whatever there is.
  func state(after version: Int, atMost seconds: Double) async -> PreviewState {
    // A version from another run of the program says nothing.
    guard version == state.version else { return state }
    lastWaiter += 1
    let waiter = lastWaiter
    let alarm = Task { [weak self] in
      try? await Task.sleep(for: .seconds(seconds))
      await self?.wake(waiter)
    }
    await withCheckedContinuation { waiting[waiter] = $0 }
    alarm.cancel()
    return state
  }

  private func changed() {
    state.version += 1
    let all = waiting.values
    waiting = [:]
    for continuation in all { continuation.resume() }
  }

  private func wake(_ waiter: Int) { waiting.removeValue(forKey: waiter)?.resume() }
}

/// What a browser tab is told.
struct PreviewState: Codable, Sendable, Equatable {
  /// Counts all changes.
  var version = 1
  /// Counts the pages.
  var page = 0
  /// How far the run has come.
  var progress = PreviewProgress()
}
