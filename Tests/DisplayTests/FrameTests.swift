import Display
import Testing

struct FrameTests {
  static let frames: [Frame] = [
    .display(MIMEBundle([.init(type: "text/plain", text: "π"), .init(type: "image/png", bytes: [0, 255])])),
    .display(MIMEBundle([])),
    .expectation(Expectation(passed: false, comment: "c", details: "d\ne", line: 12, column: 3)),
    .progress(ProgressReport(task: "training", completed: 3, total: 8, detail: "loss 0.5")),
    .finished,
    .threw(message: "bad", callStack: [1, .max, 0x7f00_1234_5678]),
    .exited(status: -1, callStack: []),
    .crashed(signal: 11, callStack: [42]),
    .unloadable(message: "no"),
    .loaded(base: 0x7fff_0000_0000, size: 4096),
    .forked(id: 4711),
    .rejoined(status: 0, signal: 9),
    .accessed(notes: [0x72, 0x2F, 0], isComplete: true),
    .limitReached(limit: 1, amount: 1 << 40),
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
}
