import Display
import Testing

struct FrameSealTests {
  private let key = FrameSeal.makeKey()
  private let passed = Frame.expectation(
    Expectation(passed: true, comment: "c", details: "", line: 12, column: 3))

  private func sealed(_ frames: [Frame], by seal: FrameSeal) -> [UInt8] {
    frames.flatMap(seal.bytes)
  }

  @Test func `Sealed frames are read, in order, and what a cell shows needs no seal`() throws {
    let frames = FrameTests.frames
    var reader = FrameReader(key: key)
    var buffer = sealed(frames, by: FrameSeal(key: key))
    for frame in frames { #expect(try reader.next(from: &buffer) == frame) }
    #expect(buffer.isEmpty)
  }

  @Test func `A frame without its seal is refused at once, and so is one with another`() throws {
    var reader = FrameReader(key: key)
    for forged in [
      passed.bytes, Frame.finished(byReturning: true).bytes,
      FrameSeal(key: FrameSeal.makeKey()).bytes(of: passed),
    ] {
      var buffer = forged
      #expect(throws: WireError.forged(forged[0])) { try reader.next(from: &buffer) }
    }
    var part = Array(FrameSeal(key: key).bytes(of: passed).dropLast())
    #expect(try reader.next(from: &part) == nil)
  }

  @Test func `No frame is read a second time, or with another content`() throws {
    let seal = FrameSeal(key: key)
    var reader = FrameReader(key: key)
    let first = sealed([passed], by: seal)
    var buffer = first + first
    #expect(try reader.next(from: &buffer) == passed)
    #expect(throws: WireError.forged(2)) { try reader.next(from: &buffer) }
    var changed = sealed([passed], by: seal)
    changed[5] ^= 1
    #expect(throws: WireError.forged(2)) { try reader.next(from: &changed) }
    // One that was lost does not hold up those behind it.
    var next = sealed([.finished(byReturning: true)], by: seal)
    #expect(try reader.next(from: &next) == .finished(byReturning: true))
  }

  @Test func `Reflection does not show the key`() {
    func texts(_ value: Any, depth: Int = 0) -> [String] {
      depth > 6
        ? []
        : Mirror(reflecting: value).children.flatMap { ["\($0.value)"] + texts($0.value, depth: depth + 1) }
    }
    let seal = FrameSeal(key: key)
    #expect(!texts(seal).isEmpty)
    #expect(!texts(seal).contains { $0.contains("\(key[0]), \(key[1]), \(key[2])") })
  }
}
