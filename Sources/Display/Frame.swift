/// One message from the worker to the runner.
///
/// On the wire: the kind (1 byte), the length of the payload (4 bytes, little-endian), the payload. Texts and
/// byte strings in a payload carry their own length in the same way. Those that say how a cell fared end with a
/// seal (`FrameSeal`). A call stack is a list of code addresses,
/// innermost first, each that of the instruction after a call.
package enum Frame: Sendable, Equatable {
  /// Something to show. Acknowledged, so that what was printed before comes before.
  case display(MIMEBundle)
  /// An expectation that was checked. Acknowledged too.
  case expectation(Expectation)
  /// How far a task has come. Not acknowledged.
  case progress(ProgressReport)
  /// The worker is the process `id`. Sent once, before anything else.
  case started(id: Int32)
  /// The worker has joined the other ranks of its run, of which one has sent all others `announcement`. Sent before
  /// anything runs.
  case joined(rank: Int, count: Int, announcement: String)
  /// The cell ended as it should: its code came to its end, or the cell has ended its thread.
  case finished(byReturning: Bool)
  /// The cell ended with an error that nobody caught.
  case threw(message: String, callStack: [UInt64])
  /// The cell is ending the process by `exit`.
  case exited(status: Int, callStack: [UInt64])
  /// A signal is ending the process.
  case crashed(signal: Int, callStack: [UInt64])
  /// The cell's library could not be loaded.
  case unloadable(message: String)
  /// The cell's library lies at `base` in memory and takes `size` bytes; addresses in call stacks refer to it.
  /// Acknowledged.
  case loaded(base: UInt64, size: UInt64)
  /// The cell runs in the process `id`, a child of the worker, until `childExited`. Acknowledged.
  case forked(id: Int32)
  /// The child has ended: with an exit status, or by a signal. Acknowledged.
  case childExited(status: Int, signal: Int)
  /// What the cell asked the system for, as the worker's hooks note it; sent before the cell's end.
  case accessed(notes: [UInt8], isComplete: Bool)

  /// The system refused something because of a limit: 1 memory, of which `amount` bytes were asked for, 2 a further
  /// open file. Sent before the cell's end.
  case limitReached(limit: Int, amount: Int)
  /// The cell waits for a line of input. Answered by a byte of acknowledgment, the length of the line (4 bytes,
  /// little-endian; all ones at the end of the input) and the line.
  case inputWanted

  /// The byte that comes before a line of input.
  package static let inputAnswer: UInt8 = 5

  /// The byte by which the runner says that it has taken the frame in; nil if the sender does not wait for that.
  ///
  /// The sender skips other bytes. Those that nobody waited for, because a child was killed or a cell wrote frames of
  /// its own, are gone so when a child ends and when the next cell begins.
  package var acknowledgment: UInt8? {
    switch self {
    case .display, .expectation: 1
    case .loaded: 2
    case .forked: 3
    case .childExited: 4
    case .started, .joined, .progress, .finished, .threw, .exited, .crashed, .unloadable, .accessed,
      .limitReached, .inputWanted:
      nil
    }
  }
}
