internal import CProcess
internal import Glibc

/// A process that this one started, in a process group of its own.
struct ChildProcess: Sendable {
  /// The process, which is also the id of its group.
  let id: pid_t

  /// How a process ended.
  enum Termination: Sendable, Equatable {
    case exited(status: Int)
    case signaled(Int)
  }

  /// Starts `executable`.
  ///
  /// - Parameters:
  ///   - environment: What to set beside the variables of this process.
  ///   - descriptors: What the process finds open, from 0 on. All else that this process opens is closed on
  ///     exec.
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

  /// Asks the process alone by `signal`.
  func send(signal: Int32) { kill(id, signal) }

  /// Kills the process and what it started and left in its group, and reaps what became ours.
  func killGroup() {
    killpg(id, SIGKILL)
    _ = wait()
    // Those whose own parent ended are ours now; a killed process takes a moment to end.
    for _ in 0..<200 {
      var result: pid_t
      repeat { result = waitpid(-id, nil, WNOHANG) } while result > 0
      if result < 0 && errno == ECHILD { return }
      usleep(5_000)
    }
  }

  private func wait(options: Int32) -> Termination? {
    var status: Int32 = 0
    while true {
      let result = waitpid(id, &status, options)
      if result == 0 { return nil }
      if result < 0 && errno == EINTR { continue }
      if result < 0 { return .exited(status: 0) }
      let signal = status & 0x7f
      return signal == 0 ? .exited(status: Int(status >> 8 & 0xff)) : .signaled(Int(signal))
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
