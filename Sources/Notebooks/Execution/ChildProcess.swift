internal import CProcess
internal import Glibc
internal import Synchronization

/// A process that this one started, in a process group of its own.
final class ChildProcess: Sendable {
  /// The id that the process has or had.
  let id: pid_t
  /// How it ended, once that is known: from then on the id may be somebody else's.
  private let termination = Mutex<Termination?>(nil)

  private init(id: pid_t) { self.id = id }

  /// How a process ended.
  enum Termination: Sendable, Equatable {
    case exited(status: Int)
    case signaled(Int)
  }

  /// Starts `executable`.
  ///
  /// - Parameters:
  ///   - environment: What to set beside the variables of this process.
  ///   - descriptors: What the process finds open, from 0 on, and nothing else.
  /// - Throws: `NotebookError.workerFailed` with the system's word.
  static func start(
    _ executable: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
    descriptors: [Int32]
  ) throws(NotebookError) -> ChildProcess {
    let argv = ([executable] + arguments).map { strdup($0) } + [nil]
    let envp = inheritedEnvironment(changedBy: environment).map { strdup($0) } + [nil]
    defer { for string in argv + envp { free(string) } }
    var id: pid_t = 0
    let error = cpr_spawn(
      executable, folder, argv, envp, descriptors, Int32(descriptors.count), &id)
    guard error == 0 else {
      throw .workerFailed(reason: "\(executable): \(String(cString: strerror(error)))")
    }
    return ChildProcess(id: id)
  }

  /// Returns how the process ended, or nil if it is still running.
  func poll() -> Termination? { wait(options: WNOHANG) }

  /// Waits until the process has ended.
  func wait() -> Termination { wait(options: 0) ?? .exited(status: 0) }

  /// Sends `signal` to the process, if it is still running.
  func send(signal: Int32) {
    termination.withLock { if $0 == nil { _ = Glibc.kill(id, signal) } }
  }

  /// Kills the process and reaps it.
  func kill() {
    send(signal: SIGKILL)
    _ = wait()
  }

  private func wait(options: Int32) -> Termination? {
    termination.withLock { termination in
      if let termination { return termination }
      var status: Int32 = 0
      var result: pid_t
      repeat { result = waitpid(id, &status, options) } while result < 0 && errno == EINTR
      if result == 0 { return nil }
      let signal = status & 0x7f
      termination = signal == 0 ? .exited(status: Int(status >> 8 & 0xff)) : .signaled(Int(signal))
      return termination
    }
  }

  private static func inheritedEnvironment(changedBy changes: [String: String]) -> [String] {
    var kept: [String] = []
    var entry = environ
    while let text = entry.pointee {
      let assignment = String(cString: text)
      if changes[String(assignment.prefix { $0 != "=" })] == nil { kept.append(assignment) }
      entry += 1
    }
    return kept + changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}
