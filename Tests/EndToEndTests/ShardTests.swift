import Display
import Foundation
import Testing

extension EndToEnd {
  /// What shards are given, and what merging them takes and misses.
  struct ShardTests {
    private let folder: URL
    private let cache: URL

    init() throws {
      (folder, cache) = (try Fixtures.makeFolder(), try Fixtures.makeFolder())
      try FileManager.default.createDirectory(
        at: folder.appending(path: "c"), withIntermediateDirectories: true)
      for name in ["t1", "t2", "t3"] { try write("c/\(name).md", "```swift\n\"\(name)\"\n```\n") }
    }

    private func write(_ path: String, _ text: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: path))
    }

    private func nbrun(_ arguments: String...) throws -> NBRunProcess {
      try NBRunProcess(arguments, in: folder, cache: cache, takesOutput: false)
    }

    private func record(_ part: String) throws -> JSON {
      try JSONParser.parse(
        String(contentsOf: folder.appending(path: "\(part)/shard.json"), encoding: .utf8))
    }

    private func exists(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    @Test func `A shard without notebooks leaves its part, and merging says which shards are missing`() throws
    {
      for number in [1, 3, 5] {
        #expect(try nbrun("c", "--shard", "\(number)/5", "-o", "p\(number)").status == 0)
      }
      #expect(try record("p5")["notebooks"] == .array([]))
      #expect(try record("p1")["course"].list.map(\.string) == ["t1.md", "t2.md", "t3.md"])
      let missing = try nbrun("merge", "p1", "p3", "p5", "--notebooks", "c", "-o", "m", "--missing")
      #expect(missing.status == 0 && missing.output == "2,4\n")
      #expect(!exists("m"))
      // One that was given a notebook and has no result of it is missing as well.
      try FileManager.default.removeItem(at: folder.appending(path: "p3/t3"))
      #expect(try nbrun("merge", "p1", "p3", "p5", "--notebooks", "c", "--missing").output == "2,3,4\n")
      for number in [2, 3, 4] {
        #expect(try nbrun("c", "--shard", "\(number)/5", "-o", "p\(number)").status == 0)
      }
      let all = ["p1", "p2", "p3", "p4", "p5", "--notebooks", "c"]
      #expect(try NBRunProcess(["merge", "--missing"] + all, in: folder, takesOutput: false).output.isEmpty)
      let merged = try NBRunProcess(["merge", "-o", "m"] + all, in: folder, takesOutput: false)
      #expect(merged.status == 0, "\(merged.messages)")
      #expect(["t1", "t2", "t3", "index"].allSatisfy { exists("m/\($0).html") })
    }

    @Test func `What a part has from an earlier list is not taken, and other lists are reported`() throws {
      for number in [1, 2] {
        #expect(try nbrun("c", "--shard", "\(number)/2", "-o", "p\(number)").status == 0)
      }
      // With a notebook more, 't2' goes to the other shard; its old result stays in the first part.
      try write("c/t0.md", "```swift\n0\n```\n")
      try write("c/t2.md", "```swift\n\"another\"\n```\n")
      #expect(try nbrun("c", "--shard", "2/2", "-o", "p2").status == 0)
      let stale = try nbrun("merge", "p1", "p2", "--notebooks", "c", "--missing")
      #expect(stale.output == "1\n")
      #expect(
        stale.messages.contains(
          "p1: warning: it is a shard of another list of notebooks, which differs in t0.md"))
      #expect(try nbrun("c", "--shard", "1/2", "-o", "p1").status == 0)
      #expect(exists("p1/t1/results.json") && exists("p2/t1/results.json"))
      let merged = try nbrun("merge", "p1", "p2", "--notebooks", "c", "-o", "m")
      #expect(merged.status == 0 && !merged.messages.contains("warning"), "\(merged.messages)")
      #expect(
        try String(contentsOf: folder.appending(path: "m/t2.html"), encoding: .utf8).contains("another"))
    }

    @Test func `Shards are dealt by the times of an earlier run`() throws {
      for number in [1, 2] {
        #expect(try nbrun("c", "--shard", "\(number)/2", "-o", "p\(number)").status == 0)
      }
      let merged = try nbrun("merge", "p1", "p2", "--notebooks", "c", "-o", "m", "--times", "times.json")
      #expect(merged.status == 0)
      let times = try JSONParser.parse(
        String(contentsOf: folder.appending(path: "times.json"), encoding: .utf8))
      #expect(times["seconds"].members.map(\.key) == ["t1.md", "t2.md", "t3.md"])
      try write("times.json", "{\"seconds\": {\"t1.md\": 1, \"t2.md\": 5, \"t3.md\": 2}}")
      for number in [1, 2] {
        #expect(
          try nbrun("c", "--shard", "\(number)/2", "--times", "times.json", "-o", "q\(number)").status == 0)
      }
      #expect(try record("q1")["notebooks"].list.map(\.string) == ["t2.md"])
      #expect(try record("q2")["notebooks"].list.map(\.string) == ["t1.md", "t3.md"])
      let onto = try nbrun("merge", "p1", "p2", "--notebooks", "c", "-o", "m", "--times", "c/t1.md")
      #expect(onto.status == 2 && onto.messages.contains("c/t1.md"), "\(onto.messages)")
      #expect(exists("c/t1.md"))
      try write("times.json", "[]")
      let wrong = try nbrun("c", "--shard", "1/2", "--times", "times.json", "-o", "q3")
      #expect(wrong.status == 2 && wrong.messages.contains("times.json"), "\(wrong.messages)")
      #expect(try nbrun("c", "--times", "times.json").messages.contains("'--times' is for '--shard'"))
    }

    @Test func `A file that is called like the record is not written over`() throws {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "p1"), withIntermediateDirectories: true)
      try write("p1/shard.json", "mine")
      let run = try nbrun("c", "--shard", "1/2", "-o", "p1")
      #expect(run.status == 2 && run.messages.contains("p1/shard.json"), "\(run.messages)")
      #expect(!exists("p1/t1.html"))
    }
  }
}
