internal import Foundation
internal import Notebooks
internal import Synchronization

/// Compiles the cells of one notebook on a thread of its own, whenever its text has changed.
final class BackgroundCheck: Sendable {
  /// What one check has found, so far or in all.
  struct Report: Sendable {
    var version: Int
    var findings: NotebookChecker.Findings
    var isWhole: Bool
  }

  private struct Pending {
    var notebook: (notebook: Notebook, version: Int)?
    var isOver = false
  }

  /// What the thread alone uses.
  private struct Confined: @unchecked Sendable {
    let checker: NotebookChecker
  }

  private let pending = Mutex(Pending())
  private let hasWork = DispatchSemaphore(value: 0)
  private let isDone = DispatchSemaphore(value: 0)
  private let endWork: @Sendable () -> Void

  /// Starts the thread; `report` is called on it.
  init(_ checker: NotebookChecker, report: @escaping @Sendable (Report) -> Void) {
    let confined = Confined(checker: checker)
    endWork = checker.end
    Thread { [self] in
      defer { isDone.signal() }
      while true {
        hasWork.wait()
        // Whoever types goes on typing.
        usleep(80_000)
        let next = pending.withLock { pending in
          defer { pending.notebook = nil }
          return pending.isOver ? nil : pending.notebook
        }
        if pending.withLock(\.isOver) { return }
        guard let (notebook, version) = next else { continue }
        let found = Result { () throws(NotebookError) in
          try confined.checker.check(
            notebook, isStale: { pending.withLock { $0.notebook != nil || $0.isOver } },
            progressed: { report(.init(version: version, findings: $0, isWhole: false)) })
        }
        if case .success(let findings?) = found {
          report(.init(version: version, findings: findings, isWhole: true))
        }
      }
    }.start()
  }

  /// Has `notebook` checked, and nothing older any more.
  func check(_ notebook: Notebook, version: Int) {
    pending.withLock { $0.notebook = (notebook, version) }
    hasWork.signal()
  }

  /// Ends what is in work, and waits until nothing is written any more; to be called once.
  func stop() {
    pending.withLock { $0.isOver = true }
    hasWork.signal()
    endWork()
    isDone.wait()
  }
}
