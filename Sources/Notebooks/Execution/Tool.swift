internal import Glibc

/// A program that runs to its end and whose output is wanted.
enum Tool {
  /// What a program put out, and how it ended.
  struct Run: Sendable {
    var standardOutput: String
    var standardError: String
    var termination: ChildProcess.Termination

    var succeeded: Bool { termination == .exited(status: 0) }
  }

  /// Runs `executable` in `folder` and waits for it; `started` gets hold of the process.
  static func run(
    _ executable: String, _ arguments: [String], in folder: String,
    environment: [String: String] = [:], deathSignal: Int32 = SIGKILL,
    started handle: (ChildProcess) -> Void = { _ in }
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
    let (standardOutput, standardError) = readBoth(output.readEnd, error.readEnd)
    return Run(
      standardOutput: standardOutput, standardError: standardError, termination: process.wait())
  }

  /// Reads two streams to their ends at once, so that neither blocks its writer.
  private static func readBoth(_ first: Int32, _ second: Int32) -> (String, String) {
    var texts: [[UInt8]] = [[], []]
    var polled = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while polled.contains(where: { $0.fd >= 0 }) {
      guard poll(&polled, 2, -1) > 0 else { continue }
      for index in 0..<2 where polled[index].revents != 0 {
        if let chunk = Pipe.read(from: polled[index].fd) {
          texts[index] += chunk
        } else {
          polled[index].fd = -1
        }
      }
    }
    return (String(decoding: texts[0], as: UTF8.self), String(decoding: texts[1], as: UTF8.self))
  }
}
