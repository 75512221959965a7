internal import Display
internal import Glibc

/// The process that runs the cells of one notebook, seen from the runner.
final class Worker {
  /// What the worker sends while a cell runs.
  enum Message {
    case standardOutput([UInt8])
    case standardError([UInt8])
    case frame(Frame)
  }

  /// How a cell ended.
  enum End: Equatable {
    case finished
    case threw(message: String, callStack: [UInt64])
    case exited(status: Int, callStack: [UInt64])
    case crashed(signal: Int, callStack: [UInt64])
    case unloadable(message: String)
    /// The time was up; the call stack is where the cell was then, empty if it could not be told.
    case timedOut(callStack: [UInt64])
    /// The cell went beyond a limit; the call stack is where it was when that was seen.
    case exceeded(Excess, callStack: [UInt64])
    /// The user asked the run to end.
    case interrupted
    /// The cell wrote something else on the channel of frames.
    case garbled
  }

  let process: ChildProcess
  private let commands: Int32
  let frames: Int32
  private let standardOutput: Int32
  private let standardError: Int32
  private let interruption: Int32
  var buffer: [UInt8] = []
  /// The child in which the cell runs, if it does not run in the worker itself.
  var child: IsolatedChild?
  /// The children that went on from each other's state, outermost first; the last one serves.
  var snapshots: [IsolatedChild] = []
  private var task = WorkerTask.run
  private var watch: ResourceWatch
  private let descendants: Descendants

  /// Starts a worker.
  ///
  /// - Parameters:
  ///   - arguments: What makes `executable` a worker.
  ///   - mark: A text that no other run has, to know the processes by that cells start.
  ///   - limits: What it and all that cells start may use.
  ///   - interruption: A descriptor that can be read from when the run is to end; −1 for none.
  init(
    executable: String, arguments: [String], folder: String, environment: [String: String], mark: String,
    limits: ResourceLimits, interruption: Int32
  ) throws(NotebookError) {
    let (commands, frames) = (try Pipe(), try Pipe())
    let (output, error) = (try Pipe(), try Pipe())
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer {
      for end in [null, output.writeEnd, error.writeEnd, commands.readEnd, frames.writeEnd] { close(end) }
    }
    process = try ChildProcess.start(
      executable, arguments, in: folder,
      environment: environment.merging([Descendants.variable: mark]) { $1 },
      // In the order of WorkerDescriptor.
      descriptors: [null, output.writeEnd, error.writeEnd, commands.readEnd, frames.writeEnd])
    descendants = Descendants(mark: mark)
    watch = ResourceWatch(limits: limits, descendants: descendants)
    self.commands = commands.writeEnd
    self.frames = frames.readEnd
    standardOutput = output.readEnd
    standardError = error.readEnd
    self.interruption = interruption
  }

  /// Ends the worker and everything that it started.
  func stop() {
    process.kill()
    // The kernel ends each of them with its parent.
    for snapshot in snapshots { snapshot.reap() }
    descendants.kill()
    for descriptor in [commands, frames, standardOutput, standardError] { close(descriptor) }
  }

  /// Whether further cells can run.
  var isRunning: Bool { process.poll() == nil }

  /// Runs the cell in `library` and hands on what it sends, in order, until it has ended.
  func run(
    library: String, task: WorkerTask = .run, timeout: Double, handle: (Message) -> Void
  ) -> End {
    watch.begin()
    send(task, library)
    self.task = task
    let deadline = ContinuousClock.now + .seconds(timeout)
    var end: End?
    while end == nil {
      let remaining = (deadline - .now).seconds
      if remaining <= 0 { return .timedOut(callStack: halt(handle)) }
      end = wait(atMost: remaining, handle)
      if end == nil, let excess = watch.excess(workers: workers) {
        let callStack = halt(handle)
        descendants.kill(sparing: workers)
        return .exceeded(excess, callStack: callStack)
      }
    }
    drain(handle)
    return end ?? .garbled
  }

  /// Gives the worker a task.
  func send(_ task: WorkerTask, _ library: String) {
    let path = Array(library.utf8)
    let length = (0..<4).map { UInt8(truncatingIfNeeded: path.count >> (8 * $0)) }
    _ = Pipe.write([task.rawValue] + length + path, to: commands)
  }

  /// Waits for the next messages; nil if the cell has not ended.
  func wait(atMost seconds: Double, _ handle: (Message) -> Void) -> End? {
    let ready = poll([frames, standardOutput, standardError, interruption], atMost: min(seconds, 0.2))
    if ready.contains(interruption) { return .interrupted }
    // Frames come last: what was printed before a frame was sent has arrived when the frame has.
    if ready.contains(frames) {
      if let chunk = Pipe.read(from: frames) {
        watch.receive(chunk.count)
        buffer += chunk
        return takeFrames(handle)
      }
      return ending(process.wait(), handle)
    }
    if ready.contains(standardOutput), let chunk = Pipe.read(from: standardOutput) {
      watch.receive(chunk.count)
      handle(.standardOutput(chunk))
    }
    if ready.contains(standardError), let chunk = Pipe.read(from: standardError) {
      watch.receive(chunk.count)
      handle(.standardError(chunk))
    }
    // A process that the cell started may hold the channel open after the worker has ended.
    if ready.isEmpty, let termination = process.poll() { return ending(termination, handle) }
    return nil
  }

  /// Handles the whole frames in the buffer; returns how the cell ended if one of them says so.
  private func takeFrames(_ handle: (Message) -> Void) -> End? {
    while true {
      let next = Result { () throws(WireError) in try Frame.next(from: &buffer) }
      guard case .success(let success) = next else { return .garbled }
      guard let frame = success else { return nil }
      drain(handle)
      let end = end(in: frame)
      if let child {
        // The child says how the cell ended; only then the worker can go on.
        if child.end == nil { child.end = end }
      } else if let end {
        return end
      }
      switch frame {
      case .display, .expectation, .progress, .loaded, .accessed, .limitReached: handle(.frame(frame))
      case .forked(let id):
        if task == .descend { snapshots.append(IsolatedChild(id: id)) } else { child = IsolatedChild(id: id) }
      case .rejoined(let status, let signal):
        defer { child = nil }
        if child == nil { _ = snapshots.popLast() }
        return child?.end ?? ending(signal == 0 ? .exited(status: status) : .signaled(signal), handle)
      case .finished, .threw, .exited, .crashed, .unloadable: break
      }
      if frame.isAcknowledged { _ = Pipe.write([WorkerDescriptor.acknowledgment], to: commands) }
    }
  }

  /// Returns how the cell ended, if `frame` says so.
  private func end(in frame: Frame) -> End? {
    switch frame {
    case .finished: return .finished
    case .threw(let message, let callStack): return .threw(message: message, callStack: callStack)
    case .unloadable(let message): return .unloadable(message: message)
    case .exited(let status, let callStack):
      awaitEnd()
      return .exited(status: status, callStack: callStack)
    case .crashed(let signal, let callStack):
      awaitEnd()
      return .crashed(signal: signal, callStack: callStack)
    case .display, .expectation, .progress, .loaded, .forked, .rejoined, .accessed, .limitReached: return nil
    }
  }

  /// The end of a worker that said nothing: it was killed, or it called `_exit`.
  private func ending(_ termination: ChildProcess.Termination, _ handle: (Message) -> Void) -> End {
    switch termination {
    case .exited(let status): .exited(status: status, callStack: [])
    case .signaled(let signal): .crashed(signal: signal, callStack: [])
    }
  }

  /// Gives the worker a moment to end after it said that it will.
  private func awaitEnd() {
    if child != nil || !snapshots.isEmpty { return }
    for _ in 0..<100 where process.poll() == nil { usleep(10_000) }
  }

  /// Hands on what has been printed so far, and no more than that: a cell may print without end.
  func drain(_ handle: (Message) -> Void) {
    for (descriptor, message) in [
      (standardOutput, Message.standardOutput), (standardError, Message.standardError),
    ] {
      var waiting = Pipe.waiting(on: descriptor)
      while waiting > 0, let chunk = Pipe.read(from: descriptor, atMost: min(waiting, 1 << 16)) {
        handle(message(chunk))
        waiting -= chunk.count
      }
    }
  }

  /// Returns the descriptors among `descriptors` that can be read from within the time.
  func poll(_ descriptors: [Int32], atMost seconds: Double) -> Set<Int32> {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard Glibc.poll(&polled, nfds_t(polled.count), Int32((seconds * 1000).rounded(.up))) > 0 else {
      return []
    }
    return Set(polled.filter { $0.revents != 0 }.map(\.fd))
  }
}
