/// The limit that a cell went beyond.
enum ExceededLimit: Equatable {
  /// The notebook's time is up.
  case time(limit: Double)
  /// Its processes together use so many bytes.
  case memory(used: Int, limit: Int)
  /// It asked for so many bytes at once, which it did not get.
  case allocation(asked: Int, limit: Int?)
  /// Its outputs were more than so many bytes.
  case output(limit: Int)
  /// It has as many files open as it may.
  case files(limit: Int?)
  /// It has so many processes running.
  case processes(running: Int, limit: Int)

  /// What the system refused by a limit of one process, as `limitReached` says it; nil if it is not known.
  init?(reached limit: Int, amount: Int, _ limits: ResourceLimits) {
    switch limit {
    case 1: self = .allocation(asked: amount, limit: limits.memory)
    case 2: self = .files(limit: limits.files)
    default: return nil
    }
  }

  /// How the cell ended, that is.
  var outcome: CellOutcome {
    if case .time = self { .timedOut } else { .limitExceeded }
  }

  /// What a reader is told.
  var message: String {
    switch self {
    case .time(let limit):
      "the notebook was still running after \(limit.formattedSeconds), its limit ('time-limit')"
    case .memory(let used, let limit):
      "the cell's processes used \(ByteCount.text(used)) of memory, more than their limit of "
        + "\(ByteCount.text(limit)) ('memory-limit')"
    case .allocation(let asked, let limit):
      "the cell asked for \(ByteCount.text(asked)) of memory and did not get it"
        + (limit.map { ": its limit is \(ByteCount.text($0)) ('memory-limit')" } ?? "")
    case .output(let limit):
      "the cell output more than \(ByteCount.text(limit)), its limit ('output-limit')"
    case .files(let limit):
      "the cell could not open a further file"
        + (limit.map { ": its limit is \($0) ('file-limit')" } ?? ", as many were open")
    case .processes(let running, let limit):
      "the cell had \(running) processes running, more than its limit of \(limit) ('process-limit')"
    }
  }
}

extension Double {
  /// The number of seconds as one says it: `2 s`, `0.5 s`.
  var formattedSeconds: String {
    rounded() == self && magnitude < 1e15 ? "\(Int(self)) s" : "\(self) s"
  }
}
