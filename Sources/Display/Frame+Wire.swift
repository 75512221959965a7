extension Frame {
  /// The kind of `crashed`, for the signal handler, which writes its frame itself.
  package static let crashedKind: UInt8 = 7
  /// The kind of `exited`, likewise.
  package static let exitedKind: UInt8 = 6
  /// The kind of `limitReached`, likewise.
  package static let limitReachedKind: UInt8 = 13

  /// The largest payload that a reader accepts, in bytes.
  package static let largestPayload = 1 << 28

  /// What a line or a column of a file can be.
  private static let positions = 1...Int(Int32.max)
  /// How much of something can be done or to be done: what a `Double` holds exactly.
  private static let counts = 0...1 << 53
  /// The number of a process among those of one run, and how many there are.
  private static let ranks = 0...Int(Int32.max)
  /// What a process can end with, as `exit` takes it.
  private static let statuses = Int(Int32.min)...Int(Int32.max)

  /// The frame as it travels.
  package var bytes: [UInt8] {
    var payload = WireWriter()
    let kind: UInt8
    switch self {
    case .display(let bundle):
      kind = 1
      payload.write(bundle.representations.count)
      for representation in bundle.representations {
        payload.write(representation.type)
        payload.write(representation.bytes)
      }
    case .expectation(let expectation):
      kind = 2
      payload.write(expectation.passed ? 1 : 0)
      payload.write(expectation.isBinding ? 1 : 0)
      payload.write(expectation.comment)
      payload.write(expectation.details)
      payload.write(Frame.positions.clamping(expectation.line))
      payload.write(Frame.positions.clamping(expectation.column))
    case .progress(let report):
      kind = 3
      payload.write(report.task)
      payload.write(Frame.counts.clamping(report.completed))
      payload.write(Frame.counts.clamping(report.total))
      payload.write(report.detail)
    case .finished(let byReturning):
      kind = 4
      payload.write(byReturning ? 1 : 0)
    case .threw(let message, let callStack):
      kind = 5
      payload.write(message)
      payload.write(callStack)
    case .exited(let status, let callStack):
      kind = Frame.exitedKind
      payload.write(status)
      payload.write(callStack)
    case .crashed(let signal, let callStack):
      kind = Frame.crashedKind
      payload.write(signal)
      payload.write(callStack)
    case .unloadable(let message):
      kind = 8
      payload.write(message)
    case .loaded(let base, let size):
      kind = 9
      payload.write(Int(truncatingIfNeeded: base))
      payload.write(Int(truncatingIfNeeded: size))
    case .forked(let id):
      kind = 10
      payload.write(Int(id))
    case .childExited(let status, let signal):
      kind = 11
      payload.write(status)
      payload.write(signal)
    case .accessed(let notes, let isComplete):
      kind = 12
      payload.write(notes)
      payload.write(isComplete ? 1 : 0)
    case .limitReached(let limit, let amount):
      kind = Frame.limitReachedKind
      payload.write(limit)
      payload.write(amount)
    case .started(let id):
      kind = 14
      payload.write(Int(id))
    case .inputWanted: kind = 15
    case .joined(let rank, let count, let announcement):
      kind = 16
      payload.write(rank)
      payload.write(count)
      payload.write(announcement)
    }
    var frame = WireWriter()
    frame.bytes.append(kind)
    frame.write(payload.bytes)
    return frame.bytes
  }

  /// Removes the first whole frame from the front of `buffer` and returns it; nil if it has not all arrived.
  ///
  /// A cell can write what it wants: numbers that cannot be are refused here, and nowhere else.
  ///
  /// - Throws: `WireError` when the bytes are no frame.
  package static func next(from buffer: inout [UInt8]) throws(WireError) -> Frame? {
    guard let length = try length(atStartOf: buffer) else { return nil }
    let kind = buffer[0]
    var payload = WireReader(bytes: buffer[5..<length])
    let frame = try Frame(kind: kind, payload: &payload)
    guard payload.isAtEnd else { throw .malformed(kind) }
    buffer.removeFirst(length)
    return frame
  }

  /// Returns the length of the frame with which `buffer` begins; nil if it has not all arrived.
  static func length(atStartOf buffer: [UInt8]) throws(WireError) -> Int? {
    guard buffer.count >= 5 else { return nil }
    guard (1...16).contains(buffer[0]) else { throw .unknownKind(buffer[0]) }
    let length = (0..<4).reduce(0) { $0 | Int(buffer[1 + $1]) << (8 * $1) }
    guard length <= largestPayload else { throw .oversized(length) }
    return buffer.count >= 5 + length ? 5 + length : nil
  }

  /// Returns `bytes`, a frame, with another length of its payload in the head.
  static func resized(_ bytes: some Collection<UInt8>, by change: Int) -> [UInt8] {
    var bytes = Array(bytes)
    let length = (0..<4).reduce(0) { $0 | Int(bytes[1 + $1]) << (8 * $1) } + change
    for byte in 0..<4 { bytes[1 + byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
    return bytes
  }

  /// Whether a frame of `kind` counts only with a seal.
  ///
  /// What a cell shows is its own affair, and handlers of signals have no key: a cell that forges how it failed has
  /// failed.
  static func isSealed(kind: UInt8) -> Bool {
    ![1, 3, exitedKind, crashedKind, limitReachedKind].contains(kind)
  }

  private init(kind: UInt8, payload: inout WireReader) throws(WireError) {
    do throws(WireReader.Invalid) {
      switch kind {
      case 1:
        var representations: [MIMEBundle.Representation] = []
        for _ in 0..<(try payload.readCount()) {
          representations.append(.init(type: try payload.readText(), bytes: try payload.readBytes()))
        }
        self = .display(MIMEBundle(representations))
      case 2:
        self = .expectation(
          Expectation(
            passed: try payload.readInt() == 1, isBinding: try payload.readInt() == 1,
            comment: try payload.readText(), details: try payload.readText(),
            line: try payload.readInt(in: Frame.positions), column: try payload.readInt(in: Frame.positions)))
      case 3:
        self = .progress(
          ProgressReport(
            task: try payload.readText(), completed: try payload.readInt(in: Frame.counts),
            total: try payload.readInt(in: Frame.counts), detail: try payload.readText()))
      case 4: self = .finished(byReturning: try payload.readInt() == 1)
      case 5:
        self = .threw(message: try payload.readText(), callStack: try payload.readCallStack())
      case Frame.exitedKind:
        self = .exited(
          status: try payload.readInt(in: Frame.statuses), callStack: try payload.readCallStack())
      case Frame.crashedKind:
        self = .crashed(signal: try payload.readInt(in: 1...64), callStack: try payload.readCallStack())
      case 8: self = .unloadable(message: try payload.readText())
      case 9: self = .loaded(base: try payload.readAddress(), size: try payload.readAddress())
      case 10: self = .forked(id: try payload.readID())
      case 11:
        self = .childExited(
          status: try payload.readInt(in: Frame.statuses), signal: try payload.readInt(in: 0...64))
      case 12: self = .accessed(notes: try payload.readBytes(), isComplete: try payload.readInt() == 1)
      case Frame.limitReachedKind:
        self = .limitReached(
          limit: try payload.readInt(in: 0...255), amount: try payload.readInt(in: 0...Int.max))
      case 14: self = .started(id: try payload.readID())
      case 15: self = .inputWanted
      case 16:
        self = .joined(
          rank: try payload.readInt(in: Frame.ranks), count: try payload.readInt(in: Frame.ranks),
          announcement: try payload.readText())
      default: throw WireReader.Invalid()
      }
    } catch {
      throw .malformed(kind)
    }
  }
}

extension ClosedRange<Int> {
  fileprivate func clamping(_ value: Int) -> Int { Swift.min(Swift.max(value, lowerBound), upperBound) }
}

/// Why bytes are no frame.
package enum WireError: Error, Equatable {
  case unknownKind(UInt8)
  case oversized(Int)
  case malformed(UInt8)
  /// It has no seal, another one, or that of a frame that was sent before.
  case forged(UInt8)
}

struct WireWriter {
  var bytes: [UInt8] = []

  mutating func write(_ value: Int) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func write(_ value: [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.count >> shift))
    }
    bytes += value
  }

  mutating func write(_ text: String) { write(Array(text.utf8)) }

  mutating func write(_ callStack: [UInt64]) {
    write(callStack.count)
    for address in callStack { write(Int(truncatingIfNeeded: address)) }
  }
}

struct WireReader {
  /// The bytes are too few, or are no such value.
  struct Invalid: Error {}

  var bytes: ArraySlice<UInt8>

  var isAtEnd: Bool { bytes.isEmpty }

  mutating func readInt() throws(Invalid) -> Int {
    Int(bitPattern: try readUnsigned(bytes: 8))
  }

  mutating func readInt(in range: ClosedRange<Int>) throws(Invalid) -> Int {
    let value = try readInt()
    guard range.contains(value) else { throw Invalid() }
    return value
  }

  mutating func readID() throws(Invalid) -> Int32 { Int32(try readInt(in: 2...Int(Int32.max))) }

  /// Reads the number of items that follow; each takes at least a byte, which bounds it.
  mutating func readCount() throws(Invalid) -> Int {
    let count = try readInt()
    guard (0...bytes.count).contains(count) else { throw Invalid() }
    return count
  }

  mutating func readBytes() throws(Invalid) -> [UInt8] {
    let count = Int(try readUnsigned(bytes: 4))
    guard bytes.count >= count else { throw Invalid() }
    defer { bytes.removeFirst(count) }
    return Array(bytes.prefix(count))
  }

  mutating func readText() throws(Invalid) -> String {
    String(decoding: try readBytes(), as: UTF8.self)
  }

  mutating func readAddress() throws(Invalid) -> UInt64 {
    UInt64(truncatingIfNeeded: try readInt())
  }

  mutating func readCallStack() throws(Invalid) -> [UInt64] {
    var callStack: [UInt64] = []
    for _ in 0..<(try readCount()) { callStack.append(try readAddress()) }
    return callStack
  }

  private mutating func readUnsigned(bytes count: Int) throws(Invalid) -> UInt {
    guard bytes.count >= count else { throw Invalid() }
    defer { bytes.removeFirst(count) }
    return bytes.prefix(count).enumerated().reduce(0) { $0 | UInt($1.element) << (8 * $1.offset) }
  }
}
