internal import Glibc

/// A program that runs to its end and whose output is wanted.
package enum Tool {
  /// What a program has output, and how it ended.
  package struct Run: Sendable {
    package var standardOutput: String
    package var standardError: String
    package var termination: ProcessTermination
    /// Why it was killed; nil if it ended by itself.
    package var cut: Cut?

    package var succeeded: Bool { termination == .exited(status: 0) }
    /// Whether it was killed since its time was up.
    package var isTimedOut: Bool { cut == .time }
  }

  /// Why a program was killed before its end.
  package enum Cut: Sendable {
    /// Its time was up.
    case time
    /// It has output more than it may.
    case output
  }

  /// Runs `executable` in `folder` and waits for it, `timeout` seconds at most; `started` gets hold of the process.
  package static func run(
    _ executable: String, _ arguments: [String], in folder: String, timeout: Double
  ) throws(NotebookError) -> Run {
    try run(executable, arguments, in: folder, timeout: timeout) { _ in }
  }

  /// The same for callers that set more.
  ///
  /// - Parameters:
  ///   - others: What the program finds open from descriptor 3 on.
  ///   - outputLimit: How many bytes it may output.
  ///   - ended: What to do when the process has ended, although others may still write where it did.
  static func run(
    _ executable: String, _ arguments: [String], in folder: String,
    environment: ChildProcess.Environment = .inherited(), others: [Int32] = [],
    deathSignal: Int32 = SIGKILL, timeout: Double = .infinity, outputLimit: Int = .max,
    started handle: (ChildProcess) -> Void, ended: () -> Void = {}
  ) throws(NotebookError) -> Run {
    let (output, error) = (try Pipe(), try Pipe())
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { for end in [null, output.readEnd, error.readEnd] { close(end) } }
    let started = Result { () throws(NotebookError) in
      try ChildProcess.start(
        executable, arguments, in: folder, environment: environment,
        descriptors: [null, output.writeEnd, error.writeEnd] + others, deathSignal: deathSignal)
    }
    close(output.writeEnd)
    close(error.writeEnd)
    let process = try started.get()
    handle(process)
    let deadline = Deadline(limit: timeout.isFinite ? timeout : nil, since: .now)
    let (texts, cut) = readBoth(
      output.readEnd, error.readEnd, of: process, until: deadline, atMost: outputLimit, ended)
    if cut != nil { process.send(signal: SIGKILL) }
    let termination = process.wait()
    ended()
    return Run(standardOutput: texts.0, standardError: texts.1, termination: termination, cut: cut)
  }

  /// Reads two streams to their ends at once, so that neither blocks its writer; ends early when the time is up, or more
  /// than `limit` bytes have come.
  private static func readBoth(
    _ first: Int32, _ second: Int32, of process: ChildProcess, until deadline: Deadline, atMost limit: Int,
    _ ended: () -> Void
  ) -> (texts: (String, String), cut: Cut?) {
    var texts: [[UInt8]] = [[], []]
    var polled = [first, second, process.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    var cut: Cut?
    while cut == nil, polled[..<2].contains(where: { $0.fd >= 0 }) {
      if deadline.isOver {
        cut = .time
        continue
      }
      // A wait of a day is one without an end.
      let wait = Int32((min(deadline.remaining, 86_400) * 1000).rounded(.up))
      guard poll(&polled, 3, wait) > 0 else { continue }
      if polled[2].revents != 0 {
        polled[2].fd = -1
        ended()
      }
      for index in 0..<2 where polled[index].revents != 0 {
        if let chunk = Pipe.read(from: polled[index].fd) {
          texts[index] += chunk
        } else {
          polled[index].fd = -1
        }
      }
      if texts[0].count + texts[1].count > limit { cut = .output }
    }
    return ((String(decoding: texts[0], as: UTF8.self), String(decoding: texts[1], as: UTF8.self)), cut)
  }
}
