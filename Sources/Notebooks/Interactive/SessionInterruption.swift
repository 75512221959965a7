internal import Glibc
internal import CProcess
internal import Synchronization

/// By which any thread ends what a session is doing.
package final class SessionInterruption: Sendable {
  private let pipe: Pipe
  private let isRequested = Atomic(false)
  private let tools = Mutex<RunningTools?>(nil)

  init() throws(NotebookError) {
    pipe = try Pipe()
    for end in [pipe.readEnd, pipe.writeEnd] { cpr_never_block(end) }
  }

  deinit {
    close(pipe.readEnd)
    close(pipe.writeEnd)
  }

  /// Ends the cell that is being compiled or runs, or else the next one unless `reset()` comes before it.
  package func request() {
    isRequested.store(true, ordering: .sequentiallyConsistent)
    tools.withLock { $0?.end() }
    _ = Glibc.write(pipe.writeEnd, [1], 1)
  }

  /// What can be read from once it was requested.
  var descriptor: Int32 { pipe.readEnd }

  /// Whether it was requested since `reset()`.
  var hasCome: Bool { isRequested.load(ordering: .sequentiallyConsistent) }

  /// Takes back what was requested.
  func reset() {
    isRequested.store(false, ordering: .sequentiallyConsistent)
    while Pipe.waiting(on: pipe.readEnd) > 0 { _ = Pipe.read(from: pipe.readEnd) }
  }

  /// Has `running` ended by a request, as long as `body` takes.
  func ending<Result>(
    _ running: RunningTools, _ body: () throws(NotebookError) -> Result
  ) throws(NotebookError) -> Result {
    tools.withLock { $0 = running }
    defer { tools.withLock { $0 = nil } }
    if hasCome { running.end() }
    return try body()
  }
}
