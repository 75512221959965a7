import Notebooks
import Testing

/// Pages whose authors write no letters, so that all letters on them are ours.
@Suite struct TranslationTests {
  private static let matter = """
    author: ['1', '2']
    date: 2026-11-28
    keywords: ['3', '4']
    license: '5'
    params: {p: 1}
    references: {w: '6'}
    """

  private static let prose = """
    # 0

    1 @fig-a @eq-a @sec-b [@w] 2[^1]

    ## 3 {#sec-a}

    $$ 1 $$ {#eq-a}

    ## 4 {#sec-b}

    > [!NOTE]
    > 1

    > [!TIP]
    > 1

    > [!IMPORTANT]
    > 1

    > [!WARNING]
    > 1

    > [!CAUTION]
    > 1

    - [x] 1
    - [ ] 2

    ## 5

    ```quiz
    1?

    - [x] 2
    ```

    ```swift
    //| label: fig-a
    //| fold: true
    1
    ```

    ```swift
    //| exercise: solution
    2
    ```

    ```swift
    //| eval: false
    3
    ```

    ```swift
    4
    ```

    ```swift
    5
    ```

    ```swift
    //| exercise: stub
    6
    ```

    [^1]: 7
    """

  private func notebook(_ language: String, _ variant: Variant) -> Notebook {
    var notebook = MarkdownReader.read(
      text: "---\nlang: \(language)\n\(Self.matter)\n---\n\(Self.prose)\n", path: "7.md")
    #expect(notebook.problems == [])
    notebook.apply(variant)
    return notebook
  }

  private func expectation(_ passed: Bool, _ exemption: ExpectationOutput.Exemption? = nil) -> Output {
    .expectation(
      .init(
        passed: passed, exemption: exemption, comment: "1", code: "1", details: "2",
        location: .init(line: 1, column: 1)))
  }

  /// Results in which everything happens that a page has words for.
  private func result(_ outcomes: [CellOutcome], isOlder: Bool = false) -> NotebookResult {
    let figure = Output.figure(
      .init(name: "1", lightPNG: [1], darkPNG: nil, width: 1, height: 1, description: "", data: "{}"))
    return NotebookResult(
      cells: outcomes.enumerated().map { index, outcome in
        var result = CellResult(number: index + 1, name: "\(index + 1)", outcome: outcome)
        result.isOlder = isOlder && outcome == .notRun
        if index == 0 {
          result.outputs = [
            figure, .standardError("1"), expectation(true),
            expectation(false, .changedExample), expectation(false, .openExercise),
          ]
        }
        if outcome == .expectationFailed {
          result.outputs += [expectation(false), .text(String(repeating: "1", count: 100_001))]
        }
        return result
      })
  }

  /// What a reader sees or hears of `html`: its texts, apart from code, and the attributes that are read out.
  private func readable(_ html: String) -> String {
    let body = html[(html.range(of: "<body")?.lowerBound ?? html.startIndex)...]
    var words: [String] = []
    var skipped: Substring?
    let attributes = /(?:aria-label|title|alt|data-(?!language)[a-z]+)="([^"]*)"/
    for piece in body.utf8.split(separator: UInt8(ascii: "<")).map(Substring.init) {
      let tag = piece.prefix { $0 != ">" }
      let name = tag.prefix { $0.isLetter || $0 == "/" }
      if skipped == nil {
        words += tag.matches(of: attributes).map {
          String($0.1)
        }
      }
      // The only text set in 'strong' is the severity of a message, which is in English like the message.
      if skipped == nil, ["code", "pre", "script", "strong"].contains(name) { skipped = name }
      if skipped == nil { words.append(String(piece[tag.endIndex...].dropFirst())) }
      if let open = skipped, name == "/" + open { skipped = nil }
    }
    return words.joined(separator: " ").replacing(Self.names, with: "")
  }

  private static let failures: [CellOutcome] = [
    .expectationFailed, .expectedFailureMissing, .compileFailed, .interrupted, .threw, .crashed, .timedOut,
    .limitExceeded,
  ]

  /// The pages of `language` on which every text of ours appears.
  private func pages(_ language: String) -> [String] {
    // Formulas are the same on all of them.
    let (cache, cacheOfIndex) = (MarkupCache(), MarkupCache())
    let author = notebook(language, .instructor)
    let student = notebook(language, .student)
    var pages: [String] = []
    for failure in Self.failures {
      for isOlder in [false, true] {
        let result = result(
          [.succeeded, .failedAsExpected, .skipped, failure, .notRun, .skipped], isOlder: isOlder)
        pages.append(HTMLHandout.render(notebook: author, result: result, cache: cache).html)
        pages.append(CourseIndex.html(of: CourseList([(author, result, "")], cache: cacheOfIndex)))
      }
    }
    for isOlder in [false, true] {
      let result = result([.succeeded, .skipped, .open, .skipped, .notRun, .open], isOlder: isOlder)
      pages.append(HTMLHandout.render(notebook: student, result: result, cache: cache).html)
      pages.append(
        CourseIndex.html(
          of: CourseList([(student, result, ""), (student, self.result([]), "")], cache: cacheOfIndex)))
    }
    var broken = author
    broken.problems = [.init(.error, "1", at: nil)]
    pages.append(HTMLHandout.render(notebook: broken, result: result([]), cache: cache).html)
    broken.problems = [.init(.warning, "1", at: nil)]
    pages.append(HTMLHandout.render(notebook: broken, result: result([]), cache: cache).html)
    return pages
  }

  /// Names stay what they are in every language.
  private static var names: Regex<Substring> {
    /7\.md(?::\d+:\d+)?|results\.json|SHA-256|[0-9a-f]{64}|nbrun|\{number\}/
  }

  @Test(arguments: ["ar", "he", "ja", "ko", "zh"])
  func noLatinLetterIsLeft(language: String) {
    let text = pages(language).map(readable).joined()
    // The letter is that of the right choice.
    #expect(Set(text.matches(of: /[A-Za-z]+/).map { String($0.0) }) == ["A"])
  }

  @Test(arguments: [
    ("de", ["was"]), ("es", []), ("fr", []), ("it", []), ("nl", ["was", "open"]), ("pl", []), ("pt", []),
  ])
  func noEnglishWordIsLeft(language: String, ambiguous: [String]) {
    let text = pages(language).map(readable).joined()
    let english = /\b(the|this|was|with|run|cell|failed|open|not|since|an|to|of|it|line|holds?|made|from)\b/
    let found = Set(text.matches(of: english).map { String($0.0) })
    #expect(found.isSubset(of: ambiguous), "\(found)")
  }

  @Test func messagesOfProgramsSayThatTheyAreEnglish() throws {
    let problem = Output.diagnostic(.init(.error, "cannot find 'x' in scope", at: .init(line: 6, column: 1)))
    func page(_ language: String) throws -> String {
      try Rendered("---\nlang: \(language)\n---\n\n```swift\nx\n```\n", [problem], outcome: .compileFailed)
        .main
    }
    #expect(try page("de").contains("<div class=\"diagnostic error\" lang=\"en\"><p"))
    #expect(try page("ar").contains("<div class=\"diagnostic error\" lang=\"en\" dir=\"ltr\"><p"))
    #expect(try page("ar").contains("<bdi>cannot find &#39;x&#39; in scope</bdi>"))
    #expect(try page("en-GB").contains("<div class=\"diagnostic error\"><p"))
  }

  @Test func anIndexSpeaksTheLanguageOfItsHandouts() {
    func index(_ languages: [String]) -> String {
      CourseIndex.html(of: CourseList(languages.map { (notebook($0, .solution), result([]), "") }))
    }
    #expect(index(["de", "de"]).contains("<html lang=\"de\"><head>"))
    #expect(index(["de", "de-AT"]).contains("<h1>Kursunterlagen</h1>"))
    #expect(index(["de", "fr"]).contains("<html lang=\"en\"><head>"))
    #expect(index(["de", "fr"]).contains("<h1>Handouts</h1>"))
  }

  @Test func aDateIsShownInTheLanguageAndOthersAsTheyAreWritten() throws {
    func byline(_ date: String) throws -> String {
      try Rendered("---\nlang: de\ndate: \(date)\n---\n\nx\n").between("<p class=\"authors\">", "</p>")
    }
    #expect(try byline("2026-11-28") == "<time datetime=\"2026-11-28\">28. November 2026</time>")
    #expect(try byline("Herbst 2026") == "Herbst 2026")
  }
}
