internal import CProcess
internal import Glibc
internal import Synchronization

/// How a process ended.
package enum ProcessTermination: Sendable, Equatable {
  case exited(status: Int)
  case signaled(Int)
}

/// A process that this one started, in a session of its own.
///
/// It ends with the thread that started it.
final class ChildProcess: Sendable {
  /// The processes that were started and not reaped.
  private static let running = Mutex<Set<pid_t>>([])

  /// The id that the process has or had.
  let id: pid_t
  /// A descriptor that can be read from once the process has ended; −1 if the system has none left.
  let descriptor: Int32
  /// How it ended, once that is known: from then on the id may be somebody else's.
  private let termination = Mutex<ProcessTermination?>(nil)

  private init(id: pid_t) {
    self.id = id
    descriptor = cpr_process_descriptor(id)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Calls `body` with the ids of the processes that were started and not reaped; none starts or is reaped meanwhile.
  static func withRunning<Result>(_ body: (Set<pid_t>) -> Result) -> Result { running.withLock { body($0) } }

  /// Starts `executable`.
  ///
  /// - Parameters:
  ///   - environment: Its variables.
  ///   - descriptors: What the process finds open, from 0 on, and nothing else.
  ///   - deathSignal: What it gets when this process, or the thread that calls, ends before it.
  /// - Throws: `NotebookError.workerFailed` with the system's word.
  static func start(
    _ executable: String, _ arguments: [String], in folder: String, environment: Environment = .inherited(),
    descriptors: [Int32], deathSignal: Int32 = SIGKILL
  ) throws(NotebookError) -> ChildProcess {
    let argv = ([executable] + arguments).map { strdup($0) } + [nil]
    let envp = environment.assignments.map { strdup($0) } + [nil]
    defer { for string in argv + envp { free(string) } }
    var id: pid_t = 0
    let error = running.withLock { running in
      let error = cpr_spawn(
        executable, folder, argv, envp, descriptors, Int32(descriptors.count), deathSignal, &id)
      if error == 0 { running.insert(id) }
      return error
    }
    guard error == 0 else {
      throw .workerFailed(reason: "\(executable): \(SystemReason.of(error))")
    }
    return ChildProcess(id: id)
  }

  /// Returns how the process ended, or nil if it is still running.
  func poll() -> ProcessTermination? {
    termination.withLock { termination in
      if termination == nil { termination = reap() }
      return termination
    }
  }

  /// Waits until the process has ended, `seconds` at most; returns how it ended, or nil if it is still running.
  func wait(atMost seconds: Double) -> ProcessTermination? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      if let termination = poll() { return termination }
      let remaining = (deadline - .now).seconds
      if remaining <= 0 { return nil }
      // Without a descriptor this is a pause.
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let pause = descriptor < 0 ? min(remaining, 0.01) : remaining
      _ = Glibc.poll(&polled, 1, Int32((min(pause, 3600) * 1000).rounded(.up)))
    }
  }

  /// Waits until the process has ended.
  func wait() -> ProcessTermination {
    while true {
      if let termination = wait(atMost: 3600) { return termination }
    }
  }

  /// Sends `signal` to the process, if it is still running.
  func send(signal: Int32) {
    termination.withLock { if $0 == nil { _ = Glibc.kill(id, signal) } }
  }

  /// Kills the process and reaps it.
  func kill() {
    send(signal: SIGKILL)
    // One that the kernel does not let go of, in a system call of a file server that is gone, is left to it.
    _ = wait(atMost: 10)
  }

  private func reap() -> ProcessTermination? {
    ChildProcess.running.withLock { running in
      var status: Int32 = 0
      var result: pid_t
      repeat { result = waitpid(id, &status, WNOHANG) } while result < 0 && errno == EINTR
      if result == 0 { return nil }
      running.remove(id)
      // Nobody else reaps it; should somebody have, nothing is known of its end.
      if result < 0 { return .signaled(Int(SIGKILL)) }
      let signal = status & 0x7f
      return signal == 0 ? .exited(status: Int(status >> 8 & 0xff)) : .signaled(Int(signal))
    }
  }

  /// The variables of a process.
  enum Environment {
    /// Those of this process, and others.
    case inherited(changedBy: [String: String] = [:])
    /// These and no others.
    case only([String: String])

    /// The variables as a program gets them.
    fileprivate var assignments: [String] {
      switch self {
      case .inherited(let changes): kept(without: changes) + Environment.assignments(changes)
      case .only(let variables): Environment.assignments(variables)
      }
    }

    private static func assignments(_ variables: [String: String]) -> [String] {
      variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    private func kept(without changes: [String: String]) -> [String] {
      var kept: [String] = []
      var entry = environ
      while let text = entry.pointee {
        let assignment = String(cString: text)
        let name = String(assignment.prefix { $0 != "=" })
        if changes[name] == nil, !shellVariables.contains(name) { kept.append(assignment) }
        entry += 1
      }
      return kept
    }
  }

  /// What shells and `make` set for every command; what a cell gives must not depend on them.
  static let shellVariables: Set = ["_", "OLDPWD", "SHLVL"]
}
