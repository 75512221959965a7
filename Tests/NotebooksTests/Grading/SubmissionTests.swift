import Foundation
import Notebooks
import Testing

struct SubmissionTests {
  private let text = """
    ```swift
    //| exercise: stub
    //| label: f
    let f = 0
    ```

    ```swift
    //| exercise: solution
    //| timeout: 3s
    let secret = 1
    let f = secret
    ```

    ::: {.answer}
    Nobody may know.
    :::

    ```swift
    //| points: 1
    expect(f == 1)
    ```
    """

  private func taken(_ submission: String, as name: String = "hw.md") throws -> Notebook {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(submission.utf8).write(to: folder.appending(path: name))
    var notebook = MarkdownReader.read(text: text, path: "master.md")
    notebook.apply(.solution)
    notebook.take(try Submission(ofFileAt: folder.appending(path: name).path), GradingPlan(of: notebook))
    return notebook
  }

  @Test func `Only the code of an exercise is taken`() throws {
    let notebook = try taken(
      """
      Words.

      ```swift
      print("mine")
      ```

      ```swift
      //| label: f
      //| timeout: 1h
      //| eval: false
      let f = 2
      ```
      """)
    #expect(notebook.cells.map(\.visibleCode) == ["let f = 0", "let f = 2", "expect(f == 1)"])
    #expect(notebook.cells.map(\.isSubmitted) == [false, true, false])
    #expect(notebook.cells[1].options.timeout == 3 && notebook.cells[1].options.runs)
    // The master's lines keep their numbers, and the submission's stand behind them.
    #expect(notebook.cells[2].firstLine == 20 - 1)
    #expect(notebook.lines[notebook.cells[1].firstLine - 1] == "let f = 2")
  }

  @Test(arguments: [
    "", "```swift\n//| label: g\nlet f = 2\n```\n", "```swift\n//| label: f\n  let f = 0\n\n```\n",
  ])
  func `Without an answer the stub is in its place`(submission: String) throws {
    let notebook = try taken(submission)
    #expect(notebook.cells[1].visibleCode == "let f = 0")
    #expect(notebook.cells[1].options.isUntouched && !notebook.cells[1].isSubmitted)
  }

  @Test func `Jupyter's notebooks are read, too`() throws {
    let notebook = try taken(
      """
      {"cells": [{"cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [],
      "source": ["//| label: f\\n", "let f = 3"]}],
      "metadata": {"kernelspec": {"language": "swift", "name": "swift"}}, "nbformat": 4, "nbformat_minor": 5}
      """, as: "hw.ipynb")
    #expect(notebook.cells[1].visibleCode == "let f = 3")
  }

  @Test func `Submissions see neither solutions nor answers`() {
    var notebook = MarkdownReader.read(text: text, path: "master.md")
    notebook.apply(.solution)
    var open = MarkdownReader.read(text: notebook.textWithoutAnswers, path: "master.md")
    open.apply(.solution)
    let text = open.textWithoutSolutions
    #expect(!text.contains("secret") && !text.contains("Nobody") && text.contains("timeout: 3s"))
    let stripped = MarkdownReader.read(text: text, path: "master.md")
    #expect(stripped.cells.map(\.firstLine) == notebook.cells.map(\.firstLine))
    #expect(stripped.lines.count == notebook.lines.count)
  }
}
