internal import Glibc

/// A program that runs to its end and whose output is wanted.
package enum Tool {
  /// What a program put out, and how it ended.
  package struct Run: Sendable {
    package var standardOutput: String
    package var standardError: String
    package var termination: ProcessTermination
    /// Whether it was killed since its time was up.
    package var isTimedOut = false

    package var succeeded: Bool { termination == .exited(status: 0) }
  }

  /// Runs `executable` in `folder` and waits for it, `timeout` seconds at most; `started` gets hold of the process.
  package static func run(
    _ executable: String, _ arguments: [String], in folder: String, timeout: Double
  ) throws(NotebookError) -> Run {
    try run(executable, arguments, in: folder, timeout: timeout) { _ in }
  }

  /// The same for callers that set more.
  static func run(
    _ executable: String, _ arguments: [String], in folder: String,
    environment: [String: String] = [:], deathSignal: Int32 = SIGKILL, timeout: Double = .infinity,
    started handle: (ChildProcess) -> Void
  ) throws(NotebookError) -> Run {
    let (output, error) = (try Pipe(), try Pipe())
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { for end in [null, output.readEnd, error.readEnd] { close(end) } }
    let started = Result { () throws(NotebookError) in
      try ChildProcess.start(
        executable, arguments, in: folder, environment: environment,
        descriptors: [null, output.writeEnd, error.writeEnd], deathSignal: deathSignal)
    }
    close(output.writeEnd)
    close(error.writeEnd)
    let process = try started.get()
    handle(process)
    let deadline = Deadline(limit: timeout.isFinite ? timeout : nil, since: .now)
    let (texts, isTimedOut) = readBoth(output.readEnd, error.readEnd, until: deadline)
    if isTimedOut { process.send(signal: SIGKILL) }
    return Run(
      standardOutput: texts.0, standardError: texts.1, termination: process.wait(), isTimedOut: isTimedOut)
  }

  /// Reads two streams to their ends at once, so that neither blocks its writer; ends early when the time is up.
  private static func readBoth(
    _ first: Int32, _ second: Int32, until deadline: Deadline
  ) -> (texts: (String, String), isTimedOut: Bool) {
    var texts: [[UInt8]] = [[], []]
    var polled = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while polled.contains(where: { $0.fd >= 0 }), !deadline.isOver {
      // A wait of a day is one without an end.
      let wait = Int32((min(deadline.remaining, 86_400) * 1000).rounded(.up))
      guard poll(&polled, 2, wait) > 0 else { continue }
      for index in 0..<2 where polled[index].revents != 0 {
        if let chunk = Pipe.read(from: polled[index].fd) {
          texts[index] += chunk
        } else {
          polled[index].fd = -1
        }
      }
    }
    return (
      (String(decoding: texts[0], as: UTF8.self), String(decoding: texts[1], as: UTF8.self)),
      polled.contains { $0.fd >= 0 }
    )
  }
}
