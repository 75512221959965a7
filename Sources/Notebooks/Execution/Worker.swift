internal import CProcess
internal import Display
internal import Glibc

/// The process that runs the cells of one notebook, seen from the runner.
final class Worker {
  /// The guardian of the worker, which ends as the worker does, or goes on if the worker has backups.
  let process: ChildProcess
  /// The process that was started to run cells; nil as long as it has not told.
  var id: pid_t?
  private var commands: PatientWriter
  private var acknowledgments: PatientWriter
  let frames: Int32
  let standardOutput: Int32
  let standardError: Int32
  let interruption: Int32
  /// Whether an interruption ends the cell; it has no further meaning while one does so already.
  var isInterruptible = true
  /// The streams among `frames`, `standardOutput` and `standardError` that have not been closed by all their writers.
  private var openStreams: Set<Int32>
  /// When the cell has to have ended after the channel of frames was closed.
  var lastMoment: ContinuousClock.Instant?
  var buffer: [UInt8] = []
  /// Knows the worker's own frames from those that cells write.
  var reader: FrameReader
  /// What the worker knows commands by.
  private let commandSeal: FrameSeal
  /// The child in which the cell runs, if it does not run in the worker itself.
  var child: IsolatedChild?
  /// The process that serves and may be replaced by `backup`; nil for a worker without backups.
  var server: IsolatedChild?
  /// The child that keeps the state before the cell; nil if there is none.
  var backup: IsolatedChild?
  /// Whether `backup` has said that it serves.
  var backupServes = false
  let hasBackups: Bool
  /// The children that went on from each other's state, outermost first; the last one serves.
  var snapshots: [IsolatedChild] = []
  /// The line that the cell waits for.
  var input: LineOfInput?
  /// The other ranks of the run, which the worker has joined; nil for a run of its own.
  var ranks: (any RankLink)?
  var task = WorkerTask.run
  var watch: ResourceWatch
  private let descendants: Descendants

  /// Starts a worker.
  ///
  /// - Parameters:
  ///   - arguments: What makes `executable` a worker.
  ///   - limits: What it and all that cells start may use.
  ///   - hasBackups: Whether cells run by `.runWithBackup`.
  ///   - memoryFolder: A folder whose files count as memory; nil if files are on a disk.
  ///   - inherited: A descriptor of this process that the worker finds open, too; nil for none.
  ///   - interruption: A descriptor that can be read from when the run is to end; −1 for none.
  init(
    executable: String, arguments: [String], folder: String, environment: [String: String],
    limits: ResourceLimits, memoryFolder: String? = nil, inherited: Int32? = nil, hasBackups: Bool = false,
    interruption: Int32
  ) throws(NotebookError) {
    let (commands, frames, acknowledgments) = (try Pipe(), try Pipe(), try Pipe())
    let (output, error) = (try Pipe(), try Pipe())
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let given = [
      output.writeEnd, error.writeEnd, commands.readEnd, frames.writeEnd, acknowledgments.readEnd,
    ]
    defer {
      for end in [null] + given { close(end) }
    }
    do throws(NotebookError) {
      process = try ChildProcess.start(
        executable, arguments, in: folder, environment: .inherited(changedBy: environment),
        // In the order of WorkerDescriptor.
        descriptors: [null] + given + (inherited.map { [$0] } ?? []),
        // Then the guardian ends the rest.
        deathSignal: SIGTERM)
    } catch let failure {
      for end in [
        commands.writeEnd, frames.readEnd, acknowledgments.writeEnd, output.readEnd, error.readEnd,
      ] {
        close(end)
      }
      throw failure
    }
    self.hasBackups = hasBackups
    descendants = Descendants(root: process.id)
    watch = ResourceWatch(limits: limits, descendants: descendants, memoryFolder: memoryFolder)
    let (key, commandKey) = (FrameSeal.makeKey(), FrameSeal.makeKey())
    reader = FrameReader(key: key)
    commandSeal = FrameSeal(key: commandKey)
    self.commands = PatientWriter(to: commands.writeEnd)
    self.acknowledgments = PatientWriter(to: acknowledgments.writeEnd)
    self.frames = frames.readEnd
    standardOutput = output.readEnd
    standardError = error.readEnd
    openStreams = [self.frames, standardOutput, standardError]
    self.interruption = interruption
    // Whatever a cell does with its ends, it must not hold up the runner.
    for descriptor in openStreams.union([commands.writeEnd, acknowledgments.writeEnd]) {
      cpr_never_block(descriptor)
    }
    self.commands.write(key + commandKey)
  }

  /// Ends the worker and everything that it started.
  func stop() {
    process.send(signal: Guardian.endSignal)
    // A cell may have stopped it.
    process.send(signal: SIGCONT)
    _ = process.wait(atMost: 15)
    // What is left if a cell has ended the guardian, or it does not answer.
    let killed = descendants.kill()
    process.kill()
    // They are this process's children now, if it adopts orphans.
    for id in killed { _ = waitpid(id, nil, WNOHANG) }
    for descriptor in [
      commands.descriptor, frames, acknowledgments.descriptor, standardOutput, standardError,
    ] {
      close(descriptor)
    }
  }

  /// The processes of the worker, of its guardian, and of what cells have started.
  var processes: Set<pid_t> { descendants.processes() }

  /// Ends what cells have started, apart from `spared`.
  func endProcesses(sparing spared: Set<pid_t>) { descendants.kill(sparing: workers.union(spared)) }

  /// Whether further cells can run.
  var isRunning: Bool { process.poll() == nil && server?.hasEnded != true }

  /// Runs the cell in `library` and hands on what it sends, in order, until it has ended.
  func run(
    library: String, task: WorkerTask = .run, timeout: Double, handle: (Message) -> Void
  ) -> End {
    watch.begin()
    input = nil
    send(task, library)
    self.task = task
    let deadline = ContinuousClock.now + .seconds(timeout)
    // Threads of earlier cells may have shown something since, and they wait for an answer.
    var end = takeFrames(handle)
    while end == nil {
      let remaining = (deadline - .now).seconds
      if remaining <= 0 { return .timedOut(callStack: halt(handle)) }
      end = wait(atMost: remaining, handle)
      if end == nil, let limit = watch.exceededLimit(workers: workers) {
        let callStack = halt(handle)
        descendants.kill(sparing: workers)
        return .exceeded(limit, callStack: callStack)
      }
    }
    drain(handle)
    // A cell may fail because what it started, or was waiting for, was asked to end together with the runner.
    if end != .finished, end != .endedThread, poll([(interruption, POLLIN)], atMost: 0).contains(interruption)
    {
      return whyInterrupted
    }
    return end ?? .garbled
  }

  /// Gives the worker a task.
  func send(_ task: WorkerTask, _ argument: String) {
    let text = Array(argument.utf8)
    let length = (0..<4).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    let command = [task.rawValue] + length + text
    commands.write(command + commandSeal.seal(of: command))
  }

  /// Says that `frame` has been taken in, if its sender waits for that.
  func acknowledge(_ frame: Frame) {
    if let byte = frame.acknowledgment { acknowledgments.write([byte]) }
  }

  /// Waits for the next messages; nil if the cell has not ended.
  func wait(atMost seconds: Double, _ handle: (Message) -> Void) -> End? {
    let inputs = openStreams.union(
      [isInterruptible ? interruption : -1, process.descriptor] + [server?.descriptor].compactMap(\.self))
    if let line = input?.take() {
      acknowledgments.write(line)
      input = nil
    }
    let outputs = [commands, acknowledgments].filter(\.isPending)
    let ready = poll(
      inputs.map { ($0, POLLIN) } + outputs.map { ($0.descriptor, POLLOUT) },
      atMost: min(seconds, input == nil ? 0.2 : 0.05))
    if ready.contains(interruption) { return whyInterrupted }
    if let failure = ranks?.dueFailure() { return .rankFailed(failure) }
    commands.flush()
    acknowledgments.flush()
    // Frames come last: what was printed before a frame was sent has arrived when the frame has.
    if ready.contains(frames) { return readFrames(handle) }
    // A process that the cell started may hold the streams open after the worker has ended.
    if ready.contains(process.descriptor) || process.descriptor < 0 && ready.isEmpty,
      let termination = process.poll()
    {
      // What it wrote last may have come between the two looks.
      let end = openStreams.contains(frames) ? readFrames(handle) : nil
      return end ?? ending(termination)
    }
    if let server, ready.contains(server.descriptor) {
      // Only the guardian, whose child it was, knows how.
      let end = openStreams.contains(frames) ? readFrames(handle) : nil
      return end ?? .vanished
    }
    if ready.contains(standardOutput), let chunk = read(standardOutput) { handle(.standardOutput(chunk)) }
    if ready.contains(standardError), let chunk = read(standardError) { handle(.standardError(chunk)) }
    if let lastMoment, ContinuousClock.now > lastMoment,
      id.map({ ProcessTable.parent(of: $0) != nil }) ?? true
    {
      return .channelClosed
    }
    return nil
  }

  /// Reads what has arrived on a stream; nil when all its writers have closed it.
  func read(_ stream: Int32) -> [UInt8]? {
    guard let chunk = Pipe.read(from: stream) else {
      openStreams.remove(stream)
      return nil
    }
    watch.receive(chunk.count)
    return chunk
  }
}
