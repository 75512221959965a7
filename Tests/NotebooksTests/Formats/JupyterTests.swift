import Foundation
import Notebooks
import Testing

@Suite struct JupyterTests {
  private let text = """
    ---
    title: A notebook
    seed: 3
    ---

    # Title

    Prose with $x$ and `{swift} 1 + 1`.

    ```swift
    //| label: fig-a
    let a = 1

    a
    ```

    - item

      ```swift
      b
      ```

    ```sh
    ls
    ```

    """

  private var notebook: Notebook { MarkdownReader.read(text: text, path: "notes/a.md") }

  private var result: NotebookResult {
    NotebookResult(cells: [
      CellResult(number: 3, name: "values-3", outcome: .succeeded, outputs: [.text("two*")]),
      CellResult(
        number: 1, name: "fig-a", outcome: .succeeded,
        outputs: [
          .standardOutput("out\\n"), .standardError("err"), .text("1"),
          .table(
            .init(columns: ["n", "<x>"], alignments: ["right", "left"], rows: [["10", "a"], ["2", "bb"]])),
          .figure(
            .init(
              name: "fig-a", lightPNG: [1, 2, 3], darkPNG: [4], width: 320, height: 200,
              description: "A line",
              data: "{}")),
          .expectation(
            .init(
              passed: true, comment: "holds", code: "c", details: "", location: .init(line: 12, column: 1))),
        ]),
      CellResult(
        number: 2, name: "cell-2", outcome: .threw,
        outputs: [
          .diagnostic(.init(.warning, "careful", at: nil)),
          .diagnostic(.init(.error, "thrown", at: .init(line: 20, column: 3))),
        ]),
    ])
  }

  /// The notebook as Foundation reads it.
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func theFormIsThatOfNbformat() throws {
    let json = try object(JupyterNotebook.text(of: notebook, result))
    #expect(json["nbformat"] as? Int == 4 && json["nbformat_minor"] as? Int == 5)
    let metadata = try #require(json["metadata"] as? [String: Any])
    #expect((metadata["kernelspec"] as? [String: String])?["name"] == "swift")
    let cells = try #require(json["cells"] as? [[String: Any]])
    #expect(
      cells.map { $0["cell_type"] as? String } == [
        "raw", "code", "markdown", "code", "markdown", "code", "markdown",
      ])
    let ids = cells.compactMap { $0["id"] as? String }
    #expect(Set(ids).count == cells.count)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil })
    for cell in cells {
      let isCode = cell["cell_type"] as? String == "code"
      #expect((cell["outputs"] != nil) == isCode && cell.keys.contains("execution_count") == isCode)
      let source = try #require(cell["source"] as? [String])
      #expect(source.dropLast().allSatisfy { $0.hasSuffix("\n") } && source.last?.hasSuffix("\n") == false)
    }
    #expect(cells[1]["source"] as? [String] == ["Randomness.seed = 3"])
    #expect(cells[2]["source"] as? [String] == ["# Title\n", "\n", "Prose with $x$ and two\\*."])
    #expect((cells[3]["source"] as? [String])?.first == "//| label: fig-a\n")
  }

  @Test func whatTheFrontMatterSaysToCellsIsACellThatDoesNotComeBack() throws {
    let text = "---\nseed: 3\nparams:\n  rate: 0.1\n  files: [\"a\\\"b\"]\n---\n\nA\n"
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let there = JupyterNotebook.text(of: notebook, nil)
    let cells = try #require(try object(there)["cells"] as? [[String: Any]])
    #expect(
      cells[1]["source"] as? [String] == [
        "Randomness.seed = 3\n", "let rate: Float = 0.1\n", #"let files: [String] = ["a\"b"]"#,
      ])
    // Where papermill looks for parameters.
    #expect((cells[1]["metadata"] as? [String: Any])?["tags"] as? [String] == ["parameters"])
    let back = try JupyterImport.notebook(of: there, path: "a.ipynb")
    #expect(back.markdown == text && back.problems == [])
    // The first of the two texts is what the cell was.
    let changed = there.replacing("Float = 0.1", with: "Float = 0.2", maxReplacements: 1)
    #expect(
      try JupyterImport.notebook(of: changed, path: "a.ipynb").markdown.contains("let rate: Float = 0.1\n"))
    let bare = MarkdownReader.read(text: "---\ntitle: T\n---\n\nA\n", path: "a.md")
    #expect(!JupyterNotebook.text(of: bare, nil).contains("\"code\""))
  }

  @Test func outputsComeInEveryFormThatJupyterKnows() throws {
    let cells = try #require(
      try object(JupyterNotebook.text(of: notebook, result))["cells"] as? [[String: Any]])
    let outputs = try #require(cells[3]["outputs"] as? [[String: Any]])
    #expect(
      outputs.map { $0["output_type"] as? String } == [
        "stream", "stream", "display_data", "display_data", "display_data", "display_data", "display_data",
      ])
    #expect(outputs.map { $0["name"] as? String } == ["stdout", "stderr", nil, nil, nil, nil, nil])
    let data = outputs.map { $0["data"] as? [String: String] ?? [:] }
    #expect(data[2] == ["text/plain": "1"])
    #expect(data[3]["text/plain"] == " n  <x>\n10  a\n 2  bb")
    #expect(data[3]["text/html"]?.contains("&lt;x&gt;</th>") == true)
    #expect(data[4] == ["image/png": "AQID", "text/plain": "A line"])
    #expect(data[5]["text/markdown"] == "**Figure\u{A0}1.**")
    #expect(data[6] == ["text/plain": "✓ holds"])
    let failed = try #require(cells[5]["outputs"] as? [[String: Any]])
    #expect(failed[0]["text"] as? String == "warning: careful\n")
    #expect(failed[1]["evalue"] as? String == "thrown")
    #expect(failed[1]["traceback"] as? [String] == ["a.md:20:3: error: thrown"])
  }

  @Test func theWayThereAndBackLosesNothing() throws {
    let there = JupyterNotebook.text(of: notebook, result)
    #expect(try JupyterImport.notebook(of: there, path: "a.ipynb").markdown == text)
    let bare = JupyterNotebook.text(of: notebook, nil)
    #expect(try JupyterImport.notebook(of: bare, path: "a.ipynb").markdown == text)
  }

  @Test func whatOthersWroteIsRead() throws {
    let other = """
      {"nbformat": 4, "nbformat_minor": 2, "metadata": {"language_info": {"name": "swift"}}, "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "![p](attachment:p.png)",
         "attachments": {"p.png": {"image/png": "QUJD\\n"}}},
        {"cell_type": "code", "metadata": {"tags": ["hide-input", "raises-exception"],
         "jupyter": {"source_hidden": true}}, "outputs": [], "execution_count": 7,
         "source": ["%install x\\n", "let s = \\"```\\""]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": []}]}
      """
    #expect(
      try JupyterImport.notebook(of: other, path: "a.ipynb").markdown == """
        ![p](data:image/png;base64,QUJD)

        ````swift
        //| fold: true
        //| expect: failure
        // %install x
        let s = "```"
        ````

        """)
    let python = other.replacing("\"swift\"", with: "\"python\"")
    let markdown = try JupyterImport.notebook(of: python, path: "a.ipynb").markdown
    #expect(markdown.contains("````python\n%install x\n"))
    #expect(MarkdownReader.read(text: markdown, path: "a.md").cells.isEmpty)
  }

  @Test(arguments: [
    ("{", "a.ipynb: error: cannot be read: line 1 is not JSON: "),
    ("{\"worksheets\": []}", "a.ipynb: error: cannot be read: it has no list 'cells'"),
  ])
  func whatIsNoNotebookIsRefused(text: String, message: String) {
    let error = #expect(throws: NotebookError.self) {
      try JupyterImport.notebook(of: text, path: "a.ipynb").markdown
    }
    #expect(error?.message.hasPrefix(message) == true)
  }

  @Test func jupytextAndMySTAreRead() {
    let other = """
      ---
      jupyter:
        kernelspec:
          name: swift
      title: T
      ---

      <!-- #region id="a" -->
      Text
      <!-- #endregion -->

      +++

      ```swift tags=["hide-input"]
      a
      ```

      ```{code-cell} swift
      :tags: [remove_output]
      b
      ```

      ````md
      ```{code-cell}
      ````

      """
    let markdown = MarkdownImport.notebook(of: other).markdown
    #expect(
      markdown == """
        ---
        title: T
        ---

        Text


        ```swift
        //| fold: true
        a
        ```

        ```swift
        //| output: false
        b
        ```

        ````md
        ```{code-cell}
        ````

        """)
    #expect(MarkdownImport.notebook(of: text).markdown == text)
    #expect(MarkdownImport.notebook(of: "---\njupyter: x\n---\n\nA\n").markdown == "A\n")
  }

  @Test func aVariantLeavesCellsOut() {
    var notebook = MarkdownReader.read(
      text: "a\n\n```swift\n//| exercise: stub\nx\n```\n\n```swift\n//| exercise: solution\ny\n```\n\nb\n",
      path: "a.md")
    notebook.apply(.student)
    let digest = "//| stub-digest: 553f121d1ece"
    let markdown = "a\n\n```swift\n//| exercise: stub\n\(digest)\nx\n```\n\nb\n"
    #expect(notebook.markdown == markdown)
    #expect(JupyterNotebook.text(of: notebook, nil).contains("\"\(digest)\\n\","))
    // What has been handed out is not handed out again.
    var handedOut = MarkdownReader.read(text: markdown.replacing("x", with: "mine"), path: "a.md")
    handedOut.apply(.student)
    #expect(handedOut.markdown == markdown.replacing("x", with: "mine"))
  }

  @Test func theDigestOfAStubStandsWhereItsOptionsDo() {
    var notebook = MarkdownReader.read(
      text: "* a\n\n  ```swift\n  //| exercise: stub\n  //| fold: true\n\n  x\n  ```\n", path: "a.md")
    notebook.apply(.student)
    #expect(
      notebook.markdown
        == "* a\n\n  ```swift\n  //| exercise: stub\n  //| fold: true\n  //| stub-digest: 553f121d1ece\n\n  x\n  ```\n"
    )
  }

  @Test func numbersAndCitationsAreResolvedAndAnswersFoldOut() throws {
    let text = """
      ---
      references:
        k: "A *work*"
      ---

      ## Part {#sec-part}

      See @eq-a, @fig-p, @tbl-t, @sec-part and [@k].

      $$ a $$ {#eq-a}

      ![A picture](p.png){#fig-p width=50%}

      | a |
      |---|
      | 1 |

      : A table {#tbl-t}

      ::: {.callout-tip}
      Inside.
      :::

      ```quiz
      Q?

      - [x] yes
      - [ ] no
      ```

      """
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    #expect(notebook.problems == [])
    let ran = JupyterNotebook.text(of: notebook, NotebookResult(cells: []))
    let cells = try #require(try object(ran)["cells"] as? [[String: Any]])
    let sources = cells.map { (($0["source"] as? [String]) ?? []).joined() }
    #expect(
      sources[1] == """
        ## Part

        See Equation\u{A0}(1), Figure\u{A0}1, Table\u{A0}1, “Part” and [1].

        $$ a \\tag{1} $$

        ![A picture](p.png)

        **Figure\u{A0}1.** A picture

        | a |
        |---|
        | 1 |

        **Table\u{A0}1.** A table

        > **Tip**
        > Inside.
        """)
    #expect(sources[2].hasPrefix("Q?\n\n- yes\n- no\n") && sources[2].contains("<details>"))
    #expect(!sources[2].contains("[x]"))
    #expect(sources[3] == "## References\n\n1. A *work*")
    #expect(try JupyterImport.notebook(of: ran, path: "a.ipynb").markdown == text)
    // Without a run the answers fold out, too.
    let bare = JupyterNotebook.text(of: notebook, nil)
    #expect(bare.contains("<details>") && !bare.contains("- [x] yes\\n\"\n      ],\n      \"source\""))
    #expect(try JupyterImport.notebook(of: bare, path: "a.ipynb").markdown == text)
    let markdown = PlainMarkdown.text(of: notebook, NotebookResult(cells: []))
    #expect(
      markdown.contains("$$ a \\tag{1} $$") && markdown.contains("and [^k].") && markdown.contains("> [!TIP]")
    )
    #expect(markdown.contains("![A picture](p.png)\n\n**Figure\u{A0}1.** A picture\n"))
  }

  @Test func studentsGetQuestionsWithoutAnswers() {
    var notebook = MarkdownReader.read(
      text:
        "# T\n\n- a\n\n  ```quiz\n  Which?\n\n  - [x] this\n  - [ ] that\n  ---\n  Since.\n  ```\n\nEnd.\n",
      path: "a.md")
    notebook.apply(.student)
    #expect(notebook.markdown == "# T\n\n- a\n\n  Which?\n\n  - this\n  - that\n\nEnd.\n")
    let jupyter = JupyterNotebook.text(of: notebook, nil)
    #expect(jupyter.contains("- this") && !jupyter.contains("Since") && !jupyter.contains("[x]"))
    #expect(MarkdownReader.read(text: notebook.markdown, path: "a.md").problems == [])
  }

  @Test func theTitleOfTheFrontMatterIsShownAndComesBackOnce() throws {
    let text = "---\ntitle: On $x$\nauthor: Ada\nreferences:\n  k: W\n---\n\nSee [see @k, p. 3] and [@k].\n"
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let ran = JupyterNotebook.text(of: notebook, NotebookResult(cells: []))
    let cells = try #require(try object(ran)["cells"] as? [[String: Any]])
    let sources = cells.dropFirst().map { (($0["source"] as? [String]) ?? []).joined() }
    #expect(sources == ["# On $x$\n\nAda", "See (see [1], p. 3) and [1].", "## References\n\n1. W"])
    #expect((cells[0]["metadata"] as? [String: String])?["raw_mimetype"] == "text/x-yaml")
    for result in [nil, NotebookResult(cells: [])] {
      let there = JupyterNotebook.text(of: notebook, result)
      #expect(try JupyterImport.notebook(of: there, path: "a.ipynb").markdown == text)
    }
  }

}
