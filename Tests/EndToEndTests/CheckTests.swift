import Foundation
import Notebooks
import Testing

extension ParallelRuns {
  /// Stored outputs, and runs that are compared with them.
  struct CheckTests {
    /// A folder with a notebook of that text, and its outputs in `output`.
    private struct Course {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      var notebook: URL { folder.appending(path: "x.md") }
      var output: URL { folder.appending(path: "output") }

      init(_ text: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(text)
      }

      func write(_ text: String) throws { try Data(text.utf8).write(to: notebook) }

      func run(_ arguments: String...) throws -> NBRunProcess {
        try NBRunProcess(arguments + [notebook.path], folder: output, in: folder)
      }
    }

    private let text = """
      # Numbers

      ```swift
      print("a line\\nloss 0.5\\nanother")
      ```

      ```swift
      //| label: fig-line
      Figure("Line") { Axes(x: "x", y: "y") { Line(y: [1, 2, 3]) } }
      ```
      """

    @Test func `A run as stored is fine, and another one is told by place, cell and lines`() throws {
      let course = try Course(text)
      #expect(try course.run("check").status == Int32(RunStatus.usage.rawValue), "nothing is stored yet")
      #expect(try course.run("run").status == 0)
      let same = try course.run("check", "--exact")
      #expect(same.status == 0, "\(same.messages)")
      let record = try Data(contentsOf: course.output.appending(path: "x/results.json"))

      try course.write("New prose.\n\n" + text.replacingOccurrences(of: "0.5", with: "0.6"))
      let other = try course.run("check")
      #expect(other.status == Int32(RunStatus.differs.rawValue))
      #expect(other.messages.contains("x.md:6:1: differs: cell-1: what it printed\n"))
      #expect(other.messages.contains("    a line\n  - loss 0.5\n  + loss 0.6\n    another\n"))
      #expect(other.messages.contains("1 difference; 'nbrun accept "))
      #expect(
        try Data(contentsOf: course.output.appending(path: "x/results.json")) == record, "nothing is written")

      #expect(try course.run("accept").status == 0)
      #expect(try course.run("check", "--exact").status == 0)
    }

    @Test func `What differs from the original example fails a check, and no reader's run`() throws {
      func text(_ data: String, half: Double = 0.5) -> String {
        """
        # Halves

        ```swift
        let data = \(data)
        let isExample = data == [1, 2]
        let halves = data.map { $0 / 2 }
        expect(halves, equals: [\(half), 1], when: isExample, "half of one and of two")
        expect(halves.count, equals: data.count, "as many")
        ```

        ```swift
        print("goes on")
        ```
        """
      }
      let course = try Course(text("[1.0, 2]"))
      #expect(try course.run("run").status == 0)
      #expect(try course.run("check").status == 0)

      try course.write(text("[1.0, 2]", half: 0.25))
      #expect(try course.run("run").status == Int32(RunStatus.cellFailed.rawValue), "it is the example")

      try course.write(text("[3.0, 2]"))
      let reader = try course.run("run")
      #expect(reader.status == 0, "\(reader.messages)")
      #expect(
        reader.messages.contains(
          "x.md:7:1: note: differs from the original example: half of one and of two\n"
            + "    expected [0.5, 1.0]\n    got [1.5, 1.0]\n"))
      #expect(reader.messages.contains("1 expectation passed · 1 differs from the original example"))
      let page = try reader.handout("x")
      #expect(
        page.contains("<li class=\"exempt\">") && page.contains("aria-label=\"differs from the original"))
      #expect(!page.contains("<li class=\"failed\">") && !page.contains("class=\"banner"))
      #expect(page.contains("goes on") && page.contains("expected [0.5, 1.0]\ngot [1.5, 1.0]</pre>"))
      #expect(try reader.results("x").cells.map(\.outcome) == [.succeeded, .succeeded])

      // What the reader's run has stored is the same, and still not what an author may store.
      let check = try course.run("check")
      #expect(check.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(check.messages.contains("✗ 1 expectation differs from the original example\n"))
      let accept = try course.run("accept")
      #expect(accept.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(accept.messages.contains("not stored, since the run failed"))
    }

    @Test func `A review shows texts and pictures of both runs, and where they differ`() throws {
      let course = try Course(text)
      #expect(try course.run("run").status == 0)
      try course.write(
        text.replacingOccurrences(of: "0.5", with: "0.6").replacingOccurrences(
          of: "[1, 2, 3]", with: "[1, 2, 4]"))
      let review = course.folder.appending(path: "review")
      let other = try course.run("check", "--review", review.path)
      #expect(other.status == Int32(RunStatus.differs.rawValue))
      #expect(other.messages.contains("the differences side by side: \(review.path)/x.html\n"))
      let page = try String(contentsOf: review.appending(path: "x.html"), encoding: .utf8)
      #expect(page.contains("<h2>cell-1</h2>") && page.contains("loss 0.6"))
      #expect(page.contains("<h2>fig-line</h2>") && page.contains("x.md:9</p>"))
      #expect(page.contains("alt=\"where the pictures differ, red\""))
      #expect(page.ranges(of: "data:image/png;base64,").count == 3)
      let same = course.folder.appending(path: "nothing")
      try course.write(text)
      #expect(try course.run("check", "--review", same.path).status == 0)
      #expect(!FileManager.default.fileExists(atPath: same.path))
    }

    @Test func `The outputs of one cell can be accepted alone`() throws {
      let course = try Course(text)
      #expect(try course.run("run").status == 0)
      try course.write(
        text.replacingOccurrences(of: "0.5", with: "0.6").replacingOccurrences(
          of: "[1, 2, 3]", with: "[1, 2, 4]"))
      let unknown = try course.run("accept", "--cell", "fig-lime")
      #expect(unknown.status == Int32(RunStatus.usage.rawValue))
      #expect(unknown.messages.contains("there is no cell 'fig-lime'; did you mean 'fig-line'?"))
      #expect(try course.run("accept", "--cell", "fig-line").status == 0)
      let left = try course.run("check")
      #expect(left.messages.contains("differs: cell-1: what it printed"))
      #expect(!left.messages.contains("differs: fig-line"))
      try course.write(text + "\n\n```swift\n1\n```\n")
      let grown = try course.run("accept", "--cell", "cell-1")
      #expect(grown.status == Int32(RunStatus.usage.rawValue))
      #expect(grown.messages.contains("its cells are not those that are stored"))
    }

    @Test func `Prose does not count, except to the byte`() throws {
      let course = try Course(text)
      _ = try course.run("run")
      try course.write("New prose.\n\n" + text)
      #expect(try course.run("check").status == 0)
      let exact = try course.run("check", "--exact")
      #expect(exact.status == Int32(RunStatus.differs.rawValue))
      #expect(exact.messages.contains("differs: the file x.html\n"))
    }

    @Test func `Numbers may differ by the tolerance, and pictures drawn from them`() throws {
      let course = try Course(text)
      _ = try course.run("run")
      let near = text.replacingOccurrences(of: "0.5", with: "0.5001").replacingOccurrences(
        of: "3]", with: "3.0001]")
      try course.write("---\ntolerance: 1e-3\n---\n" + near)
      #expect(try course.run("check").status == 0)
      #expect(try course.run("check", "--exact").status == Int32(RunStatus.differs.rawValue))
      try course.write(near)
      let strict = try course.run("check")
      #expect(strict.status == Int32(RunStatus.differs.rawValue))
      #expect(strict.messages.contains("fig-line: the figure, "))
    }

    @Test func `Pictures are compared by pixels, and a picture that was tampered with is found`() throws {
      let course = try Course(text)
      _ = try course.run("run")
      let (light, dark) = (
        course.output.appending(path: "x/fig-line.png"), course.output.appending(path: "x/fig-line-dark.png")
      )
      try FileManager.default.removeItem(at: light)
      try FileManager.default.copyItem(at: dark, to: light)
      let run = try course.run("check")
      #expect(run.status == Int32(RunStatus.differs.rawValue))
      #expect(run.messages.contains("differs: fig-line: the picture\n"))
      #expect(run.messages.contains("% of its values differ, by up to "))
    }

    @Test func `A record in which the size of a figure was changed is told or refused`() throws {
      let course = try Course(text)
      _ = try course.run("run")
      let file = course.output.appending(path: "x/results.json")
      let record = try String(contentsOf: file, encoding: .utf8)
      func check(_ width: String) throws -> NBRunProcess {
        let changed = record.replacing(/"width": [0-9.]+/) { _ in "\"width\": \(width)" }
        #expect(changed != record)
        try Data(changed.utf8).write(to: file)
        return try course.run("check")
      }
      let wider = try check("641.5")
      #expect(wider.status == Int32(RunStatus.differs.rawValue))
      #expect(wider.messages.contains("differs: fig-line: the figure's size\n"), "\(wider.messages)")
      let text = try check("\"wide\"")
      #expect(text.status == Int32(RunStatus.usage.rawValue))
      #expect(text.messages.contains("width' should be a number"), "\(text.messages)")
    }

    @Test func `A notebook that fails is not accepted`() throws {
      let course = try Course(text)
      _ = try course.run("run")
      let page = try Data(contentsOf: course.output.appending(path: "x.html"))
      try course.write(text + "\n\n```swift\nfatalError()\n```\n")
      #expect(try course.run("accept").status == Int32(RunStatus.crashed.rawValue))
      #expect(try Data(contentsOf: course.output.appending(path: "x.html")) == page)
    }
  }
}
