import Foundation

/// How long a test waits for what has to come.
///
/// Far longer than it takes on any machine, however busy: what takes longer hangs.
enum Patience {
  /// The time, in seconds.
  static let seconds = 600.0

  /// What has not come in that time.
  struct Exhausted: Error, CustomStringConvertible {
    /// What was waited for.
    var event: String

    var description: String { "waited for \(Patience.seconds) s in vain: \(event)" }
  }

  /// Waits until `condition` holds; `event` says what that means.
  ///
  /// - Throws: `Exhausted`, and what `condition` throws.
  static func wait(for event: String, until condition: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
      guard ContinuousClock.now < end else { throw Exhausted(event: event) }
      usleep(10_000)
    }
  }

  /// Kills process `id`, or with a negative number a group, when the time is up; cancel it once the process has ended.
  static func killer(of id: pid_t) -> DispatchWorkItem {
    let killer = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: killer)
    return killer
  }
}
