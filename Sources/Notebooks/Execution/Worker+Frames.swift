internal import Display
internal import Glibc

/// What the worker says of the cell that runs.
extension Worker {
  /// Reads what has arrived on the channel of frames and handles it.
  func readFrames(_ handle: (Message) -> Void) -> End? {
    guard let chunk = read(frames) else {
      // A worker that ends closes it a moment before.
      lastMoment = .now + .seconds(1)
      return nil
    }
    buffer += chunk
    return takeFrames(handle)
  }

  /// Handles the whole frames in the buffer; returns how the cell ended if one of them says so.
  func takeFrames(_ handle: (Message) -> Void) -> End? {
    while true {
      let next = Result { () throws(WireError) in try reader.next(from: &buffer) }
      guard case .success(let success) = next else { return .garbled }
      guard let frame = success else { return nil }
      drain(handle)
      defer { acknowledge(frame) }
      let end = end(in: frame)
      if let child {
        // The child says how the cell ended; only then the worker can go on.
        if child.end == nil { child.end = end }
      } else if let end {
        return end
      }
      switch frame {
      case .joined, .display, .expectation, .progress, .loaded, .accessed, .limitReached:
        handle(.frame(frame))
      case .started(let id) where id == backup?.id:
        // The worker has ended without a word.
        backupServes = true
        return .vanished
      case .started(let id):
        guard self.id == nil, ProcessTable.parent(of: id) ?? process.id == process.id else { return .garbled }
        self.id = id
        if hasBackups { server = IsolatedChild(id: id, childOf: [process.id]) }
      case .forked(let id):
        // A cell may write any number here, and the child is sent signals.
        guard task != .run, child == nil, let forked = IsolatedChild(id: id, childOf: workers) else {
          return .garbled
        }
        switch task {
        case .checkpoint: snapshots.append(forked)
        case .runWithBackup where backup == nil: backup = forked
        case .runWithBackup: return .garbled
        default: child = forked
        }
      case .childExited(let status, let signal):
        // The parent tells so once it has waited for it; the cell itself may, too.
        guard (child ?? snapshots.last)?.hasEnded == true else { return .garbled }
        defer { child = nil }
        if child == nil { _ = snapshots.popLast() }
        return child?.end ?? ending(signal == 0 ? .exited(status: status) : .signaled(signal))
      case .inputWanted:
        let input = LineOfInput()
        self.input = input
        handle(.inputWanted(input))
      case .finished, .threw, .exited, .crashed, .unloadable: break
      }
    }
  }

  /// Returns how the cell ended, if `frame` says so.
  private func end(in frame: Frame) -> End? {
    switch frame {
    case .finished(let byReturning): return byReturning ? .finished : .endedThread
    case .threw(let message, let callStack): return .threw(message: message, callStack: callStack)
    case .unloadable(let message): return .unloadable(message: message)
    case .exited(let status, let callStack):
      awaitEnd()
      return .exited(status: status, callStack: callStack)
    case .crashed(let signal, let callStack):
      awaitEnd()
      return .crashed(signal: signal, callStack: callStack)
    case .started, .joined, .display, .expectation, .progress, .loaded, .forked, .childExited, .accessed,
      .limitReached, .inputWanted:
      return nil
    }
  }

  /// The end of a worker that said nothing: it was killed, or it called `_exit`.
  func ending(_ termination: ProcessTermination) -> End {
    switch termination {
    case .exited(let status): return .exited(status: status, callStack: [])
    case .signaled(let signal):
      // Slurm and systemd ask all processes of a job to end, and the worker's turn may come first.
      let isRequest = [SIGTERM, SIGHUP, SIGINT].contains(Int32(signal))
      if isRequest, poll([(interruption, POLLIN)], atMost: 2).contains(interruption) { return whyInterrupted }
      return .crashed(signal: signal, callStack: [])
    }
  }

  /// Gives the worker a moment to end after it said that it will.
  private func awaitEnd() {
    if child != nil || !snapshots.isEmpty { return }
    if let server { server.waitForEnd(atMost: 1) } else { _ = process.wait(atMost: 1) }
  }
}
