import Notebooks
import Testing

@Suite struct ProblemTests {
  /// The problems of a text, as the terminal shows them.
  private func problems(_ text: String) -> [String] {
    MarkdownReader.read(text: text, path: "a.md").problems.map { problem in
      let place = problem.location.map { "\($0.line):\($0.column)" } ?? "-"
      return "\(place): \(problem.severity): \(problem.message)"
    }
  }

  @Test(arguments: [
    ("titel: A", "2:1: error: unknown key 'titel'; did you mean 'title'?"),
    ("seed: 1\nautor: B", "3:1: error: unknown key 'autor'; did you mean 'author'?"),
    ("zebra: 1", "2:1: error: unknown key 'zebra'; 'nbrun help options' lists those there are"),
    ("format: html", "2:1: warning: 'format' is not read: 'nbrun --to' chooses formats"),
    (
      "title: A\nexecute:\n  echo: false",
      "3:1: warning: 'execute' is not read: options stand in lines '//|' at the top of a cell"
    ),
    ("csl: a.csl", "2:1: warning: 'csl' is not read: works have one style"),
    ("bibliography: no.bib", "2:1: error: no.bib: there is no such file"),
    ("bibliography: a.md", "2:1: error: a.md: cannot be read: a bibliography is a file of BibTeX, '.bib'"),
    ("jupyter: python3", "2:1: warning: 'jupyter' is not read: every cell is Swift"),
    ("toc: maybe", "2:6: error: 'toc' takes true or false, not 'maybe'"),
    ("toc: \"true\"", "2:6: error: 'toc' takes true or false, not 'true'"),
    ("chapter: 10000", "2:10: error: 'chapter' takes a whole number from 0 to 9999, not '10000'"),
    ("seed: -1", "2:7: error: 'seed' takes a whole number from 0 to 18446744073709551615, not '-1'"),
    (
      "seed: 18446744073709551616",
      "2:7: error: 'seed' takes a whole number from 0 to 18446744073709551615, not '18446744073709551616'"
    ),
    (
      "timeout: 5 apples",
      "2:10: error: 'timeout' takes a time such as '60s', '2m' or '500ms', not '5 apples'"
    ),
    ("timeout: 0", "2:10: error: 'timeout' takes a time such as '60s', '2m' or '500ms', not '0'"),
    ("title: [a, b]", "2:8: error: 'title' takes a text, not a list"),
    ("title: {a: b}", "2:8: error: 'title' takes a text, not a mapping"),
    (
      "author: [A, [B]]",
      "2:9: error: 'author' takes a name, or 'name:' with 'affiliation:' and 'email:', or a list of these, not a list"
    ),
    (
      "author: {email: a}",
      "2:9: error: 'author' takes a name, or 'name:' with 'affiliation:' and 'email:', or a list of these, not a mapping"
    ),
    ("title:", "2:7: error: 'title' takes a text, not nothing"),
    ("lang: d!", "2:7: error: 'lang' takes a language such as 'en' or 'pt-BR', not 'd!'"),
    ("just words", "2:1: error: expected 'key: value'"),
    ("title: A\ntitle: B", "3:1: error: 'title' is already given in line 2"),
    (
      "title: A\n\ttoc: true",
      "3:1: error: this is not YAML: while scanning a plain scalar found a tab character that violates indentation"
    ),
    (
      "title: 'open\n",
      "2:8: error: this is not YAML: while scanning a quoted scalar found unexpected end of stream"
    ),
  ])
  func frontMatter(yaml: String, expected: String) {
    #expect(problems("---\n\(yaml)\n---\n\nProse\n") == [expected])
  }

  @Test(arguments: [
    ("//| lable: a", "4:5: error: unknown option 'lable'; did you mean 'label'?"),
    ("//| fig.cap: a", "4:5: error: unknown option 'fig.cap'; did you mean 'fig-cap'?"),
    ("//|   echo: no", "4:13: error: 'echo' takes true or false, not 'no'"),
    (
      "//| label: 1st",
      "4:12: error: 'label' takes a name of letters, digits, '-' and '_' that begins with a letter, not '1st'"
    ),
    (
      "//| label: naïve",
      "4:12: error: 'label' takes a name of letters, digits, '-' and '_' that begins with a letter, not 'naïve'"
    ),
    ("//| echo", "4:5: error: expected 'option: value'"),
    ("//| echo: false\n//| echo: true", "5:5: error: 'echo' is already given in line 4"),
    (
      "let a = 1\n//| echo: false",
      "5:1: warning: this option is below the code and says nothing; move it to the top of the cell"
    ),
    (
      "//| fig-cap: \"open",
      "4:14: error: this is not YAML: while scanning a quoted scalar found unexpected end of stream"
    ),
    (
      "//| label: cell-7", "4:5: error: 'cell-7' is what cells without label are called; choose another label"
    ),
  ])
  func options(lines: String, expected: String) {
    #expect(problems("Prose\n\n```swift\n\(lines)\n```\n") == [expected])
  }

  @Test func optionsInsideAListHaveTheFilesColumns() {
    #expect(
      problems("- é\n\n  ```swift\n  //| fig-cap: a\n  //| eco: true\n  ```\n")
        == ["5:7: error: unknown option 'eco'; did you mean 'echo'?"])
  }

  @Test func aLabelBelongsToOneCell() {
    let cell = "```swift\n//| label: fig-a\n1\n```\n"
    #expect(problems(cell + cell) == ["6:5: error: the label 'fig-a' is already taken in line 2"])
  }

  @Test(arguments: ["```swift\na\n", "```swift", "```swift\na\n``", "~~~~swift\na\n~~~"])
  func aFenceThatIsNeverClosed(code: String) {
    let marks = code.hasPrefix("~") ? "~~~~" : "```"
    #expect(
      problems("Words\n\n" + code)
        == ["3:1: error: this code is never closed; end it with a line '\(marks)'"])
  }

  @Test func aFenceInAListIsClosedByTheListsEnd() {
    #expect(
      problems("- a\n\n  ```python\n  b\n\nafter\n")
        == ["3:3: error: this code is never closed; end it with a line '```'"])
  }

  @Test func everyProblemIsToldInFileOrder() {
    let text = "---\ntoc: 3\nx: 1\n---\n```swift\n//| a: 1\n//| echo: 2\n```\n```sh\n"
    #expect(problems(text).map { $0.prefix { $0 != " " } } == ["2:6:", "3:1:", "6:5:", "7:11:", "9:1:"])
  }

  @Test func frontMatterThatIsNeverClosed() {
    #expect(
      problems("---\ntitle: A\n\nText")
        == ["1:1: error: this front matter is never closed; end it with a line '---'"])
    #expect(problems("---\n\nA thematic break.") == [])
  }
}
