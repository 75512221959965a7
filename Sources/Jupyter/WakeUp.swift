internal import CProcess
internal import Glibc

/// The ends of the pipe that wakes the thread of the sockets; one for the process, whose signals come by it.
nonisolated(unsafe) private var pipeEnds: [Int32] = [-1, -1]

/// By which other threads, and signals, wake the thread that waits for sockets.
struct WakeUp {
  /// What can be read from when there is something to do.
  var descriptor: Int32 { pipeEnds[0] }

  /// Makes the pipe.
  init() throws(JupyterError) {
    guard pipeEnds[0] < 0 else { return }
    let error = cpr_pipe(&pipeEnds)
    guard error == 0 else { throw JupyterError("no pipe: \(String(cString: strerror(error)))") }
    for end in pipeEnds { cpr_never_block(end) }
  }

  /// Has SIGINT, SIGTERM and SIGHUP come by the pipe from now on.
  func takeOverSignals() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in WakeUp.write(number) }
    }
  }

  /// Wakes the thread.
  func ring() { WakeUp.write(0) }

  /// Returns the signals that have come since the last time.
  func take() -> [Int32] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    return bytes.prefix(max(count, 0)).filter { $0 != 0 }.map(Int32.init)
  }

  /// A full pipe wakes, too.
  private static func write(_ number: Int32) {
    var byte = UInt8(truncatingIfNeeded: number)
    _ = Glibc.write(pipeEnds[1], &byte, 1)
  }
}
