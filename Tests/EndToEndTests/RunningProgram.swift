import Foundation

/// A run of the real program that a test follows from outside.
final class RunningProgram {
  private let process = Process()
  private let call: String
  private let start = ContinuousClock.now
  private let streams = [URL](repeating: Fixtures.scratch, count: 2).map {
    $0.appending(path: UUID().uuidString)
  }
  private var killer: DispatchWorkItem?

  /// Starts the program, or another `executable`, with `arguments`.
  ///
  /// It sees nothing of what other runs left, unless `environment` sets `NBRUN_CACHE`.
  init(
    _ arguments: [String], executable: URL = Fixtures.program, in folder: URL = Fixtures.folder,
    environment: [String: String] = [:]
  ) throws {
    call = ([executable.lastPathComponent] + arguments).joined(separator: " ")
    process.executableURL = executable
    process.currentDirectoryURL = folder
    process.arguments = arguments
    let cache = Fixtures.scratch.appending(path: UUID().uuidString).path
    process.environment = ProcessInfo.processInfo.environment.merging(["NBRUN_CACHE": cache]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    try FileManager.default.createDirectory(at: Fixtures.scratch, withIntermediateDirectories: true)
    // Files, since a pipe that nobody reads would stop it.
    for file in streams { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: streams[0])
    process.standardError = try FileHandle(forWritingTo: streams[1])
    try process.run()
    killer = Patience.killer(of: process.processIdentifier)
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    killer?.cancel()
    for file in streams { try? FileManager.default.removeItem(at: file) }
  }

  /// The number of the process.
  var id: pid_t { process.processIdentifier }

  /// Sends the process a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until `condition` holds, which the run brings about; `event` says what that means.
  ///
  /// - Throws: `Patience.Exhausted`, and `EndedEarly` if the run ends before.
  func wait(for event: String, until condition: () throws -> Bool) throws {
    try Patience.wait(for: "\(event) (\(call))") {
      let isRunning = process.isRunning
      if try condition() { return true }
      if !isRunning { throw EndedEarly(call: call, event: event, messages: try messages) }
      return false
    }
  }

  /// Waits until the process has ended; returns its exit status, or the signal that ended it.
  ///
  /// - Throws: `Patience.Exhausted` if it had to be killed.
  @discardableResult func waitForEnd() throws -> Int32 {
    process.waitUntilExit()
    killer?.cancel()
    if process.terminationReason == .uncaughtSignal, start.duration(to: .now) > .seconds(Patience.seconds) {
      throw Patience.Exhausted(event: "the end of " + call)
    }
    return process.terminationStatus
  }

  /// What it has written to standard output.
  var output: String { get throws { try String(decoding: Data(contentsOf: streams[0]), as: UTF8.self) } }

  /// What it has written to standard error: progress and messages.
  var messages: String { get throws { try String(decoding: Data(contentsOf: streams[1]), as: UTF8.self) } }

  /// A run that ended before what a test waited for.
  struct EndedEarly: Error {
    var call: String
    var event: String
    var messages: String
  }
}
