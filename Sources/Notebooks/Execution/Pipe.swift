internal import CProcess
internal import Glibc

/// The two ends of a pipe, each closed on exec.
struct Pipe: Sendable {
  /// Where what was written is read.
  let readEnd: Int32
  /// Where to write.
  let writeEnd: Int32

  /// Creates a pipe.
  ///
  /// - Throws: `NotebookError.workerFailed` when the system has no descriptors left.
  init() throws(NotebookError) {
    var ends: [Int32] = [0, 0]
    let error = cpr_pipe(&ends)
    guard error == 0 else { throw .workerFailed(reason: SystemReason.of(error)) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  /// Reads what has arrived, at most `limit` bytes; nil at the end of the stream.
  ///
  /// Where nothing has arrived, waits, or returns nothing from a descriptor that never blocks.
  static func read(from descriptor: Int32, atMost limit: Int = 1 << 16) -> [UInt8]? {
    var isAtEnd = false
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      var got: Int
      repeat { got = Glibc.read(descriptor, buffer.baseAddress, limit) } while got < 0 && errno == EINTR
      isAtEnd = got == 0 || got < 0 && errno != EAGAIN
      count = max(got, 0)
    }
    return isAtEnd ? nil : bytes
  }

  /// Returns how many bytes have arrived and were not read yet.
  static func waiting(on descriptor: Int32) -> Int {
    Int(cpr_waiting(descriptor))
  }

  /// Writes what the reader has space for to a descriptor that never blocks; returns the number of bytes, nil when
  /// nobody reads any more.
  static func writeSome(of bytes: [UInt8], to descriptor: Int32) -> Int? {
    var written: Int
    repeat { written = Glibc.write(descriptor, bytes, bytes.count) } while written < 0 && errno == EINTR
    if written >= 0 { return written }
    return errno == EAGAIN ? 0 : nil
  }

  /// Writes all of `bytes`; returns false when nobody reads any more.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest.removeFirst(written)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
