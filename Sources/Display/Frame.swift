/// One message from the worker to the runner.
///
/// On the wire: the kind (1 byte), the length of the payload (4 bytes, little-endian), the payload. Texts and
/// byte strings in a payload carry their own length in the same way.
public enum Frame: Sendable, Equatable {
  /// Something to show. The worker waits for an acknowledgment, so that what was printed before comes before.
  case display(MIMEBundle)
  /// A claim that was checked. Acknowledged too.
  case expectation(Expectation)
  /// How far a task has come. Not acknowledged.
  case progress(ProgressReport)
  /// The cell ended as it should.
  case finished
  /// The cell ended with an error that nobody caught.
  case threw(message: String, callStack: [CodeAddress])
  /// The cell is ending the process by `exit`.
  case exited(status: Int, callStack: [CodeAddress])
  /// A signal is ending the process.
  case crashed(signal: Int, callStack: [CodeAddress])
  /// The cell's library could not be loaded.
  case unloadable(message: String)

  /// A place in a loaded library's code.
  public struct CodeAddress: Sendable, Equatable {
    /// The path of the library.
    public var library: String
    /// The offset from where the library is loaded.
    public var offset: UInt64

    /// Creates a place.
    public init(library: String, offset: UInt64) {
      self.library = library
      self.offset = offset
    }
  }

  /// Whether the worker waits until the runner has taken the frame in.
  public var isAcknowledged: Bool {
    switch self {
    case .display, .expectation: true
    case .progress, .finished, .threw, .exited, .crashed, .unloadable: false
    }
  }
}
