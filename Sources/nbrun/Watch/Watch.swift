internal import Foundation
internal import LivePreview
internal import Notebooks
internal import Synchronization

/// One notebook that is run again whenever its file changes.
///
/// One thread looks at the file, one runs the cells, and the server's tasks answer browsers.
final class Watch: Sendable {
  /// What the thread that runs cells is to do next.
  private struct Pending {
    var isChanged = true
    var wantsEverything = false
    var isOver = false
    var isRunning = false

    var isAny: Bool { isChanged || wantsEverything || isOver }
  }

  /// What the thread that runs cells uses; the one that watches may cancel the session, which allows just that.
  private struct Confined: @unchecked Sendable {
    let live: LiveSession
    let overrides: [ParameterOverride]
  }

  private let path: String
  private let output: String
  private let replacesOthers: Bool
  private let session: Confined
  private let screen: WatchScreen
  private let pending = Mutex(Pending())
  private let hasWork = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Reads the notebook at `path` once, to tell at once if there is none.
  init(
    path: String, output: String, replacesOthers: Bool, overrides: [ParameterOverride],
    confinement: Confinement
  ) throws(NotebookError) {
    var notebook = try MarkdownReader.read(path: path)
    try notebook.apply(overrides)
    (self.path, self.output, self.replacesOthers) = (path, output, replacesOthers)
    let configuration = try RunConfiguration.beside(
      notebook: path, cache: CacheUse(), confinement: confinement)
    let screen = WatchScreen(confinement: confinement, markup: MarkupCache(of: notebook, configuration))
    self.screen = screen
    let live = try LiveSession(configuration: configuration) { screen.record($0) }
    session = Confined(live: live, overrides: overrides)
  }

  /// Serves and watches until the user ends it.
  func run(port: UInt16) throws {
    let server = try PreviewServer(content: screen.content, port: port) { [self] in
      request { $0.wantsEverything = true }
    }
    let address = ServerStart(server)
    StandardOutput.tell(try address.wait())
    let running = Thread { [self] in
      runUpdates()
      session.live.stop()
      ended.signal()
    }
    running.start()
    hasWork.signal()
    var files = WatchedFiles(ofNotebookAt: path)
    // Asking is cheap, and sees what editors do that write a new file and rename it.
    while !Interruption.wait(atMost: 0.01) {
      if files.hasChanged() { request { $0.isChanged = true } }
    }
    request { $0.isOver = true }
    ended.wait()
    address.stop()
  }

  /// Changes what the running thread is to do, and ends what it is doing.
  private func request(_ change: (inout Pending) -> Void) {
    let isRunning = pending.withLock { pending in
      change(&pending)
      return pending.isRunning
    }
    if isRunning { session.live.cancel() }
    hasWork.signal()
  }

  private func runUpdates() {
    while true {
      hasWork.wait()
      let next = pending.withLock { pending in
        let next = pending
        pending = Pending(isChanged: false, isOver: next.isOver, isRunning: next.isAny && !next.isOver)
        return next
      }
      if next.isOver { return }
      if next.wantsEverything { session.live.reset() }
      let isDone = !next.isAny || update()
      let isIdle = pending.withLock { pending in
        pending.isRunning = false
        return !pending.isAny
      }
      // It may have been told to end just after it had been told to begin.
      if !isDone && isIdle { request { $0.isChanged = true } }
    }
  }

  /// Runs the notebook as it is now; returns false if it was cancelled.
  private func update() -> Bool {
    do throws(NotebookError) {
      var notebook = try MarkdownReader.read(path: path)
      notebook.root = OutputLayout(ofCallNaming: [path], .solution).root
      try notebook.apply(session.overrides)
      notebook.apply(.solution)
      screen.begin(notebook)
      guard let result = try session.live.update(to: notebook, progressed: screen.show) else { return false }
      let handout = screen.finish(result)
      try HandoutWriter.write(
        handout, notebook: notebook, result: result, to: output, replacesOthers: replacesOthers)
    } catch {
      screen.fail(error)
    }
    return true
  }
}
