import Notebooks
import Testing

@Suite struct CellRenderingTests {
  private let sample: String

  init() throws {
    sample = HTMLHandout.render(notebook: SampleNotebook.notebook, result: SampleNotebook.result()).html
  }

  @Test func codeIsShownWithoutItsOptions() throws {
    let main = try Rendered("```swift\n//| label: a\nlet x = \"<&>\" // c\n```").main
    #expect(main.contains("<section class=\"cell\" id=\"a\" role=\"group\" aria-label=\"Cell 1\">"))
    #expect(!main.contains("label: a"))
    #expect(main.contains("&quot;&lt;&amp;&gt;&quot;"))
  }

  @Test func codeIsHighlightedByTheToolchain() throws {
    let main = try Rendered("```swift\nlet x: Int = 1 // é\nlet s = \"a\\(x)\"\n```").main
    #expect(
      main.contains(
        "<span class=\"k\">let</span> x: <span class=\"t\">Int</span> = <span class=\"n\">1</span>"))
    #expect(main.contains("<span class=\"c\">// é</span>"))
    #expect(main.contains("<span class=\"s\">&quot;a</span>"))
  }

  @Test func highlightingWorksFromManyThreads() async throws {
    let pages = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<40 {
        group.addTask { try Rendered("```swift\nlet a = 1\n```\n```swift\nvar b\n```").main }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(pages.count == 1 && pages.first?.contains("<span class=\"k\">var</span>") == true)
  }

  @Test func highlightingLosesNoCharacter() throws {
    let code =
      "#if DEBUG\nstruct A<T>: P { @main var é = #\"\\\"\"# /* a /* b */ https://x.y */ }\nlet broken = \"open\n\t}}}"
    let main = try Rendered("```swift\n\(code)\n```").main
    let start = try #require(main.range(of: "<code class=\"language-swift\">"))
    let end = try #require(main.range(of: "</code>"))
    let text = main[start.upperBound..<end.lowerBound].replacing(/<\/?span[^>]*>/, with: "")
    #expect(
      text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"") == code)
  }

  @Test func echoAndFold() throws {
    let hidden = try Rendered("```swift\n//| echo: false\nsecret()\n```", [.text("7")]).main
    #expect(!hidden.contains("secret") && hidden.contains(">7</pre>"))
    let folded = try Rendered("```swift\n//| fold: true\na()\n```").main
    #expect(folded.contains("<details class=\"fold\"><summary>Code</summary><pre class=\"code\""))
    #expect(try Rendered("```swift\n//| echo: false\na()\n```").main == "\n\n")
  }

  @Test func linesHaveTheNumbersOfTheFileOnDemand() throws {
    let cell = "text\n\n```swift\n//| line-numbers: true\n//| label: c\na()\n\nb()\n```"
    let block = "<pre class=\"code numbered\" tabindex=\"0\"><span class=\"lines\" aria-hidden=\"true\">"
    #expect(try Rendered(cell).main.contains(block + "6\n7\n8</span><code"))
    #expect(try !Rendered("```swift\na()\n```").main.contains("numbered"))
    let all = "---\nline-numbers: true\n---\n```swift\na()\n```\n"
    #expect(try Rendered(all).main.contains(block + "5</span><code"))
    let none = all.replacing("a()", with: "//| line-numbers: false\na()")
    #expect(try !Rendered(none).main.contains("numbered"))
  }

  @Test func aColumnWithoutANameHasNoEmptyHeading() throws {
    let table = TableOutput(columns: ["", "size"], alignments: [], rows: [["a", "1"]])
    let main = try Rendered("```swift\na()\n```\n\n| | b |\n|---|---|\n| x | 1 |\n", [.table(table)]).main
    #expect(main.contains("<thead><tr><td></td><th>size</th></tr></thead>"))
    #expect(main.contains("<thead><tr><td></td><th class=\"align-right\" scope=\"col\">b</th></tr></thead>"))
  }

  @Test func theFurtherLinesOfAMessageAreSetInLettersOfOneWidth() throws {
    let problem = Diagnostic(
      .error, "does not fit\n\nlayer  type\nconv1  <Conv2D>", at: .init(line: 2, column: 1))
    let main = try Rendered("```swift\na()\n```", [.diagnostic(problem)], outcome: .threw).main
    #expect(
      main.contains(
        "does not fit</p><pre class=\"further\" tabindex=\"0\">layer  type\nconv1  &lt;Conv2D&gt;</pre>"))
  }

  @Test func withoutOutputOnlyFailuresAreShown() throws {
    let expectation = ExpectationOutput(
      passed: false, comment: "claimed", code: "c", details: "d", location: .init(line: 3, column: 1))
    let main = try Rendered(
      "```swift\n//| output: false\na()\n```",
      [
        .standardOutput("printed"), .text("value"), .expectation(expectation),
        .diagnostic(.init(.warning, "warned", at: nil)),
      ],
      outcome: .expectationFailed
    ).main
    #expect(!main.contains("printed") && !main.contains("value") && !main.contains("warned"))
    #expect(main.contains("claimed"))
  }

  @Test func adjacentOutputOfOneKindIsOneBlock() throws {
    let main = try Rendered(
      "```swift\na\n```",
      [
        .standardOutput("a"), .standardOutput("b\n"), .standardError("c"), .standardOutput("d"), .text("e"),
        .text("f"),
      ]
    ).main
    #expect(main.contains("<pre class=\"stdout\" tabindex=\"0\">ab\n</pre>"))
    #expect(main.ranges(of: "<pre class=\"stdout\"").count == 2)
    #expect(main.ranges(of: "<pre class=\"value\"").count == 2)
    #expect(main.contains("<p class=\"stream-name\">standard error</p><pre tabindex=\"0\">c</pre>"))
  }

  @Test func tablesOfACell() throws {
    let table = TableOutput(
      caption: "a<b", columns: ["x", "n"], alignments: ["left", "right"], rows: [["<i>", "1"], ["y", "2"]])
    let main = try Rendered("```swift\na\n```", [.table(table)]).main
    #expect(
      main.contains(
        "<figure class=\"table\"><figcaption>a&lt;b</figcaption><div class=\"scroll\" tabindex=\"0\"><table class=\"data\"><thead><tr><th>x</th><th class=\"align-right\">n</th></tr></thead>"
      ))
    #expect(main.contains("<tr><td>&lt;i&gt;</td><td class=\"align-right\">1</td></tr>"))
  }

  @Test func sentencesInTablesMayBeBrokenIntoLines() throws {
    let table = TableOutput(
      columns: ["step", "n"], alignments: ["left", "right"],
      rows: [["conv1 6×28×28", "1"], ["the gradient, times the pixel below", "12345678901234567890123456"]])
    let main = try Rendered("```swift\na\n```", [.table(table)]).main
    #expect(main.contains("<td>conv1 6×28×28</td>"))
    #expect(main.contains("<td class=\"long\">the gradient, times the pixel below</td>"))
    #expect(main.contains("<td class=\"align-right long\">1234"))
  }

  @Test func expectationsAreOneList() throws {
    let list = try #require(sample.firstMatch(of: /<ul class="expectations">.*?<\/ul>/.dotMatchesNewlines()))
      .0
    #expect(list.hasSuffix("<span class=\"mark\" aria-hidden=\"true\">✓</span> 1 check passed</li></ul>"))
    #expect(
      list.contains("aria-label=\"holds\">✓</span> <span>LeNet-5 has the parameters of the paper</span>"))
    #expect(list.contains("<span class=\"place\">backprop.md:55:1</span>"))
    #expect(list.contains("expected 1.0\ngot 0.9993\n"))
  }

  private func expectation(_ comment: String, passed: Bool = true) -> Output {
    .expectation(
      ExpectationOutput(
        passed: passed, comment: comment, code: "code", details: passed ? "" : "why",
        location: SourceLocation(line: 2, column: 1)))
  }

  @Test func anExpectationInALoopIsShownOnceWithHowOften() throws {
    let main = try Rendered(
      "```swift\nf()\n```",
      [expectation("a"), expectation("a"), expectation("a"), expectation("b"), expectation("a")]
    ).main
    let rows = main.matches(of: /<span>([ab])<\/span>([^<]*)<\/li>/).map { String($0.1 + $0.2) }
    #expect(rows == ["a × 3", "b", "a"])
  }

  @Test func expectationsWithoutWordsAreCounted() throws {
    let outputs = [
      expectation(""), expectation("a"), expectation(""), expectation("", passed: false), expectation(""),
      .text("between"), expectation(""),
    ]
    let page = try Rendered("```swift\nf()\n```", outputs, outcome: .expectationFailed)
    let items = page.main.matches(of: /<li class="(?:passed|failed)">.*?<\/li>/).map {
      $0.0.replacing(/<[^>]*>/, with: "")
    }
    #expect(items == ["✓ a", "✗ code page.md:2:1why", "✓ 3 checks passed", "✓ 1 check passed"])
    let result = NotebookResult(cells: [
      CellResult(number: 1, name: "cell-1", outcome: .expectationFailed, outputs: outputs)
    ])
    let markdown = PlainMarkdown.text(of: page.notebook, result)
    #expect(markdown.contains("\n- ✓ 3 checks passed\n") && markdown.contains("\n- ✓ 1 check passed\n"))
    let jupyter = JupyterNotebook.text(of: page.notebook, result)
    #expect(jupyter.contains("\"✓ 3 checks passed\"") && jupyter.contains("\"✓ 1 check passed\""))
    #expect(jupyter.ranges(of: "✓").count == 3)
  }

  @Test func aDiagnosticHasPlaceLineAndCaret() {
    #expect(
      sample.contains(
        "<span class=\"place\">backprop.md:87:20</span> <strong>error:</strong> ShapeError: layer &#39;conv1&#39;"
      ))
    #expect(
      sample.contains(
        "let gradient = try explainBackward(layer, image)\n<span class=\"caret\" aria-hidden=\"true\">"
          + String(repeating: " ", count: 19) + "^</span>"))
    #expect(sample.contains("<div class=\"diagnostic note\">"))
  }

  @Test func failuresAreMarkedAtTheirPlaceAndOnTop() throws {
    let banner = try #require(sample.firstMatch(of: /<section class="banner failed".*?<\/section>/)).0
    #expect(
      banner.contains(
        "<p>This run failed at <a href=\"#cell-5\">cell 5 (line 87)</a>: ShapeError: layer &#39;conv1&#39; takes"
      ))
    #expect(banner.contains("<li>also at <a href=\"#cell-2\">cell 2 (line 55)</a>: expect(softmax"))
    #expect(sample.contains("<section class=\"cell failed\" id=\"cell-5\""))
    #expect(sample.contains("✗ This cell threw an error."))
  }

  @Test func cellsThatDidNotRunSayWhy() throws {
    #expect(sample.contains("Not run by choice."))
    #expect(
      sample.contains("<p class=\"outcome\">Not run, since <a href=\"#cell-5\">cell 5</a> failed.</p>"))
    #expect(sample.ranges(of: "class=\"cell not-run\"").count == 2)
    let page = try Rendered("```swift\na\n```").main
    #expect(!page.contains("banner") && !page.contains("Not run"))
  }

  @Test func errorsOfTheNotebookAreOnTop() throws {
    let notebook = MarkdownReader.read(text: "---\ntitel: x\n---\n```swift\na\n```", path: "d/a.md")
    let result = NotebookResult(cells: [], problems: notebook.problems)
    let html = HTMLHandout.render(notebook: notebook, result: result).html
    #expect(html.contains("<p>This notebook was not run, since it has errors.</p>"))
    #expect(
      html.contains(
        "<span class=\"place\">a.md:2:1</span> <strong>error:</strong> unknown key &#39;titel&#39;"))
    #expect(html.contains("<p class=\"outcome\">Not run.</p>"))
  }

  @Test func longOutputIsCut() throws {
    let text = String(repeating: "0123456789\n", count: 10_000)
    let main = try Rendered("```swift\na\n```", [.standardOutput(text)]).main
    #expect(main.utf8.count < 102_000)
    #expect(main.contains("… 10011 more bytes are not shown; the whole text is in results.json"))
    let wide = try Rendered("```swift\na\n```", [.text(String(repeating: "é", count: 60_000) + "a")]).main
    #expect(!wide.contains("\u{FFFD}"))
    #expect(wide.contains("… 20001 more bytes"))
  }
}
