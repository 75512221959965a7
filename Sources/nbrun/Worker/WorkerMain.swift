internal import CWorkerHooks
internal import Display
internal import Notebooks
internal import Glibc
internal import Synchronization

/// The process that loads cells and runs them, one after the other, in one memory.
///
/// It reads commands and acknowledgments from a descriptor each and writes frames to a third one; standard output and
/// standard error belong to the cells.
enum WorkerMain {
  /// What commands of the runner are known by.
  private static let commandSeal = Mutex<FrameSeal?>(nil)

  /// Confines the process by `confine` and serves commands until the runner closes its end.
  ///
  /// - Parameters:
  ///   - temporary: The run's folder, to be removed should the runner be killed.
  ///   - hasBackups: Whether a child may take the place of this process when it ends.
  ///   - ranks: The library by which it joins the other ranks of its run; nil if there are none.
  static func run(
    temporary: String, hasBackups: Bool, ranks: String?, confine: () throws(WorkerConfinement.Failure) -> Void
  ) -> Never {
    Guardian.start(temporary: temporary, stays: hasBackups)
    cwh_buffer_output_by_line()
    for descriptor in [
      WorkerDescriptor.commands, WorkerDescriptor.frames, WorkerDescriptor.acknowledgments,
      WorkerDescriptor.launcher,
    ] {
      // Processes that a cell starts must not hold the channels of the runner and the launcher open.
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    guard let key = read(count: FrameSeal.keyLength), let commandKey = read(count: FrameSeal.keyLength)
    else { end() }
    commandSeal.withLock { $0 = FrameSeal(key: commandKey) }
    DisplayChannel.current.connect(
      frames: WorkerDescriptor.frames, acknowledgments: WorkerDescriptor.acknowledgments, key: key)
    DisplayChannel.current.send(.started(id: getpid()))
    cwh_report_ends(
      WorkerDescriptor.frames, Frame.crashedKind, Frame.exitedKind, Frame.limitReachedKind)
    cwh_record_throws()
    cwh_on_uncaught_error { error in
      if let error { UncaughtError.report(error) }
    }
    // Elsewhere there is nobody to ask, and no cell runs again.
    if hasBackups {
      cwh_replace_conformances()
      WorkerExecutor.start()
      cwh_on_input {
        DisplayChannel.current.readLine().flatMap { line in strdup(String(decoding: line, as: UTF8.self)) }
      }
    }
    cwh_on_cell_end {
      CellLoader.finish()
      // Only this cell's library has anything to go on with.
      guard let (task, _) = WorkerMain.nextCommand(), task == .resume else { WorkerMain.end() }
      UncaughtError.forget()
    }
    // MPI comes before the limits, which are the cells'.
    if let ranks {
      guard let (task, announcement) = nextCommand(), task == .joinRanks else { end() }
      WorkerRanks.join(ranks, announcing: announcement)
    }
    do throws(WorkerConfinement.Failure) { try confine() } catch {
      while nextCommand() != nil { DisplayChannel.current.send(.unloadable(message: error.message)) }
      end()
    }
    // What the sandbox opens is nothing that a cell has read. What MPI asks for all the time would be among what cells
    // ask for, so with ranks nothing is known of that, and no result is cached.
    if ranks == nil { cwh_note_accesses() }
    var depth = 0
    while let (task, argument) = nextCommand() {
      switch task {
      case .run: CellLoader.run(library: argument)
      case .runWithBackup: CellLoader.runWithBackup(library: argument)
      case .runInChild: CellLoader.runInChild(library: argument)
      case .checkpoint: if CellLoader.checkpoint(library: argument) { depth += 1 }
      case .restore: if depth > Int(argument) ?? 0 { end() }
      case .takeParameter: ParameterValues.receive(argument)
      case .leaveRanks: WorkerRanks.leave()
      case .joinRanks, .beginCell: break
      case .resume:
        DisplayChannel.current.send(.unloadable(message: "the cell before it has ended the thread of both"))
      }
    }
    end()
  }

  /// Ends the process; nothing is torn down, as threads that cells started may still use the cells' globals.
  private static func end() -> Never {
    fflush(nil)
    _exit(0)
  }

  /// The next task, as `WorkerTask` describes it.
  private static func nextCommand() -> (WorkerTask, argument: String)? {
    // A copy of the worker that a cell has forked must not take its commands.
    if DisplayChannel.current.isCopy { _exit(0) }
    guard let first = read(count: 1)?.first, let task = WorkerTask(rawValue: first),
      let header = read(count: 4)
    else { return nil }
    let length = header.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard let argument = read(count: length), let seal = read(count: FrameSeal.length),
      // A cell can put a pipe of its own in the place of the runner's, and would have its own library loaded.
      commandSeal.withLock({ $0?.recognizes(seal, of: [first] + header + argument) }) == true
    else { return nil }
    let text = String(decoding: argument, as: UTF8.self)
    guard task == .beginCell else { return (task, text) }
    WorkerRanks.beginCell(text)
    return nextCommand()
  }

  private static func read(count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var chunk = [UInt8](repeating: 0, count: min(count - bytes.count, 1 << 16))
      let got = Glibc.read(WorkerDescriptor.commands, &chunk, chunk.count)
      if got > 0 {
        bytes += chunk.prefix(got)
      } else if got == 0 || errno != EINTR {
        return nil
      }
    }
    return bytes
  }
}
