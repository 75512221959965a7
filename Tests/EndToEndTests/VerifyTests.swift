import Digest
import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Proofs of the same bytes, and where outputs come from.
  struct VerifyTests {
    private func folder() throws -> URL {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return folder
    }

    @Test func `Every variation gives the same bytes, and one that does not is told`() throws {
      let folder = try folder()
      let same = folder.appending(path: "same.md")
      try Data(
        """
        ```swift
        let image = Tensor.random([1, 3, 9, 9], seed: 1)
        var model = Sequential { Conv2D(4, kernel: 3, name: "conv1") }
        try model.build(input: [3, 9, 9])
        print(try model.predict(image).scalars)
        ```
        """.utf8
      ).write(to: same)
      // The handout of this one is in a subfolder, since the project has it in one.
      try Data("course: Nets\n".utf8).write(to: folder.appending(path: "nbrun.yml"))
      let other = folder.appending(path: "week1/other.md")
      try FileManager.default.createDirectory(
        at: other.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(
        """
        ```swift
        import Foundation
        print(ProcessInfo.processInfo.environment["NBRUN_THREADS"] ?? "none")
        ```
        """.utf8
      ).write(to: other)
      let run = try NBRunProcess(
        ["verify", "--variant", "student", same.path, other.path], takesOutput: false)
      #expect(run.status == Int32(RunStatus.differs.rawValue), "\(run.messages)")
      let sections = run.messages.components(separatedBy: other.path + "\n")
      try #require(sections.count == 2)
      #expect(sections[0].contains("1 thread: the reference"), "\(run.messages)")
      #expect(sections[0].contains("5 threads: the same bytes"))
      #expect(sections[0].contains("generic, 2 threads: the same bytes"))
      #expect(!sections[0].contains("other bytes"))
      #expect(sections[1].contains("5 threads: differs from"))
      #expect(sections[1].contains("the file other/results.json"))
    }

    @Test func `The record of a run tells where its outputs come from`() throws {
      let folder = try folder()
      let path = folder.appending(path: "record.md")
      try Data("1 2 3".utf8).write(to: folder.appending(path: "numbers.txt"))
      try Data(
        """
        ---
        seed: 7
        params:
          epochs: 3
        ---

        ```swift
        import Foundation
        let much = [UInt8](repeating: 1, count: 64 << 20)
        print(try String(contentsOfFile: "numbers.txt", encoding: .utf8), much[5])
        ```

        ```swift
        epochs
        ```
        """.utf8
      ).write(to: path)
      let run = try NBRunProcess([path.path, "-p", "epochs=4", "--to", "html,markdown"])
      #expect(run.status == 0)
      let text = try Data(contentsOf: run.folder.appending(path: "record/run.json"))
      let record = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
      #expect(record["seed"] as? Int == 7)
      #expect(record["parameters"] as? [String: String] == ["epochs": "4"])
      #expect(record["status"] as? String == "succeeded")
      let environment = try #require(record["environment"] as? [String: Any])
      #expect((environment["toolchain"] as? String)?.hasPrefix("Swift version") == true)
      #expect((environment["program"] as? String)?.contains(".") == true)
      #expect((environment["threads"] as? Int ?? 0) > 0)
      let inputs = try #require(record["inputs"] as? [[String: String]])
      let sums = Dictionary(
        inputs.map { (($0["path"] ?? "").split(separator: "/").last ?? "", $0["sha256"]) },
        uniquingKeysWith: { $1 })
      // The digest of "1 2 3", by the system's sha256sum.
      #expect(sums["numbers.txt"] == "7c8f5059290305cec8323d79521f0353c9ac308b60cb4c1976340d0ce4a121d5")
      let digest = try #require(sums["record.md"] ?? nil)
      #expect(digest == SHA256.text(of: try Data(contentsOf: path)))
      let mark = "SHA-256\u{A0}<code title=\"\(digest)\">\(digest.prefix(12))</code>"
      #expect(try run.handout("record").contains(mark))
      let outputs = try #require(record["outputs"] as? [[String: String]])
      #expect(outputs.map { $0["path"] } == ["record.html", "record.md", "record/results.json"])
      let cells = try #require(record["cells"] as? [[String: Any]])
      #expect(cells.compactMap { $0["peakMemory"] as? Int }.count == 2)
      #expect((cells[0]["peakMemory"] as? Int ?? 0) > 64 << 20)
    }
  }
}
