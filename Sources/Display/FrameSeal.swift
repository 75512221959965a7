internal import Digest

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What tells the frames of the worker's own code from those that a cell writes to the same descriptor, and the runner's
/// commands from those that a cell makes the worker read.
///
/// At the end of a sealed frame's payload, and behind a command, stand its number (8 bytes, little-endian) and the first 16
/// bytes of the SHA-256 digest of key, number and the bytes without them. Numbers only grow, so nothing can be sent a second
/// time. Each direction has its own key.
package final class FrameSeal: @unchecked Sendable {
  /// The length of a key, in bytes.
  package static let keyLength = 32
  /// The length of what a seal adds to a frame, in bytes.
  package static let length = 24

  /// The key and the latest number.
  ///
  /// Forked children share the memory: the numbers of a child and of its parent are one sequence. Reflection shows an
  /// address.
  private let memory: UnsafeMutableRawPointer

  /// Creates a seal with `key`, at number 0.
  package init(key: [UInt8]) {
    precondition(key.count == FrameSeal.keyLength, "a key has \(FrameSeal.keyLength) bytes")
    let memory = mmap(
      nil, FrameSeal.keyLength + 8, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { fatalError("no memory for the key of the channel") }
    memory.copyMemory(from: key, byteCount: key.count)
    self.memory = memory
  }

  deinit { munmap(memory, FrameSeal.keyLength + 8) }

  /// Returns a key that nobody can guess.
  package static func makeKey() -> [UInt8] {
    (0..<keyLength).map { _ in UInt8.random(in: .min ... .max) }
  }

  private var number: UInt64 {
    get { memory.load(fromByteOffset: FrameSeal.keyLength, as: UInt64.self) }
    set { memory.storeBytes(of: newValue, toByteOffset: FrameSeal.keyLength, as: UInt64.self) }
  }

  /// Returns the seal of `bytes`, which are sent next.
  package func seal(of bytes: [UInt8]) -> [UInt8] {
    number += 1
    return mark(of: bytes, number)
  }

  /// Whether `seal` is that of who has the key for `bytes`, and behind all that were recognized before.
  package func recognizes(_ seal: [UInt8], of bytes: [UInt8]) -> Bool {
    let claimed = seal.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard claimed > number, mark(of: bytes, claimed) == seal else { return false }
    number = claimed
    return true
  }

  /// Returns `frame` as it is sent next, with a seal if it is of a kind that has one.
  package func bytes(of frame: Frame) -> [UInt8] {
    let bytes = frame.bytes
    guard Frame.isSealed(kind: bytes[0]) else { return bytes }
    return Frame.resized(bytes, by: FrameSeal.length) + seal(of: bytes)
  }

  /// Removes the seal from `bytes`, a whole frame; returns nil if it is not recognized.
  func opened(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 5 + FrameSeal.length else { return nil }
    let frame = Frame.resized(bytes.dropLast(FrameSeal.length), by: -FrameSeal.length)
    return recognizes(Array(bytes.suffix(FrameSeal.length)), of: frame) ? frame : nil
  }

  private func mark(of frame: [UInt8], _ number: UInt64) -> [UInt8] {
    let digits = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    var hash = SHA256()
    hash.update(
      UnsafeBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: FrameSeal.keyLength))
    hash.update(digits)
    hash.update(frame)
    return digits + hash.finish().prefix(FrameSeal.length - 8)
  }
}

/// Reads the frames of one worker, and refuses those that a cell has forged.
package struct FrameReader {
  private let seal: FrameSeal

  /// Creates a reader for frames that are sealed with `key`.
  package init(key: [UInt8]) { seal = FrameSeal(key: key) }

  /// Removes the first whole frame from the front of `buffer` and returns it; nil if it has not all arrived.
  ///
  /// - Throws: `WireError` when the bytes are no frame, or one that somebody else has sent.
  package mutating func next(from buffer: inout [UInt8]) throws(WireError) -> Frame? {
    guard let length = try Frame.length(atStartOf: buffer) else { return nil }
    guard Frame.isSealed(kind: buffer[0]) else { return try Frame.next(from: &buffer) }
    guard var frame = seal.opened(Array(buffer[..<length])) else { throw .forged(buffer[0]) }
    buffer.removeFirst(length)
    return try Frame.next(from: &frame)
  }
}
