internal import Display

extension Worker {
  /// What the worker sends while a cell runs.
  enum Message {
    case standardOutput([UInt8])
    case standardError([UInt8])
    case frame(Frame)
    /// The cell waits for a line.
    case inputWanted(LineOfInput)
  }

  /// How a cell ended.
  enum End: Equatable {
    case finished
    /// The cell ended its thread, and not the process.
    case endedThread
    case threw(message: String, callStack: [UInt64])
    case exited(status: Int, callStack: [UInt64])
    case crashed(signal: Int, callStack: [UInt64])
    case unloadable(message: String)
    /// The process ended without a word, and nobody can ask how.
    case vanished
    /// The time was up; the call stack is where the cell was then, empty if it could not be told.
    case timedOut(callStack: [UInt64])
    /// The cell went beyond a limit; the call stack is where it was when that was seen.
    case exceeded(ExceededLimit, callStack: [UInt64])
    /// The user asked the run to end.
    case interrupted
    /// Another rank of the run cannot go on.
    case rankFailed(RankFailure)
    /// The cell wrote something else on the channel of frames.
    case garbled
    /// The cell closed the channel of frames, and went on.
    case channelClosed
  }
}
