internal import CProcess
internal import Glibc

/// The wish of the user or the system that this process ends: Ctrl-C, SIGTERM, SIGHUP.
public enum Interruption {
  /// Waits for it, `seconds` at most; returns whether it has come.
  public static func wait(atMost seconds: Double) -> Bool {
    var polled = pollfd(fd: cpr_interruption_descriptor(), events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }
}
