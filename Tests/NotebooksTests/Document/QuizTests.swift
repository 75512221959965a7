import Notebooks
import Testing

@Suite struct QuizTests {
  private let text = """
    Prose.

    ````quiz
    How large is `{swift} a`?

    - [ ] 5×5
    - [x] 3×3
    ---
    So `{swift} b` and

    ```swift
    `{swift} c`
    ```
    expect: a == b
      expect: is prose
    expect: b, equals: 3, "three"
    ````
    """

  /// The values of a text in short: place, kind and expression.
  private func values(_ text: String) -> [String] {
    MarkdownReader.read(text: text, path: "a.md").cells.flatMap(\.inlineValues).map {
      "\($0.location.line):\($0.location.column) \($0.isExpectation ? "expectation" : "value") \($0.expression)"
    }
  }

  @Test func valuesAndExpectationsAreFoundAtTheirPlaces() {
    #expect(
      values(text) == [
        "4:23 value a", "9:13 value b", "14:9 expectation a == b", "16:9 expectation b, equals: 3, \"three\"",
      ])
    let inList = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
    #expect(
      values("- a\n\n" + inList.map { "  " + $0 + "\n" }.joined()) == [
        "4:25 value a", "9:15 value b", "14:11 expectation a == b",
        "16:11 expectation b, equals: 3, \"three\"",
      ])
  }

  @Test(arguments: [
    (
      "\n```quiz\nWhy?\n```",
      "2:1: this quiz has no answer; tick a choice, '- [x]', or write the answer below a line '---'"
    ),
    (
      "```quiz\nWhy?\n- [ ] a\n```",
      "1:1: this quiz has no answer; tick a choice, '- [x]', or write the answer below a line '---'"
    ),
    ("```quiz\nWhy?\n---\nSo\nexpect:\n```", "5:8: 'expect:' needs a condition in Swift"),
  ])
  func mistakesAreToldAtTheirPlaces(text: String, problem: String) {
    let problems = MarkdownReader.read(text: text, path: "a.md").problems
    #expect(
      problems.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0): \($0.message)" } == [problem])
  }

  @Test func anExpectationBecomesACallAtItsOwnPlace() {
    let cell = MarkdownReader.read(text: "```quiz\na\n---\nexpect: x == 1\n```", path: "a.md").cells[0]
    let source = CellSource(of: cell, fileName: "a.md", outline: nil, implicitImports: [], after: [])
    #expect(source.text.hasSuffix("\n#sourceLocation(file: \"a.md\", line: 4)\n expect(x == 1\n)\n"))
  }

  private func main(_ text: String, expectations passed: [Bool], variant: Variant = .solution) -> String {
    var notebook = MarkdownReader.read(text: text, path: "a.md")
    notebook.apply(variant)
    let cell = notebook.cells[0]
    let expectations = zip(cell.inlineValues.filter(\.isExpectation), passed).map { value, passed in
      Output.expectation(
        .init(passed: passed, comment: "", code: value.expression, details: "d", location: value.location))
    }
    let result = NotebookResult(cells: [
      CellResult(
        number: cell.number, name: cell.name,
        outcome: passed.contains(false) ? .expectationFailed : .succeeded,
        outputs: [.text("seven"), .text("eight")] + expectations)
    ])
    let html = HTMLHandout.render(notebook: notebook, result: result).html
    return String(html[(html.firstRange(of: "<main")?.lowerBound ?? html.startIndex)...])
  }

  @Test("deck row 000-09: a quiz folds its answer, with expectations that were checked, below the question")
  func theAnswerIsFoldedBelowTheQuestion() {
    let page = main(text, expectations: [true, true])
    #expect(
      page.contains(
        "<section class=\"quiz\" role=\"group\" aria-label=\"Question 1\"><p class=\"quiz-title\">"))
    #expect(page.contains("How large is <span class=\"inline-value\" id=\"values-1\">seven</span>?"))
    #expect(page.contains("<ol class=\"choices\" type=\"A\"><li>5×5</li><li>3×3</li></ol>"))
    #expect(page.contains("<details><summary>Answer</summary><p class=\"right\">B</p><p>So <span"))
    #expect(page.contains("class=\"passed\"") && page.contains("<code>a == b</code>"))
    #expect(!page.contains("checkbox") && !page.contains("<section class=\"cell\""))
    #expect(main(text, expectations: [true, true], variant: .instructor).contains("<details open=\"\">"))
  }

  @Test func anExpectationThatDoesNotHoldIsNotFoldedAway() {
    let page = main("```quiz\nq\n---\na\nexpect: 1 == 2\n```", expectations: [false])
    #expect(
      page.contains("<section class=\"quiz\" role=\"group\" aria-label=\"Question 1\" id=\"values-1\">"))
    #expect(page.contains("<a href=\"#values-1\">the values in line 5 (line 5)</a>: 1 == 2"))
    #expect(page.contains("<details open=\"\">") && page.contains("class=\"failed\""))
  }

  private static let explained = """
    ````quiz
    How large?

    - [ ] 5×5, see [there](#top)
      > That needs *padding*
      > by one pixel.
    - [ ] 4×4
    - [x] 3×3
      > `{swift} a` places.
      >
      > Each way.
    - [x] this code

      ```text
      nine
      ```

      > It counts.
    ---
    So.
    ````
    """

  @Test func aQuoteBelowAChoiceIsTheFeedbackOnIt() {
    let page = main(Self.explained, expectations: [])
    #expect(
      page.contains(
        "<li><details><summary>5×5, see there</summary><p class=\"verdict incorrect\">✗ Incorrect</p>"
          + "<p>That needs <em>padding</em>\nby one pixel.</p>"))
    #expect(
      page.contains(
        "<summary>3×3</summary><p class=\"verdict correct\">✓ Correct</p><p><span class=\"inline-value\""))
    #expect(page.contains("seven</span> places.</p>\n<p>Each way.</p>\n</details></li>"))
    // One that cannot be clicked among others would give the answer away.
    #expect(
      page.contains(
        "<li><details><summary>4×4</summary><p class=\"verdict incorrect\">✗ Incorrect</p></details></li>"))
    #expect(page.contains("</pre>\n<details><summary>Answer</summary><p class=\"verdict correct\">"))
    #expect(page.contains("<details><summary>Answer</summary><p class=\"right\">C, D</p><p>So.</p>"))
    #expect(!page.contains("blockquote"))
    let instructor = main(Self.explained, expectations: [], variant: .instructor)
    #expect(instructor.contains("<li><details open=\"\"><summary>5×5"))
    #expect(!instructor.contains("<details>"))
  }

  @Test func onPaperAnswersStandAtTheEnd() throws {
    let page = main(
      Self.explained + "\n\n```quiz\n# Why?\n---\n## So\n\n$$ a $$ {#eq-a}\n```\n", expectations: [])
    let start = try #require(page.firstRange(of: "<section class=\"paper-answers\">")).lowerBound
    let answers = String(page[start...])
    #expect(
      answers.hasPrefix(
        "<section class=\"paper-answers\"><h2>Answers</h2><div class=\"answer\">"
          + "<p class=\"quiz-title\">Question 1</p><p class=\"right\">C, D</p><p>So.</p>"))
    #expect(answers.contains("</p>\n<p class=\"verdict incorrect\">A ✗ Incorrect</p><p>That"))
    #expect(answers.contains("<p class=\"verdict correct\">C ✓ Correct</p><p><span class=\"inline-value\">"))
    #expect(answers.contains("Question 2</p><h2>So") && !answers.contains(" id=\""))
    let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
    #expect(Set(ids).count == ids.count && ids.contains("so"))
    #expect(!main("No question. `{swift} a`", expectations: []).contains("paper-answers"))
  }

  @Test func aNoteBelowAChoiceIsPartOfIt() {
    let page = main("```quiz\nq `{swift} a`\n- [x] a\n  > [!NOTE]\n  > b\n```", expectations: [])
    #expect(!page.contains("verdict") && page.contains("class=\"alert note\""))
  }

  @Test func feedbackIsExportedWithTheAnswerAndFoundAgain() throws {
    var notebook = MarkdownReader.read(text: "# T\n\n" + Self.explained + "\n", path: "a.md")
    let result = NotebookResult(cells: [
      CellResult(number: 1, name: "values-1", outcome: .succeeded, outputs: [.text("seven")])
    ])
    let markdown = PlainMarkdown.text(of: notebook, result)
    #expect(markdown.contains("How large?\n\n- 5×5, see [there](#top)\n- 4×4\n- 3×3\n- this code\n"))
    #expect(
      markdown.contains(
        """
        <details><summary>Answer</summary>

        - ✗ 5×5, see [there](#top)
          > That needs *padding*
          > by one pixel.
        - ✓ 3×3
          > seven places.
          >
          > Each way.
        - ✓ this code
        """))
    let jupyter = JupyterNotebook.text(of: notebook, nil)
    let back = try JupyterImport.notebook(of: jupyter, path: "a.ipynb").markdown
    #expect(back.contains(Self.explained))
    notebook.apply(.student)
    let student = notebook.markdown
    #expect(student.contains("- 5×5, see [there](#top)\n- 4×4\n- 3×3\n- this code\n"))
    #expect(!student.contains("padding") && !student.contains("Each way") && !student.contains("counts"))
  }
}

@Suite struct ExerciseTests {
  private let text = """
    ```swift
    //| exercise: stub
    stub
    ```
    ```swift
    //| exercise: solution
    solution
    ```
    ```swift
    //| exercise: solution
    //| eval: false
    sketch
    ```
    ```swift
    check
    ```
    """

  private func read(_ variant: Variant) -> Notebook {
    var notebook = MarkdownReader.read(text: text, path: "a/ex.md")
    notebook.apply(variant)
    return notebook
  }

  @Test(
    "deck row 003-01: an exercise has a part to begin with and a solution, and who reads it decides which",
    arguments: [
      (Variant.student, [true, false, false, true], [true, false, false, true]),
      (.solution, [false, true, true, true], [false, true, false, true]),
      (.instructor, [true, true, true, true], [false, true, false, true]),
    ])
  func theVariantDecidesWhatIsShownAndRun(variant: Variant, shown: [Bool], run: [Bool]) {
    let notebook = read(variant)
    #expect(notebook.cells.map { !$0.options.isLeftOut } == shown)
    #expect(notebook.cells.map(\.options.runs) == run)
    #expect(notebook.name == "ex")
    let cells = notebook.cells.map {
      CellResult(number: $0.number, name: $0.name, outcome: $0.options.runs ? .succeeded : .skipped)
    }
    let html = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells)).html
    let words = ["stub", "solution", "sketch", "check"]
    #expect(words.map { html.contains("<code class=\"language-swift\">\($0)</code>") } == shown)
    #expect(html.contains("<p class=\"exercise\">Exercise</p>") == shown[0])
    let solution = "<details class=\"solution\"><summary class=\"exercise\">Solution</summary>"
    #expect(html.contains(solution) == (variant == .solution))
    #expect(
      html.contains(solution.replacing("solution\">", with: "solution\" open=\"\">"))
        == (variant == .instructor))
    #expect(html.contains("Not run: this is what students begin with.") == (variant == .instructor))
  }

  @Test func whatFailsInASolutionIsNotFolded() {
    let notebook = read(.solution)
    let cells = [
      CellResult(
        number: 2, name: "cell-2", outcome: .expectationFailed,
        outputs: [
          .expectation(
            .init(
              passed: false, comment: "", code: "c", details: "d",
              location: SourceLocation(line: 1, column: 1)))
        ])
    ]
    let html = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells)).html
    #expect(html.contains("<details class=\"solution\" open=\"\"><summary class=\"exercise\">"))
    #expect(html.contains("<section class=\"cell failed\" id=\"cell-2\""))
  }

  @Test(arguments: ["---\nAnswer", "- [x] a\n---", "---"])
  func aQuizWithAnEmptyPartIsExported(_ text: String) {
    let notebook = MarkdownReader.read(text: "Above\n\n```quiz\n\(text)\n```\n", path: "a.md")
    let empty = NotebookResult(cells: [])
    #expect(PlainMarkdown.text(of: notebook, empty).contains("Above\n\n"))
    #expect(JupyterNotebook.text(of: notebook, empty).contains("Answer"))
    #expect(JupyterNotebook.text(of: notebook, nil).contains("Above"))
  }

  @Test func gitHubFoldsASolutionToo() {
    let markdown = PlainMarkdown.text(of: read(.solution), NotebookResult(cells: []))
    #expect(
      markdown.contains("<details><summary>Solution</summary>\n\n```swift\nsolution\n```\n\n</details>\n"))
  }

  @Test func aStubWithoutASolutionRunsInEveryVariant() {
    for variant in Variant.allCases {
      var notebook = MarkdownReader.read(text: "```swift\n//| exercise: stub\nmine\n```", path: "a.md")
      notebook.apply(variant)
      #expect(notebook.cells[0].options.runs && !notebook.cells[0].options.isLeftOut)
    }
  }

  @Test func aPartMustBeKnown() {
    let notebook = MarkdownReader.read(text: "```swift\n//| exercise: stubb\n```", path: "a.md")
    #expect(notebook.problems.map(\.message) == ["'exercise' takes stub or solution, not 'stubb'"])
  }
}
