import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Cells that write what they want on the runner's own channel; the corpus has the frames that once did harm.
  struct HostileFrameTests {
    /// A cell that writes frames of random numbers and texts, of a kind each.
    private static func notebook(seed: UInt64, timeout: Int) -> String {
      """
      ```swift
      print("kept")
      ```

      ```swift
      //| timeout: \(timeout)s
      import Glibc
      var state: UInt64 = \(seed)
      func random(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
      }
      func number(_ value: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
      func bytes(_ value: [UInt8]) -> [UInt8] { Array(number(value.count).prefix(4)) + value }
      let numbers = [0, 1, -1, 2, 3, 9, 64, 65, 255, 1 << 31, 1 << 32, 1 << 53, .max, .min, .min + 1, Int(getpid())]
      let texts: [[UInt8]] = [
        [], Array("text/plain".utf8), Array("application/vnd.nbrun.figure+json".utf8), Array("image/png".utf8),
        Array("{\\"a\\":[1e999,{}]}".utf8), [0xFF, 0xFE, 0], Array("\\u{1B}]0;owned\\u{7}\\u{202E}".utf8),
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], Array(repeating: 65, count: 5000),
      ]
      fflush(stdout)
      for _ in 0..<(1 + random(6)) {
        var payload: [UInt8] = []
        for _ in 0..<random(7) {
          payload += random(2) == 0 ? number(numbers[random(numbers.count)]) : bytes(texts[random(texts.count)])
        }
        let frame = [UInt8(random(16))] + bytes(payload)
        _ = write(4, frame, frame.count)
      }
      usleep(useconds_t(random(3)) * 20_000)
      ```

      ```swift
      print("after")
      ```
      """
    }

    /// `NBRUN_HOSTILE_FRAMES=200` tries as many notebooks, whatever time that takes.
    @Test func `No frame ends the runner, hangs it or loses the handout`() throws {
      let wanted = ProcessInfo.processInfo.environment["NBRUN_HOSTILE_FRAMES"].flatMap { Int($0) }
      var generator = SeededGenerator()
      let timeout = try 2 * SmallRun.seconds()
      for number in 0..<(wanted ?? 6) {
        let seed = generator.next() >> 1
        let folder = Fixtures.scratch.appending(path: "frames-\(seed)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.notebook(seed: seed, timeout: timeout).utf8).write(to: folder.appending(path: "x.md"))
        let run = try NBRunProcess(["x.md"], folder: folder.appending(path: "output"), in: folder)
        // A cell may well forge its own success, but never the end of the runner.
        #expect(
          [0, 4, 5, 6, 7].contains(run.status),
          "\(generator), number \(number): status \(run.status)\n\(run.messages)")
        #expect(try run.handout("x").contains("kept"), "\(generator), number \(number)")
        #expect(
          !run.messages.contains("\u{1B}") && !run.messages.contains("\u{202E}"),
          "\(generator), number \(number)")
      }
    }
  }
}
