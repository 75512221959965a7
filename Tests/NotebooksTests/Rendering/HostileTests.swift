import Notebooks
import Testing

@Suite struct HostileTests {
  /// Strings that try to become more than text.
  static let strings = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "</style><script>x</script>",
    "</pre></code></section><h1>", "<!-- --><svg onload=x>", "a\u{0}b", "\u{202E}evil\u{202C}",
    "\u{1B}]8;;file:x\u{07}link\u{1B}[0m",
    "&lt;script&gt;", "]]><script>", "${{x}}", "\u{2066}x", "\r<b>\r", "\u{85}\u{9B}31m",
  ]

  /// Every tag of a page, names only, so that one that came from outside is seen.
  private func tags(_ html: String) -> [String] {
    html.matches(of: /<\/?[a-zA-Z!][^>]*/).map { String($0.0) }
  }

  private func check(
    _ page: Rendered, like plain: Rendered, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = tags(page.page).map { $0.prefix { $0 != " " } }
    let expected = tags(plain.page).map { $0.prefix { $0 != " " } }
    #expect(found == expected, sourceLocation: sourceLocation)
    #expect(page.handout.html.ranges(of: "<script").count == 1, sourceLocation: sourceLocation)
    #expect(page.handout.html.ranges(of: "</style>").count == 1, sourceLocation: sourceLocation)
    for scalar in page.handout.html.unicodeScalars {
      let isHarmful = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || 0x7F...0x9F ~= scalar.value
      let turns = 0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
      #expect(!isHarmful && !turns, "U+\(String(scalar.value, radix: 16))", sourceLocation: sourceLocation)
    }
    let attributes = tags(page.page).filter { $0.replacing(/"[^"]*"/, with: "").contains(/\son[a-z]+=/) }
    #expect(attributes == [], sourceLocation: sourceLocation)
  }

  private func outputs(_ text: String) -> [Output] {
    let place = Notebooks.SourceLocation(line: 2, column: 3)
    return [
      .standardOutput(text), .standardError(text), .text(text),
      .table(.init(caption: text, columns: [text], alignments: [text], rows: [[text]])),
      .figure(
        .init(name: text, lightPNG: [1], darkPNG: nil, width: .nan, height: -1, description: text, data: text)
      ),
      .expectation(.init(passed: true, comment: text, code: text, details: "", location: place)),
      .expectation(.init(passed: false, comment: text, code: text, details: text, location: place)),
      .diagnostic(.init(.error, text, at: place, notes: [.init(.note, text, at: nil)])),
    ]
  }

  @Test(arguments: strings)
  func outputsStayText(text: String) throws {
    let source = "```swift\nlet a = 1\n```"
    check(
      try Rendered(source, outputs(text), outcome: .threw),
      like: try Rendered(source, outputs("x"), outcome: .threw))
  }

  @Test(arguments: strings)
  func codeStaysText(text: String) throws {
    // A listing isn't highlighted, so its tags are the same whatever it says.
    let line = text.replacing("\r", with: "")
    check(try Rendered("```text\n\(line)\n```"), like: try Rendered("```text\nx\n```"))
    check(
      try Rendered("```text\(line.replacing("`", with: ""))\nx\n```"), like: try Rendered("```text\nx\n```"))
  }

  @Test(arguments: strings)
  func frontMatterStaysText(text: String) throws {
    let quoted = text.unicodeScalars.map { scalar in
      scalar.value < 0x80 && (scalar.properties.isAlphabetic || scalar.value > 0x2F && scalar.value < 0x3A)
        ? String(scalar)
        : "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
    }.joined()
    func source(_ text: String) -> String {
      "---\ntitle: \"t \(text)\"\nsubtitle: \"s \(text)\"\nauthor: \"a \(text)\"\ncourse: \"c \(text)\"\n---\n"
    }
    let page = try Rendered(source(quoted))
    #expect(page.notebook.problems == [] && page.notebook.frontMatter.course?.isEmpty == false)
    check(page, like: try Rendered(source("x")))
  }

  @Test(arguments: strings)
  func codeOfCellsStaysText(text: String) throws {
    let page = try Rendered("```swift\n\(text)\n```")
    let foreign = tags(page.main).filter { !$0.contains(/^<\/?(section|pre|code|span)/) }
    #expect(foreign == [])
  }

  @Test func charactersWithoutShapeAreShown() throws {
    let main = try Rendered("a\u{7}\u{202E}b `\u{1F}\u{200F}`").main
    #expect(main == "\n<p>a[U+0007][U+202E]b <code>[U+001F]\u{200F}</code></p>\n")
  }

  @Test func colorsOfTheTerminalBecomeMarks() throws {
    let text = "a\u{1B}[1;31mred\u{1B}[0m \u{1B}[38;5;196mx\u{1B}[2K\u{1B}(Bb\u{1B}[3"
    let main = try Rendered("```swift\na\n```", [.standardOutput(text)]).main
    #expect(main.contains("tabindex=\"0\">a<span class=\"ansi-1 ansi-bold\">red</span> xb</pre>"))
  }

  @Test func aLineThatIsWrittenOverShowsItsEnd() throws {
    let main = try Rendered("```swift\na\n```", [.standardOutput("10%\r50%\r100%\r\ndone\r\n")]).main
    #expect(main.contains(">100%\ndone\n</pre>"))
  }

  @Test func thePageMayLoadNothing() throws {
    let html = try Rendered("text").handout.html
    #expect(
      html.contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; img-src data:; "
          + "style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-"))
    #expect(html.contains("=&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\">"))
    #expect(!html.contains("<link") && !html.contains("url(") && !html.contains("@import"))
  }
}
