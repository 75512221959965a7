import Notebooks
import Testing

@Suite struct InlineValueTests {
  /// The values of a text in short: number of the cell, place and expression.
  private func values(_ text: String) -> [String] {
    MarkdownReader.read(text: text, path: "a.md").cells.flatMap { cell in
      cell.inlineValues.map { "\(cell.number) \($0.location.line):\($0.location.column) \($0.expression)" }
    }
  }

  @Test(arguments: [
    ("a `{swift} x + 1` b", ["1 1:12 x + 1"]),
    ("é `{swift}  x`", ["1 1:14 x"]),
    ("``{swift} a ?? \"`\" ``", ["1 1:11 a ?? \"`\""]),
    ("`{swift}\n  x`", ["1 2:3 x"]),
    ("> `{swift} x +\n> 1`", ["1 1:12 x +\n  1"]),
    ("- a\n- `{swift} x`", ["1 2:12 x"]),
    ("# `{swift} x`", ["1 1:12 x"]),
    ("|a|\n|-|\n|`{swift} a || b`|", ["1 3:11 a || b"]),
    ("`{swift} $0` and $`$", ["1 1:10 $0"]),
    ("`{swift} a` $x$ `{swift} b`", ["1 1:10 a", "1 1:26 b"]),
    ("a[^1]\n\n[^1]: `{swift} x`", ["1 3:16 x"]),
    ("`{swift}`", []), ("`{swift} `", []), ("`{swiftly} x`", []), ("`swift x`", []),
    ("`` `{swift} x` ``", []), ("\\`{swift} x`", []), ("`{swift} x", []),
    ("```\n`{swift} x`\n```", []), ("    `{swift} x`", []),
    ("<!-- `{swift} x` -->", []), ("a <!-- `{swift} x` --> b", []), ("<div>\n`{swift} x`\n</div>", []),
  ])
  func reading(text: String, expected: [String]) {
    #expect(values(text) == expected)
  }

  @Test func valuesBetweenTwoCellsAreOneCellAndRunInOrder() {
    let text =
      "`{swift} a`\n\n```swift\nx\n```\n\n`{swift} b`\n\n`{swift} c`\n\n```swift\ny\n```\n`{swift} d`\n"
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    #expect(notebook.cells.map(\.number) == [3, 1, 4, 2, 5])
    #expect(notebook.cells.map(\.name) == ["values-3", "cell-1", "values-4", "cell-2", "values-5"])
    #expect(notebook.cells.map(\.code) == ["a", "x", "b\nc", "y", "d"])
    #expect(notebook.fencedCells.map(\.code) == ["x", "y"])
  }

  private let captioned = """
    - item

      ```swift
      //| label: fig-a
      //| fig-cap: "Loss *after* `{swift} steps` in `{swift} name`"
      //| fig-alt: A curve to `{swift} loss` *in all*
      //| tbl-cap: 'Of `{swift} it`'
      draw()
      ```

    Then `{swift} x`.

    ```swift
    //| lst-cap: First `{swift} line`
    y
    ```

    """

  @Test func valuesInCaptionsAreACellBehindTheirs() {
    let notebook = MarkdownReader.read(text: captioned, path: "a.md")
    #expect(notebook.problems == [])
    #expect(notebook.cells.map(\.number) == [1, 3, 4, 2, 5])
    #expect(
      values(captioned) == [
        "3 5:39 steps", "3 5:58 name", "3 6:36 loss", "3 7:29 it", "4 11:15 x", "5 14:29 line",
      ])
  }

  @Test func theyShareTheFateOfTheirCell() {
    let text = """
      ```swift
      //| exercise: stub
      //| fig-cap: "`{swift} a`"
      ```
      ```swift
      //| exercise: solution
      //| fig-cap: "`{swift} b`"
      ```
      ```swift
      //| eval: false
      //| fig-cap: "`{swift} c`"
      ```

      """
    for (variant, runs, isLeftOut) in [
      (Variant.student, [true, true, false, false, false, false], [false, false, true, true, false, false]),
      (.solution, [false, false, true, true, false, false], [true, true, false, false, false, false]),
      (.instructor, [false, false, true, true, false, false], [false, false, false, false, false, false]),
    ] {
      var notebook = MarkdownReader.read(text: text, path: "a.md")
      notebook.apply(variant)
      #expect(notebook.cells.map(\.options.runs) == runs, "\(variant)")
      #expect(notebook.cells.map(\.options.isLeftOut) == isLeftOut, "\(variant)")
    }
  }

  @Test func valuesStandInCaptions() {
    let notebook = MarkdownReader.read(text: captioned, path: "a.md")
    let texts = [3: ["7", "<b>", "0.5", "nine"], 4: ["x"], 5: ["1"]]
    func result(_ problem: Diagnostic? = nil) -> NotebookResult {
      NotebookResult(
        cells: notebook.cells.map { cell in
          var outputs = texts[cell.number]?.map { Output.text($0) } ?? []
          if cell.number == 1 {
            outputs = [
              .figure(
                .init(
                  name: "f", lightPNG: [1], darkPNG: nil, width: 1, height: 1, description: "d", data: "{}")),
              .table(.init(columns: ["c"], alignments: [], rows: [])),
            ]
          }
          if cell.number == 3, let problem { outputs = [.diagnostic(problem)] }
          return CellResult(
            number: cell.number, name: cell.name,
            outcome: cell.number == 3 && problem != nil ? .compileFailed : .succeeded, outputs: outputs)
        })
    }
    let page = HTMLHandout.render(notebook: notebook, result: result()).html
    let span = "<span class=\"inline-value\">"
    #expect(
      page.contains(
        "Loss <em>after</em> \(span)7</span> in \(span)&lt;b&gt;</span></figcaption>"))
    #expect(page.contains("alt=\"A curve to 0.5 *in all*\""))
    #expect(page.contains("Of \(span)nine</span></figcaption>"))
    #expect(page.contains("First \(span)1</span></figcaption>"))
    let markdown = PlainMarkdown.text(of: notebook, result())
    #expect(
      markdown.contains("Loss *after* 7 in \\<b\\>") && markdown.contains("alt=\"A curve to 0.5 *in all*\""))
    #expect(markdown.contains("Of nine") && markdown.contains("First 1"))
    let jupyter = JupyterNotebook.text(of: notebook, result())
    #expect(jupyter.contains("\"alt\": \"A curve to 0.5 *in all*\"") && jupyter.contains("Loss *after* 7 in"))
    #expect(jupyter.contains("fig-cap: \\\"Loss *after* `{swift} steps` in"))
    let problem = Diagnostic(.error, "no steps", at: SourceLocation(line: 5, column: 39))
    let failed = HTMLHandout.render(notebook: notebook, result: result(problem)).html
    #expect(
      failed.contains("<a href=\"#values-3\">") && failed.contains("<div class=\"outputs\" id=\"values-3\">"))
    #expect(failed.contains("<span class=\"place\">a.md:5:39</span> <strong>error:</strong> no steps"))
    #expect(failed.contains("Loss <em>after</em> <code class=\"no-value\">{swift} steps</code>"))
  }

  @Test func theNamesOfSuchCellsAreTaken() {
    let notebook = MarkdownReader.read(text: "```swift\n//| label: values-2\n```\n", path: "a.md")
    #expect(notebook.problems.map(\.message).joined().contains("choose another label"))
  }

  @Test func theExpressionStandsAtItsOwnPlace() {
    let cell = MarkdownReader.read(text: "ab `{swift} x` c `{swift}\ny`\n", path: "a.md").cells[0]
    let source = CellSource(of: cell, fileName: "a.md", outline: nil, implicitImports: [], after: [])
    #expect(
      source.text.hasSuffix(
        """
        #sourceLocation(file: "a.md", line: 1)
            display(x
        , as: .inline)
        #sourceLocation(file: "a.md", line: 1)
        display(
        y
        , as: .inline)

        """))
  }

  @Test func messagesAboutTheCallAreAboutTheExpression() {
    let cell = MarkdownReader.read(text: "ab `{swift} f(` c\n", path: "a.md").cells[0]
    func told(_ text: String) -> [String] {
      CompilerMessages.diagnostics(in: text, fileName: "a.md", cells: [cell]).map {
        "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)"
      }
    }
    #expect(told("a.md:1:14: error: inside") == ["1:14 inside"])
    #expect(told("a.md:1:5: error: no type") == ["1:13 no type"])
    #expect(told("a.md:2:1: error: comma\na.md:1:5: error: no type") == ["1:13 comma"])
  }
}

@Suite struct InlineValueRenderingTests {
  private func main(_ text: String, _ outputs: [Output]) -> String {
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let cells = notebook.cells.map {
      CellResult(number: $0.number, name: $0.name, outcome: .succeeded, outputs: $0.isInline ? outputs : [])
    }
    let html = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells)).html
    return String(html[(html.firstRange(of: "<body")?.lowerBound ?? html.startIndex)...])
  }

  @Test func valuesStandInTheirSentences() {
    let page = main(
      "# T `{swift} 1`\n\na **`{swift} x`**, `{swift} y`",
      [.text("7"), .standardOutput("no"), .text("<i>"), .text("y")])
    #expect(page.contains("T <span class=\"inline-value\" id=\"values-1\">7</span></h1>"))
    #expect(page.contains("<p>a <strong><span class=\"inline-value\">&lt;i&gt;</span></strong>, "))
    #expect(page.contains("<span class=\"inline-value\">y</span></p>"))
    #expect(!page.contains("no<"))
  }

  @Test func whatWasNotComputedStandsAsItIsWritten() {
    let problem = Diagnostic(.error, "no <x>", at: SourceLocation(line: 1, column: 12))
    let page = main("- a `{swift} x < 1`", [.diagnostic(problem)])
    #expect(page.contains("<code class=\"no-value\" id=\"values-1\">{swift} x &lt; 1</code>"))
    #expect(page.ranges(of: "no &lt;x&gt;").count == 1)
  }

  @Test(arguments: [
    ("`{swift} true \\|\\| false`", "true ||   false"), ("`{swift} a\\|\\|b`", "a||b"),
    ("`{swift} 5 \\| 2`", "5 |  2"), ("`{swift} a \\|\\| b \\|\\| c`", "a ||   b ||   c"),
    ("`{swift} a || b`", "a || b"), ("`{swift} \"a\\\\n\"`", "\"a\\\\n\""),
  ])
  func aBarInATableMayBeEscaped(value: String, expected: String) {
    for margin in ["", "> ", "  "] {
      let rows = ["| a | b |", "|:--|---|", "| \(value) | x |"].map { margin + $0 + "\n" }.joined()
      let cut = InlineExtractor("text\n\n" + rows, codeLines: [])
      #expect(cut.values.map(\.expression) == [expected])
      #expect(cut.values.map(\.source) == [value])
    }
    let prose = InlineExtractor("a \(value) | x\n", codeLines: []).values.map(\.expression)
    #expect(prose == [String(value.dropFirst(9).dropLast())], "outside of tables nothing is escaped")
  }
}
