internal import Glibc

/// Writes to a pipe that never blocks, and keeps what its reader has no space for yet.
struct PatientWriter {
  /// The write end.
  let descriptor: Int32
  private var pending: [UInt8] = []

  /// Creates a writer to `descriptor`.
  init(to descriptor: Int32) { self.descriptor = descriptor }

  /// Whether something waits for space.
  var isPending: Bool { !pending.isEmpty }

  /// Writes `bytes` after what is pending.
  mutating func write(_ bytes: [UInt8]) {
    pending += bytes
    flush()
  }

  /// Writes what the reader has space for.
  mutating func flush() {
    while !pending.isEmpty {
      // A pipe that nobody reads is of no use any more; how the cell ended is seen elsewhere.
      guard let count = Pipe.writeSome(of: pending, to: descriptor) else { return pending = [] }
      if count == 0 { return }
      pending.removeFirst(count)
    }
  }
}
