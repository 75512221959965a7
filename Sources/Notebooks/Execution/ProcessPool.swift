internal import CProcess
internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Runs processes, some at a time, and keeps what they output.
public struct ProcessPool {
  /// A process to start.
  public struct Job: Sendable {
    /// What the caller knows it by.
    public var id: Int
    /// The program.
    public var executable: String
    /// Its arguments.
    public var arguments: [String]
    /// What to set beside the variables of this process, or those of the container.
    public var environment: [String: String]
    /// The container that it runs in; nil for none.
    public var container: Container?

    /// Creates a job.
    public init(
      id: Int, executable: String, arguments: [String], environment: [String: String] = [:],
      container: Container? = nil
    ) {
      self.id = id
      self.executable = executable
      self.arguments = arguments
      self.environment = environment
      self.container = container
    }
  }

  /// What became of a job.
  public struct Outcome: Sendable {
    /// What the caller knows it by.
    public var id: Int
    /// How it ended, as the exit status says.
    public var status: RunStatus
    /// Whether its container was killed, since its time was up or it printed too much.
    public var wasCut: Bool
    /// What it wrote to standard output.
    public var output: String
    /// What it wrote to standard error.
    public var messages: String
    /// How long it took.
    public var seconds: Double
  }

  private let width: Int
  private let jobs: [Job]

  /// Creates a pool that runs `width` of the `jobs` at a time, in their order.
  public init(width: Int, jobs: [Job]) {
    self.width = width
    self.jobs = jobs
  }

  /// Runs the jobs and hands each outcome to `handle` as soon as it is there; false from it starts no further one.
  ///
  /// An interrupt of this process is passed on to those that run, and starts no further one.
  public func run(_ handle: (Outcome) -> Bool) throws(NotebookError) {
    cpr_ignore_broken_pipes()
    let interruption = Interruption.descriptor
    let shelf = Shelf(done: try Pipe())
    defer { shelf.close() }
    var waiting = jobs[...]
    var count = 0
    var failure: NotebookError?
    while count > 0 || !waiting.isEmpty {
      while count < width, let job = waiting.popFirst() {
        count += 1
        DispatchQueue(label: "notebook \(job.id)").async { shelf.run(job) }
      }
      var polled = [shelf.done.readEnd, interruption].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&polled, 2, -1) > 0 else { continue }
      if polled[1].revents != 0 {
        waiting = []
        _ = Pipe.read(from: interruption, atMost: 1)
        shelf.isInterrupted.store(true, ordering: .relaxed)
        shelf.running.withLock { for process in $0.values { process.send(signal: SIGINT) } }
      }
      guard polled[0].revents != 0, let bytes = Pipe.read(from: shelf.done.readEnd) else { continue }
      for outcome in shelf.outcomes.withLock({ outcomes in bytes.map { _ in outcomes.removeFirst() } }) {
        count -= 1
        switch outcome {
        case .success(let outcome): if !handle(outcome) { waiting = [] }
        case .failure(let error):
          waiting = []
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }
}

/// Where the threads of a pool put what they have, one byte in the pipe for each.
private final class Shelf: Sendable {
  let done: Pipe
  let outcomes = Mutex<[Result<ProcessPool.Outcome, NotebookError>]>([])
  let running = Mutex<[Int: ChildProcess]>([:])
  /// Whether the processes were asked to end; a container ends by the signal itself.
  let isInterrupted = Atomic(false)

  init(done: Pipe) { self.done = done }

  func close() { for end in [done.readEnd, done.writeEnd] { Glibc.close(end) } }

  /// Runs `job` to its end.
  func run(_ job: ProcessPool.Job) {
    let start = ContinuousClock.now
    let run = Result { () throws(NotebookError) in
      // Asked to end, rather than killed, it ends what it has started itself. The system may ask several times, once
      // for each thread of this process.
      let started = { (process: ChildProcess) in
        self.running.withLock { $0[job.id] = process }
        // The interruption may have come just before.
        if self.isInterrupted.load(ordering: .relaxed) { process.send(signal: SIGINT) }
      }
      guard var container = job.container else {
        return try Tool.run(
          job.executable, job.arguments, in: ".", environment: .inherited(changedBy: job.environment),
          deathSignal: SIGHUP, started: started)
      }
      container.environment.merge(job.environment) { $1 }
      return try container.run(
        job.executable, job.arguments, in: FileManager.default.currentDirectoryPath, deathSignal: SIGHUP,
        started: started)
    }
    running.withLock { $0[job.id] = nil }
    let outcome = run.map { run in
      let status =
        switch (run.cut, run.termination) {
        case (.time, _): RunStatus.timedOut
        case (.output, _): RunStatus.limitExceeded
        case (nil, .exited(let status)): RunStatus(rawValue: status) ?? .crashed
        case (nil, .signaled): isInterrupted.load(ordering: .relaxed) ? RunStatus.interrupted : .crashed
        }
      return ProcessPool.Outcome(
        id: job.id, status: status, wasCut: run.cut != nil, output: run.standardOutput,
        messages: run.standardError, seconds: (ContinuousClock.now - start).seconds)
    }
    outcomes.withLock { $0.append(outcome) }
    _ = Pipe.write([1], to: done.writeEnd)
  }
}
