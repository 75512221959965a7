import Foundation
import Notebooks
import Testing

@Suite struct ReportTests {
  private let notebook = SampleNotebook.notebook
  private let result = SampleNotebook.result()

  @Test func markdownHoldsProseCodeAndOutputs() {
    let markdown = PlainMarkdown.text(of: notebook, result)
    #expect(markdown.hasPrefix("# Backpropagation through a convolution\n\n*Why the gradient of $y = w * x$"))
    #expect(markdown.contains("in Figure\u{A0}1 that it trains.\n"))
    #expect(!markdown.contains("//|") && markdown.contains("\nlet layer = Layer(kernel: 5"))
    #expect(markdown.contains("\n```text\nbuilt conv1 with 25 weights\n```\n"))
    #expect(
      markdown.contains("| layer | output | parameters |\n| --- | --- | ---: |\n| conv1 | 6×28×28 | 156 |"))
    #expect(markdown.contains("- ✓ LeNet-5 has the parameters of the paper\n- ✗"))
    #expect(markdown.contains("\n- ✓ 1 check passed\n"))
    #expect(markdown.contains("epoch  1: loss 2.301, accuracy 0.11\n"))
    #expect(
      markdown.contains(
        "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"backprop/fig-loss-dark.png\">"
          + "<img src=\"backprop/fig-loss.png\" alt=\"Two falling curves"))
    #expect(markdown.contains("\n**Figure\u{A0}1.** Loss on the **training**"))
    #expect(markdown.contains("> [!CAUTION]\n> ```text\n> backprop.md:"))
    #expect(markdown.contains("`$x$` is code.[^1]"))
  }

  @Test func codeInProseIsExportedAsItIs() {
    let text = """
      # A heading on `{#eq-a}` {#sec-a}

      See `@eq-a`, ``{#eq-a} ` `` and \\`@eq-a\\`, @eq-a.

      $$ a $$ {#eq-a}

      """
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    #expect(
      PlainMarkdown.text(of: notebook, NotebookResult(cells: [])).hasPrefix(
        """
        # A heading on `{#eq-a}`

        See `@eq-a`, ``{#eq-a} ` `` and \\`Equation\u{A0}(1)\\`, Equation\u{A0}(1).

        $$ a \\tag{1} $$

        """))
  }

  @Test func exportsFollowTheTreeAndNotTheLines() {
    let text = """
      ---
      references:
        k: A work.
      ---

      A `code
      @eq-a [@k]` over lines, `[x](a.md)` and `<a href="a.md">`, @eq-a and [@k, p.
      3].

      A ![small](x.png){width=20%} picture in `{swift} a` sentence.

      | a | b |
      |---|---|
      | @eq-a | `c\\|@eq-a` |
      : Below *it*, see @eq-a

      - In a list
        $$ a
        $$ {#eq-a}

      ```quiz
      What does @eq-a say?
      - [x] `@eq-a`, [@k]
      ```

      ```swift
      //| fig-cap: As in @eq-a
      //| label: fig-a
      show()
      ```
      """
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let figure = FigureOutput(
      name: "fig-a", lightPNG: [1], darkPNG: nil, width: 1, height: 1, description: "Dot", data: "{}")
    let result = NotebookResult(cells: [
      CellResult(number: 1, name: "fig-a", outcome: .succeeded, outputs: [.figure(figure)]),
      CellResult(number: 2, name: "values-2", outcome: .succeeded, outputs: [.text("one*")]),
    ])
    let markdown = PlainMarkdown.text(of: notebook, result)
    #expect(
      markdown == """
        # a

        A `code
        @eq-a [@k]` over lines, `[x](a.md)` and `<a href="a.md">`, Equation\u{A0}(1) and ([^k], p. 3).

        A ![small](x.png) picture in one\\* sentence.

        | a | b |
        |---|---|
        | Equation\u{A0}(1) | `c\\|@eq-a` |

        **Table\u{A0}1.** Below *it*, see Equation\u{A0}(1)

        - In a list
          $$ a
          \\tag{1} $$

        What does Equation\u{A0}(1) say?
        - `@eq-a`, [^k]

        <details><summary>Answer</summary>

        - ✓ `@eq-a`, [^k]

        </details>

        ```swift
        show()
        ```

        <picture><img src="a/fig-a.png" alt="Dot" width="1"></picture>

        **Figure\u{A0}1.** As in Equation\u{A0}(1)

        [^k]: A work.

        """)
  }

  @Test func markdownTurnsDivsAndQuizzesIntoWhatGitHubKnows() {
    let text = """
      See @eq-a[@k].

      ::: {.callout-tip title="T"}
      $$ a $$ {#eq-a}
      :::
      ::: {.callout-note}
      n
      :::

      ```quiz
      Q?
      - [ ] no
      - [x] yes
      ---
      Since.
      ```
      """
    let notebook = MarkdownReader.read(text: "---\nreferences:\n  k: Work\n---\n" + text, path: "a.md")
    #expect(
      PlainMarkdown.text(of: notebook, NotebookResult(cells: [])) == """
        # a

        See Equation\u{A0}(1)[^k].

        > [!TIP]
        > **T**
        >\(" ")
        > $$ a \\tag{1} $$

        > [!NOTE]
        > n

        Q?
        - no
        - yes

        <details><summary>Answer</summary>

        - ✓ yes

        Since.

        </details>

        [^k]: Work

        """)
  }

  @Test func hostileOutputsStayTextInMarkdown() {
    let notebook = MarkdownReader.read(text: "```swift\na\n```\n", path: "a.md")
    let hostile = "```\n<script>\n\u{202E}x|y\u{0}"
    let cell = CellResult(
      number: 1, name: "cell-1", outcome: .succeeded,
      outputs: [
        .text(hostile), .table(.init(columns: [hostile], alignments: ["left"], rows: [["a|b"]])),
      ])
    let markdown = PlainMarkdown.text(of: notebook, NotebookResult(cells: [cell]))
    #expect(markdown.contains("````text\n```\n<script>\n[U+202E]x|y[U+0000]\n````\n"))
    #expect(
      markdown.contains("| \\`\\`\\` \\<script\\> \\[U+202E\\]x\\|y\\[U+0000\\] |")
        && markdown.contains("| a\\|b |"))
  }

  @Test func jUnitHasACaseForEachCell() throws {
    var timing = RunRecorder()
    timing.record(.runStarted(notebook))
    let report = JUnitReport.text(of: notebook, result, timing)
    #expect(report.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
    #expect(report.contains("<testsuite name=\"backprop.md\" tests=\"6\" failures=\"2\" skipped=\"2\""))
    #expect(report.ranges(of: "<testcase ").count == 6)
    #expect(
      report.contains(
        "<failure message=\"expect(softmax(logits).sum(), equals: 1, within: 1e-6)\" type=\"expectation-failed\">"
      ))
    #expect(report.contains("expected 1.0\ngot 0.9993"))
    #expect(report.contains("<system-out>built conv1 with 25 weights\n</system-out>"))
    #expect(report.ranges(of: "<skipped/>").count == 2)
    #expect(!report.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test func eventsAreOneObjectALine() throws {
    let cell = notebook.fencedCells[2]
    let events: [RunEvent] = [
      .runStarted(notebook), .cellCompiling(cell), .cellStarted(cell),
      .cellFinished(cell, result.cells[2], CellTiming()), .runFinished(result),
    ]
    let lines = events.map(EventLines.line)
    #expect(lines.allSatisfy { $0.hasSuffix("\n") && $0.dropLast().contains("\n") == false })
    let objects = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(
      objects.map { $0["event"] as? String } == [
        "run-started", "cell-compiling", "cell-started", "cell-finished", "run-finished",
      ])
    #expect(objects[1]["cell"] as? String == "fig-loss" && objects[3]["outcome"] as? String == "succeeded")
    #expect((objects[3]["outputs"] as? [[String: Any]])?.last?["kind"] as? String == "figure")
    #expect(objects[4]["exit"] as? Int == 4)
  }
}

@Suite struct CourseIndexTests {
  private func handout(
    _ text: String, _ name: String, _ outputs: [Output], in folder: String = ""
  ) -> CourseList.Handout {
    let notebook = MarkdownReader.read(text: text, path: name)
    let cells = notebook.cells.map {
      CellResult(number: $0.number, name: $0.name, outcome: .succeeded, outputs: outputs)
    }
    return (notebook, NotebookResult(cells: cells), folder)
  }

  private func expectation(_ passed: Bool) -> Output {
    .expectation(
      .init(passed: passed, comment: "", code: "c", details: "", location: .init(line: 1, column: 1)))
  }

  @Test func everyHandoutIsListedWithWhatItIs() throws {
    let figure = Output.figure(
      .init(name: "f", lightPNG: [1], darkPNG: [2], width: 1, height: 1, description: "d", data: "{}"))
    let list = CourseList([
      handout(
        "---\ntitle: One <b>\ncourse: Nets\n---\nFirst [x](#y) $a$ @fig-x.\n\n```swift\na\n```\n", "1 a.md",
        [figure, expectation(true), expectation(true)]),
      handout(
        "---\ncourse: Nets\nabstract: An *abstract*\n---\n# Two\n\n> ## Inner\n\n## Part\n\n`w</script>`\n\n## Inner\n",
        "b.md", []),
    ])
    let html = CourseIndex.html(of: list)
    #expect(html.contains("<title>Nets</title>") && html.contains("<h1>Nets</h1>"))
    #expect(
      html.contains("<h2><a href=\"1%20a.html\">One &lt;b&gt;</a></h2><p>First x <span class=\"katex\">"))
    #expect(html.contains("<p class=\"status good\">✓ 2 checks passed</p>"))
    #expect(html.contains("<img src=\"data:image/png;base64,AQ==\" alt=\"\">"))
    #expect(html.contains("<h2><a href=\"b.html\">Two</a></h2><p>An <em>abstract</em></p>"))
    #expect(html.ranges(of: "</script>").count == 3)
    let start = try #require(html.firstRange(of: "id=\"search-index\">")).upperBound
    let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
    let index = try #require(
      try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8)) as? [[String: String]])
    #expect(
      index.map { $0["address"] } == ["1%20a.html", "b.html", "b.html#part", "b.html#inner-1"])
    #expect(index[2]["text"]?.contains("w</script>") == true)
  }

  @Test func theIndexShowsAFigureThatCanBeMadeOut() {
    func figure(_ byte: UInt8, _ width: Double, _ height: Double) -> Output {
      .figure(
        .init(
          name: "f", lightPNG: [byte], darkPNG: nil, width: width, height: height, description: "d",
          data: "{}"))
    }
    func index(_ outputs: [Output]) -> String {
      CourseIndex.html(of: CourseList([handout("# A\n\n```swift\na\n```\n", "a.md", outputs)]))
    }
    #expect(index([figure(1, 726, 115), figure(2, 576, 316), figure(3, 500, 400)]).contains("base64,Ag=="))
    #expect(index([figure(1, 726, 115), figure(2, 100, 300)]).contains("base64,AQ=="))
  }

  /// Returns the data of the search for a handout, section by section.
  private func searchData(_ text: String, _ variant: Variant = .solution) throws -> [[String: String]] {
    var notebook = MarkdownReader.read(text: text, path: "a.md")
    notebook.apply(variant)
    let html = CourseIndex.html(of: CourseList([(notebook, NotebookResult(cells: []), "")]))
    let start = try #require(html.firstRange(of: "id=\"search-index\">")).upperBound
    let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
    return try #require(
      try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8)) as? [[String: String]])
  }

  @Test func theSearchTellsDefinitionsProseAndCodeApart() throws {
    let section = try searchData(
      """
      ## H

      A *stride* is **a step**, `x`.

      - an *item*

      ```swift
      //| fig-cap: Shown below
      struct Layer { func run() {} }
      let width = 3
      ```

      ```swift
      //| echo: false
      hidden
      ```

      ```quiz
      Why *so*?

      - [x] because
      ```

      ```
      listing
      ```
      """)[0]
    #expect(section["heading"] == "H")
    #expect(section["terms"] == "stride a step item Layer run so ")
    #expect(section["text"] == "A stride is a step, x. an item Shown below Why so? because ")
    #expect(section["code"] == "struct Layer { func run() {} }\nlet width = 3 listing\n ")
  }

  @Test func theSearchOfStudentsDoesNotKnowTheSolutions() throws {
    let text =
      "```swift\n//| exercise: stub\nyourTurn\n```\n\n```swift\n//| exercise: solution\nsecret\n```\n"
    #expect(try searchData(text, .student)[0]["code"] == "yourTurn ")
    #expect(try searchData(text, .solution)[0]["code"] == "secret ")
  }

  @Test func aHandoutThatFailedSaysSo() {
    let failed = NotebookResult(cells: [
      CellResult(
        number: 1, name: "cell-1", outcome: .expectationFailed,
        outputs: [expectation(false), expectation(true)])
    ])
    let list = CourseList([(MarkdownReader.read(text: "```swift\na\n```", path: "a.md"), failed, "")])
    let html = CourseIndex.html(of: list)
    #expect(html.contains("<p class=\"status bad\">✗ 1 of 2 checks failed</p>"))
    #expect(html.contains("<h1>Handouts</h1>"))
  }

  @Test func handoutsHaveTheirChapterAndTheirWholeAbstractAndAreInOrder() {
    let texts = [
      "---\nchapter: 2\nabstract: |\n  One $a$.\n\n  *Two.*\n---\n# B\n", "---\nchapter: 1\n---\n# A\n",
      "# C\n",
    ]
    let handouts = zip(texts, ["w 2", "w1", ""]).map { handout($0, "hw.md", [], in: $1) }
    let list = CourseIndex.html(of: CourseList(handouts))
    let links = { (html: String) in
      html.matches(of: /<a href="(.*?)"/).map { String($0.1) }.filter { $0 != "#content" }
    }
    #expect(links(list) == ["w1/hw.html", "w%202/hw.html", "hw.html"])
    #expect(
      list.contains(
        "<h2><span class=\"section-number\">2</span> <a href=\"w%202/hw.html\">B</a></h2><p>One <span class=\"unbroken\"><span class"
      ))
    #expect(list.contains("</span>.</span></p><p><em>Two.</em></p>"))
    // Parts come in their own order, and what none of them lists comes last.
    let parts = [
      CoursePart(title: "End", notebooks: ["hw"]), CoursePart(title: "Start", notebooks: ["w 2/hw.md"]),
    ]
    let divided = CourseIndex.html(of: CourseList(handouts, by: parts))
    #expect(links(divided) == ["hw.html", "w%202/hw.html", "w1/hw.html"])
    #expect(divided.matches(of: /<h2 class="part">(.*?)<\/h2>/).map { String($0.1) } == ["End", "Start"])
    #expect(divided.contains("<h3><a href=\"hw.html\">C</a></h3>"))
  }

  @Test func citationsAreFootnotesInMarkdown() {
    let notebook = MarkdownReader.read(
      text:
        "---\nreferences:\n  a: First\n  b: Second\n---\n# T\n\nx [see @a, p. 3; @b], @a, [@c; @a] and [@d].\n",
      path: "a.md")
    let markdown = PlainMarkdown.text(of: notebook, NotebookResult(cells: []))
    #expect(markdown.contains("x (see [^a], p. 3; [^b]), [^a], @c; [^a] and [@d].\n"))
    #expect(markdown.hasSuffix("[^a]: First\n[^b]: Second\n"))
  }
}
