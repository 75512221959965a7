import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Exercises on their way from the author's notebook to a student's, and what a run says of them.
  struct ExerciseTests {
    private let folder = Fixtures.scratch.appending(path: UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private let author = """
      # Two exercises

      ```swift
      //| exercise: stub
      func half(_ x: Double) -> Double {
        x  // your turn
      }
      ```

      ```swift
      //| exercise: solution
      func half(_ x: Double) -> Double { x / 2 }
      ```

      ```swift
      let four = half(8)
      expect(four, equals: 4, "half of eight")
      ```

      ```swift
      //| exercise: stub
      func third(_ x: Double) -> Double { fatalError("your turn") }
      ```

      ```swift
      //| exercise: solution
      func third(_ x: Double) -> Double { x / 3 }
      ```

      ```swift
      print("goes on")
      ```

      ```swift
      expect(third(9), equals: 3)
      ```

      ```swift
      print("the end")
      ```

      """

    private func run(_ text: String, _ arguments: [String] = []) throws
      -> NBRunProcess
    {
      try Data(text.utf8).write(to: folder.appending(path: "x.md"))
      return try NBRunProcess(arguments + ["x.md"], folder: folder.appending(path: "out"), in: folder)
    }

    /// What a student gets, as markdown or as a Jupyter notebook.
    private func handedOut(to format: String = "notebook") throws -> String {
      try Data(author.utf8).write(to: folder.appending(path: "author.md"))
      let run = try NBRunProcess(
        ["convert", "author.md", "--variant", "student", "--to", format], in: folder, takesOutput: false)
      #expect(run.status == 0, "\(run.messages)")
      return run.output
    }

    /// What a student has who works in Jupyter and converts it back.
    private func throughJupyter() throws -> String {
      try Data(handedOut(to: "ipynb").utf8).write(to: folder.appending(path: "handed-out.ipynb"))
      return try NBRunProcess(["convert", "handed-out.ipynb"], in: folder, takesOutput: false).output
    }

    @Test func `The solution passes, and an untouched handout is open and not red`() throws {
      #expect(try run(author).status == 0)
      let run = try run(author, ["--variant", "student", "--to", "html,junit,jsonl"])
      #expect(run.status == 0, "\(run.messages)")
      #expect(
        run.messages.contains("cell-1 ○ open exercise\n") && run.messages.contains("cell-3 ○ open exercise\n")
      )
      #expect(run.messages.contains("✓ 8 cells · 1 not run · 2 exercises open · "))
      #expect(!run.messages.contains(/\d: error:/) && !run.messages.contains("✗"))
      #expect(run.messages.contains("note: fatal error: your turn\n"))
      let outcomes = try HandoutWriter.read(
        name: "x", in: run.folder.path + "/student"
      ).cells.map(\.outcome)
      #expect(outcomes == [.open, .skipped, .open, .open, .skipped, .succeeded, .open, .notRun])
      let page = try run.handout("student/x")
      #expect(
        page.contains(
          "<p>○ 2 exercises are open: <a href=\"#cell-1\">cell 1 (line 5)</a>, <a href=\"#cell-4\">"))
      #expect(
        page.contains("half of eight") && !page.contains("expected 4.0"), "the answer is not given away")
      #expect(page.contains("fatal error: your turn") && !page.contains("banner failed"))
      #expect(
        !page.contains("class=\"failed\"") && !page.contains("cell failed")
          && !page.contains("diagnostic error"))
      #expect(page.contains("Not run, since <a href=\"#cell-7\">cell 7</a> waits for an open exercise."))
      let junit = try String(contentsOf: run.folder.appending(path: "student/x.junit.xml"), encoding: .utf8)
      #expect(
        junit.contains("failures=\"0\"")
          && junit.ranges(of: "<skipped message=\"open exercise\"/>").count == 4)
      let events = try String(contentsOf: run.folder.appending(path: "student/x.jsonl"), encoding: .utf8)
      #expect(events.contains("\"outcome\":\"open\"") && events.contains("\"exemption\":\"open-exercise\""))
      #expect(events.hasSuffix("\"status\":\"succeeded\",\"exit\":0}\n"))
      #expect(try self.run(author, ["check", "--variant", "student"]).status == 0)
    }

    @Test(arguments: [false, true])
    func `What is edited in a student's own file is checked, and the rest stays open`(isJupyter: Bool) throws
    {
      let text = isJupyter ? try throughJupyter() : try handedOut()
      #expect(!text.contains("x / 2") && text.ranges(of: "//| stub-digest: ").count == 2)
      // A student names no variant.
      let untouched = try run(text)
      #expect(untouched.status == 0, "\(untouched.messages)")
      #expect(untouched.messages.contains("2 exercises open"))

      let wrong = try run(text.replacing("x  // your turn", with: "x / 4"))
      #expect(wrong.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(
        wrong.messages.contains("error: expectation failed: half of eight\n    expected 4.0\n    got 2.0\n"))
      #expect(wrong.messages.contains("1 exercise open"))
      let page = try wrong.handout("x")
      #expect(page.contains("banner failed") && page.contains("○ 1 exercise is open: "))

      let right = try run(text.replacing("x  // your turn", with: "x / 2"))
      #expect(right.status == 0, "\(right.messages)")
      #expect(right.messages.contains("1 expectation passed") && right.messages.contains("1 exercise open"))

      let trapped = try run(text.replacing("(\"your turn", with: "(\"my turn"))
      #expect(trapped.status == Int32(RunStatus.crashed.rawValue), "an edited stub that traps has failed")
      #expect(trapped.messages.contains("error: fatal error: my turn"))
    }

    @Test func `What nobody has begun is cached, and run once somebody has`() throws {
      let text =
        "```swift\nprint(1)\n```\n\n```swift\n//| exercise: stub\n//| stub-digest: \(try digest())\nlet four = 8 / 1\n```\n\n"
        + "```swift\nexpect(four, equals: 4)\n```\n"
      let cache = folder.appending(path: "cache")
      func run(_ text: String) throws -> (NBRunProcess, page: String) {
        try Data(text.utf8).write(to: folder.appending(path: "x.md"))
        let run = try NBRunProcess(["x.md"], folder: folder.appending(path: "out"), in: folder, cache: cache)
        return (run, try run.handout("x"))
      }
      let (first, page) = try run(text)
      #expect(first.status == 0 && first.messages.contains("1 exercise open"), "\(first.messages)")
      let (again, same) = try run(text)
      #expect(again.status == 0 && again.messages.contains("cell-1 ✓ cached"), "\(again.messages)")
      #expect(same == page)
      let (wrong, _) = try run(text.replacing("8 / 1", with: "8 / 4"))
      #expect(wrong.status == Int32(RunStatus.cellFailed.rawValue) && !wrong.messages.contains("cached"))
    }

    /// Returns the digest of the stub `let four = 8 / 1`, as it is handed out.
    private func digest() throws -> Substring {
      try Data("```swift\n//| exercise: stub\nlet four = 8 / 1\n```\n".utf8)
        .write(to: folder.appending(path: "stub.md"))
      let run = try NBRunProcess(
        ["convert", "stub.md", "--variant", "student"], in: folder, takesOutput: false)
      return try #require(run.output.firstMatch(of: /stub-digest: (\w+)/)).1
    }

    @Test func `What does not depend on a stub fails as ever`() throws {
      let run = try run(
        author.replacing("print(\"goes on\")", with: "expect(1, equals: 2)"), ["--variant", "student"])
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(try run.handout("student/x").contains("This run failed at <a href=\"#cell-6\">"))
    }
  }
}
