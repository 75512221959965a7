internal import CProcess
internal import Foundation

/// The wish of the user or the system that this process ends: Ctrl-C, SIGTERM, SIGHUP.
public enum Interruption {
  /// What can be read from once it has come; −1 if the system has no descriptor left.
  ///
  /// Who asks twice wants the process to end at once, whatever it is doing; the folders of its runs go before.
  static let descriptor: Int32 = {
    let descriptor = cpr_interruption_descriptor()
    if descriptor >= 0 {
      Thread.detachNewThread {
        let signal = cpr_wait_for_insistence()
        TemporaryFolder.removeAll()
        cpr_end_by(signal)
      }
    }
    return descriptor
  }()

  /// Waits for it, `seconds` at most; returns whether it has come.
  public static func wait(atMost seconds: Double) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }
}
