import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Handouts for others, and in other formats.
  struct FormatTests {
    @Test func `A run is written in every format that the call names`() throws {
      let run = try NBRunProcess(["exercise.md", "--to", "ipynb,markdown,swift,jsonl,junit"])
      #expect(run.status == 0, "\(run.messages)")
      let names = ["ipynb", "md", "swift", "junit.xml", "jsonl"]
      #expect(run.output == names.map { "\(run.folder.path)/exercise.\($0)\n" }.joined())
      #expect(!FileManager.default.fileExists(atPath: run.folder.appending(path: "exercise.html").path))
      let script = try String(contentsOf: run.folder.appending(path: "exercise.swift"), encoding: .utf8)
      #expect(script.contains("import CNN\n") && script.contains("display(\nclipped(-1)\n)\n"))
      let events = try String(contentsOf: run.folder.appending(path: "exercise.jsonl"), encoding: .utf8)
      #expect(events.hasSuffix("{\"event\":\"run-finished\",\"status\":\"succeeded\",\"exit\":0}\n"))
    }

    @Test func `The variant decides which part of an exercise runs`() throws {
      let student = try NBRunProcess(["exercise.md", "--variant", "student"])
      #expect(student.status == 0, "an exercise that nobody has begun is open")
      #expect(try student.handout("student/exercise").contains("your turn"))
      #expect(try !student.handout("student/exercise").contains("max(x"))
      let instructor = try NBRunProcess(["exercise.md", "--variant", "instructor"])
      #expect(instructor.status == 0)
      #expect(try instructor.handout("instructor/exercise").contains("your turn"))
      #expect(try instructor.handout("instructor/exercise").contains("max(x"))
      #expect(try instructor.handout("instructor/exercise").contains("<details open=\"\">"))
      let solution = try NBRunProcess(["exercise.md"]).handout("exercise")
      #expect(solution.contains("<details class=\"solution\"><summary class=\"exercise\">Solution</summary>"))
    }

    @Test func `A wrong answer of a quiz is told at its own line`() throws {
      let run = try NBRunProcess(fixture: "quiz-wrong")
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(run.messages.contains("quiz-wrong.md:5:9: error: expectation failed\n"))
    }

    @Test func `Converting there and back gives the same notebook`() throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let jupyter = folder.appending(path: "a.ipynb").path
      let there = try NBRunProcess(["convert", "exercise.md", "--to", "ipynb"], output: jupyter)
      #expect(there.status == 0, "\(there.messages)")
      let back = try NBRunProcess(["convert", jupyter], output: folder.appending(path: "a.md").path)
      #expect(back.status == 0, "\(back.messages)")
      let text = try String(contentsOf: folder.appending(path: "a.md"), encoding: .utf8)
      #expect(
        text == (try String(contentsOf: Fixtures.folder.appending(path: "exercise.md"), encoding: .utf8)))
    }

    @Test(arguments: [
      ("a.ipynb", [], "{\n"), ("a.swift", [], "// The cells of exercise.md"), ("a.md", [], "# An exercise\n"),
      ("a.txt", ["--to", "swift"], "// The cells of exercise.md"),
      ("b.ipynb", ["--to", "notebook"], "# An exercise\n"),
    ])
    func `The file to write tells what a notebook is converted to`(
      name: String, options: [String], beginning: String
    ) throws {
      let file = try Fixtures.makeFolder().appending(path: name)
      let run = try NBRunProcess(["convert", "exercise.md"] + options, output: file.path)
      #expect(run.status == 0, "\(run.messages)")
      #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix(beginning))
    }

    @Test func `Pictures and files of an export lie beside it`() throws {
      let user = try UserFolder()
      let png = Data(
        base64Encoded:
          "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
      for name in ["week1/a dot.png", "week1/img/b.png", "c.png"] {
        try user.save("", name)
        try png?.write(to: user.folder.appending(path: name))
      }
      // What is no picture stays where it is.
      try user.save("a secret", "secret.png")
      try user.save("lang: en\n", "nbrun.yml")
      try user.save("1,2\n", "week1/data.csv")
      try user.save("# Part\n", "week1/next.md")
      try user.save(
        """
        ![A dot](a%20dot.png){#fig-dot width=50%}

        [![b](img/b.png)](data.csv), ![c](../c.png), [next](next.md#part), [net](https://a.example/b.png),
        [s](../secret.png), [d][d] and `[e](data.csv)`

        [d]: <a dot.png>

        ```
        [f](data.csv)
        ```

        ```quiz
        Which is ![b](img/b.png)?
        ---
        This.
        ```

        """, "week1/a.md")
      let run = try user.nbrun(
        "run", "week1/a.md", "week1/next.md", "--to", "html,ipynb,markdown", "-o", "output")
      #expect(run.status == 0, "\(run.messages)")
      let markdown = try #require(user.text("output/week1/a.md"))
      #expect(
        markdown.hasPrefix(
          """
          # a

          ![A dot](a/files/a%20dot.png)

          **Figure\u{A0}1.** A dot

          [![b](a/files/img/b.png)](a/files/data.csv), ![c](a/files/parent/c.png), [next](next.md#part), \
          [net](https://a.example/b.png),
          [s](../secret.png), [d](a/files/a%20dot.png) and `[e](data.csv)`

          [d]: <a dot.png>

          ```
          [f](data.csv)
          ```

          Which is ![b](a/files/img/b.png)?

          <details>
          """.dropLast()), "\(markdown)")
      let jupyter = try #require(user.text("output/week1/a.ipynb"))
      #expect(
        jupyter.contains("![A dot](a/files/a%20dot.png)") && jupyter.contains("[next](next.ipynb#part)"))
      let files = ["a dot.png", "data.csv", "img", "parent"]
      #expect(try user.files("output/week1/a/files") == files)
      #expect(user.text("output/week1/a/files/data.csv") == "1,2\n")
      // The page has its pictures itself; those of exports that are still there stay, and are none of its affair.
      #expect(try user.nbrun("run", "week1/a.md", "-o", "output").status == 0)
      #expect(try user.files("output/week1/a/files") == files)
      #expect(try user.nbrun("check", "--exact", "week1/a.md", "-o", "output").status == 0)
      try FileManager.default.removeItem(at: user.folder.appending(path: "output/week1/a.ipynb"))
      try FileManager.default.removeItem(at: user.folder.appending(path: "output/week1/a.md"))
      #expect(try user.nbrun("run", "week1/a.md", "-o", "output").status == 0)
      #expect(try user.files("output/week1/a/files") == ["a dot.png", "data.csv"])
      // What was written in Jupyter's format comes back as it was.
      #expect(
        try JupyterImport.notebook(of: jupyter, path: "a.ipynb").markdown == user.text("week1/a.md"))
    }

    @Test func `Help, completion and the manual list every format`() throws {
      let names = ["html", "ipynb", "markdown", "swift", "jsonl", "junit"]
      #expect(HandoutFormat.all.map(\.name) == names)
      let help = try NBRunProcess(["run", "--help"], takesOutput: false).output
      #expect(
        help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
          names.joined(separator: ", ")))
      let completion = try NBRunProcess(["--generate-completion-script", "bash"], takesOutput: false).output
      #expect(completion.contains("jsonl"))
    }

    @Test func `An unknown format is refused`() throws {
      let run = try NBRunProcess(["exercise.md", "--to", "html,word"])
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(run.messages.contains("The value 'html,word' is invalid for '--to <to>'"))
    }
  }
}
