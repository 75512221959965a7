import Display
import Testing

struct FrameTests {
  static let frames: [Frame] = [
    .display(MIMEBundle([.init(type: "text/plain", text: "π"), .init(type: "image/png", bytes: [0, 255])])),
    .display(MIMEBundle([])),
    .expectation(Expectation(passed: false, comment: "c", details: "d\ne", line: 12, column: 3)),
    .expectation(
      Expectation(passed: false, isBinding: false, comment: "", details: "d", line: 1, column: 1)),
    .progress(ProgressReport(task: "training", completed: 3, total: 8, detail: "loss 0.5")),
    .finished(byReturning: true),
    .finished(byReturning: false),
    .threw(message: "bad", callStack: [1, .max, 0x7f00_1234_5678]),
    .exited(status: -1, callStack: []),
    .crashed(signal: 11, callStack: [42]),
    .unloadable(message: "no"),
    .loaded(base: 0x7fff_0000_0000, size: 4096),
    .forked(id: 4711),
    .childExited(status: 0, signal: 9),
    .accessed(notes: [0x72, 0x2F, 0], isComplete: true),
    .limitReached(limit: 1, amount: 1 << 40),
    .started(id: 4711),
    .joined(rank: 3, count: 4, announcement: "{\"port\":1}"),
    .inputWanted,
  ]

  @Test(arguments: frames)
  func `A frame survives the wire`(frame: Frame) throws {
    var buffer = frame.bytes + [0xAA]
    #expect(try Frame.next(from: &buffer) == frame)
    #expect(buffer == [0xAA])
  }

  @Test(arguments: frames)
  func `A frame that has not all arrived is waited for`(frame: Frame) throws {
    for count in 0..<frame.bytes.count {
      var buffer = Array(frame.bytes.prefix(count))
      #expect(try Frame.next(from: &buffer) == nil)
      #expect(buffer.count == count)
    }
  }

  @Test func `The signal handler's layout is that of a frame`() throws {
    // kind, length 24, signal 6, one address 0x0102
    var bytes: [UInt8] = [Frame.crashedKind, 24, 0, 0, 0]
    bytes += [6, 0, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0] + [2, 1, 0, 0, 0, 0, 0, 0]
    #expect(try Frame.next(from: &bytes) == .crashed(signal: 6, callStack: [0x0102]))
  }

  static let garbage: [([UInt8], WireError)] = [
    ([0, 0, 0, 0, 0], .unknownKind(0)),
    ([200, 1, 2, 3, 4], .unknownKind(200)),
    ([1, 255, 255, 255, 255], .oversized(0xFFFF_FFFF)),
    // A bundle that says it has more representations than bytes.
    ([1, 8, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 127], .malformed(1)),
    // A payload longer than what it should hold.
    ([4, 1, 0, 0, 0, 9], .malformed(4)),
    ([3, 2, 0, 0, 0, 1, 2], .malformed(3)),
  ]

  @Test(arguments: garbage)
  func `Bytes that are no frame are told apart`(bytes: [UInt8], error: WireError) {
    var buffer = bytes
    #expect(throws: error) { try Frame.next(from: &buffer) }
  }

  /// Numbers that no sender of ours writes, by kind, each in the place of a number that was right.
  static let impossible: [(frame: Frame, places: [(was: Int, is: [Int])])] = [
    (
      .expectation(Expectation(passed: true, comment: "", details: "", line: 1001, column: 1002)),
      [
        (1001, [0, -1, .min, .max, 1 << 31]), (1002, [0, -1, .min, .max, 1 << 31]),
      ]
    ),
    (
      .progress(ProgressReport(task: "", completed: 1001, total: 1002)),
      [
        (1001, [-1, .min, .max]), (1002, [-1, .min, .max]),
      ]
    ),
    (.exited(status: 1001, callStack: []), [(1001, [1 << 31, .min, .max])]),
    (.crashed(signal: 11, callStack: []), [(11, [0, -1, 65, 1 << 40, .min, .max])]),
    (.forked(id: 1001), [(1001, [0, 1, -1, 1 << 31, .min, .max])]),
    (.started(id: 1001), [(1001, [0, 1, -1, 1 << 31, .min, .max])]),
    (
      .joined(rank: 1001, count: 1002, announcement: ""),
      [
        (1001, [-1, 1 << 31, .min, .max]), (1002, [-1, 1 << 31, .min, .max]),
      ]
    ),
    (.childExited(status: 1001, signal: 11), [(1001, [1 << 31, .min, .max]), (11, [-1, 65, .min, .max])]),
    (.limitReached(limit: 2, amount: 1001), [(2, [-1, 256, .min, .max]), (1001, [-1, .min])]),
  ]

  @Test func `A frame with an impossible number is no frame`() throws {
    for (frame, places) in Self.impossible {
      for (number, replacements) in places {
        for replacement in replacements {
          let old = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
          let new = (0..<8).map { UInt8(truncatingIfNeeded: replacement >> (8 * $0)) }
          let place = try #require(frame.bytes.firstRange(of: old))
          var bytes = frame.bytes
          bytes.replaceSubrange(place, with: new)
          #expect(throws: WireError.malformed(frame.bytes[0]), "\(frame), \(number) → \(replacement)") {
            try Frame.next(from: &bytes)
          }
        }
      }
    }
  }

  @Test func `What a cell says of lines and steps can always be sent`() throws {
    var expectation = Frame.expectation(
      Expectation(passed: true, comment: "", details: "", line: 0, column: .min)
    ).bytes
    var report = Frame.progress(ProgressReport(task: "", completed: -5, total: .max)).bytes
    #expect(
      try Frame.next(from: &expectation)
        == .expectation(Expectation(passed: true, comment: "", details: "", line: 1, column: 1)))
    #expect(
      try Frame.next(from: &report)
        == .progress(ProgressReport(task: "", completed: 0, total: 1 << 53)))
  }
}
