import Digest
import Foundation
import Notebooks
import Testing

@Suite struct PageTests {
  @Test func theSameRunGivesTheSameBytes() throws {
    let pages = (0..<3).map { _ in
      HTMLHandout.render(
        notebook: MarkdownReader.read(text: SampleNotebook.text, path: "notebooks/backprop.md"),
        result: SampleNotebook.result())
    }
    #expect(pages[0] == pages[1] && pages[1] == pages[2])
  }

  @Test func thePathIsNowhere() throws {
    let elsewhere = MarkdownReader.read(text: SampleNotebook.text, path: "/home/someone/backprop.md")
    let here = HTMLHandout.render(notebook: SampleNotebook.notebook, result: SampleNotebook.result())
    #expect(HTMLHandout.render(notebook: elsewhere, result: SampleNotebook.result()) == here)
  }

  @Test func landmarksAndMetadata() throws {
    let page = try Rendered(
      "---\ntitle: A & B\nsubtitle: $x$\nauthor: [C, D]\ncourse: E\nchapter: 7\nlang: de\n---\n\ntext\n"
    ).handout.html
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\">"))
    #expect(page.hasSuffix("</p></footer></body></html>\n"))
    #expect(page.contains("<title>A &amp; B</title>"))
    #expect(page.contains("<a class=\"skip\" href=\"#content\">Zum Inhalt springen</a>"))
    #expect(
      page.contains(
        "<header class=\"title\" id=\"top\"><p class=\"course\">E · 7</p><h1>A &amp; B</h1><p class=\"subtitle\"><span class=\"katex\">"
      ))
    #expect(
      page.contains(
        "<p class=\"authors\">C, D</p><div class=\"tools\"><button"))
    #expect(page.contains("data-dark=\"Farben: dunkel\" hidden=\"\"></button></div></header>"))
    #expect(!(try Rendered("---\ntitle: A\n---\n\ntext\n").page.contains("<search")))
  }

  @Test func onPaperThePageHasItsSizeAndARunningTitle() throws {
    let sheet = try Rendered("---\ntitle: A \"b\" </style>\ncourse: C\n---\n").between("<style>", "</style>")
    #expect(sheet.contains("@page { size: a4; }"))
    #expect(sheet.contains(#"@page { @top-left { content: "C · A \22 b\22  \3c /style>"; } }"#))
    #expect(sheet.contains("content: counter(page) \" / \" counter(pages);"))
    let other = try Rendered("---\ntitle: T\npaper: Letter\nlang: he\n---\n").between("<style>", "</style>")
    #expect(other.contains("@page { size: letter; }"))
    #expect(other.contains(#"@page { @top-right { content: "T"; } }"#))
    let wrong = MarkdownReader.read(text: "---\npaper: a5\n---\n", path: "a.md")
    #expect(wrong.problems.map(\.message) == ["'paper' takes a4 or letter, not 'a5'"])
  }

  @Test(arguments: [(20, "code"), (21, "code long")])
  func onPaperOnlyLongCodeIsSplit(count: Int, style: String) throws {
    let code = (1...count).map { "line\($0)\n" }.joined()
    let page = try Rendered("```swift\n//| echo: true\n\(code)```\n")
    #expect(page.main.contains("<pre class=\"\(style)\" tabindex=\"0\">"))
    #expect(page.handout.html.contains("pre.code:not(.long) { break-inside: avoid; }"))
  }

  @Test func everyElementIsClosed() throws {
    // In a style sheet angle brackets are text.
    let html = HTMLHandout.render(notebook: SampleNotebook.notebook, result: SampleNotebook.result()).html
      .replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
    let void: Set = ["meta", "br", "hr", "img", "input", "source", "!DOCTYPE"]
    var open: [String] = []
    for match in html.matches(of: /<(\/?)([!a-zA-Z][a-zA-Z0-9]*)[^>]*?(\/?)>/)
    where match.3.isEmpty && !void.contains(String(match.2)) {
      if match.1.isEmpty { open.append(String(match.2)) } else { #expect(open.popLast() == String(match.2)) }
    }
    #expect(open == [])
  }

  @Test func anEmptyNotebookIsAPage() throws {
    #expect(try Rendered("").handout.html.contains("<main id=\"content\">"))
  }

  @Test func deepNestingIsAPage() throws {
    let marks = String(repeating: "*a **b ", count: 3000) + "c" + String(repeating: "** a*", count: 3000)
    #expect(try Rendered(marks).main.contains("c"))
    #expect(try Rendered(String(repeating: ">", count: 5000) + " deep").main.contains("<p>deep</p>"))
    let braces = String(repeating: "{", count: 3000) + "x" + String(repeating: "}", count: 3000)
    #expect(try Rendered("$\(braces)$ after").main.contains(" after"))
  }

  @Test func aPageSaysWhoWroteItWhenAndForWhom() throws {
    let matter = """
      author:
        - {name: A & B, affiliation: X, email: a@b.c}
        - C
      date: 28 November 2026
      keywords: [one, two]
      description: All of it.
      license: https://example.org/by
      """
    let page = try Rendered("---\n\(matter)\n---\n\ntext\n").page
    #expect(
      page.contains(
        "<p class=\"authors\"><a href=\"mailto:a@b.c\">A &amp; B</a> (X), C · 28 November 2026</p>"))
    #expect(page.contains("<p class=\"keywords\">Keywords: one, two</p>"))
    let head = try Rendered("---\n\(matter)\n---\n\ntext\n").handout.html
    for (name, content) in [
      ("author", "A &amp; B, C"), ("description", "All of it."), ("keywords", "one, two"),
      ("date", "28 November 2026"),
    ] {
      #expect(head.contains("<meta name=\"\(name)\" content=\"\(content)\">"))
    }
  }

  private func footer(_ matter: String) throws -> String {
    try Rendered("---\n\(matter)\n---\n\ntext\n").between("<footer><p>", "</p></footer>")
  }

  @Test func theFootOfAPageSaysWhereItComesFrom() throws {
    let text =
      "---\nauthor: [{name: A & B, email: a@b.c}, C]\ndate: 2026-11-28\nlicense: CC BY 4.0\n---\n\ntext\n"
    let page = try Rendered(text)
    let digest = SHA256.text(of: text.utf8)
    #expect(digest.count == 64)
    #expect(
      page.between("<footer><p>", "</p></footer>")
        == "A &amp; B, C · <time datetime=\"2026-11-28\">28 November 2026</time> · License: CC BY 4.0 · made with nbrun "
        + "from <bdi>page.md</bdi>, SHA-256\u{A0}<code title=\"\(digest)\">\(digest.prefix(12))</code>")
    #expect(
      try footer("license: https://example.org/by").hasPrefix(
        "License: <a href=\"https://example.org/by\" rel=\"license\">https://example.org/by</a> · made"))
    #expect(try footer("title: x").hasPrefix("made with nbrun from <bdi>page.md</bdi>"))
    #expect(try footer("lang: de").hasPrefix("mit nbrun aus <bdi>page.md</bdi> erstellt, SHA-256\u{A0}<code"))
  }

  @Test func theDigestIsThatOfTheFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Neither the mark at the beginning nor the ends of lines are in the text, but they are in the file.
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("a\r\nb".utf8)
    try Data(bytes).write(to: folder.appending(path: "a.md"))
    let notebook = try MarkdownReader.read(path: folder.appending(path: "a.md").path)
    #expect(notebook.lines == ["a", "b"])
    #expect(notebook.digest == SHA256.text(of: bytes))
    #expect(MarkdownReader.read(text: "a\n", path: "a.md").digest == SHA256.text(of: "a\n".utf8))
  }

  @Test func thePageAllowsItsOwnScriptAndNoOther() throws {
    let html = try Rendered("text").handout.html
    let scripts = html.matches(of: /<script>([\s\S]*?)<\/script>/)
    #expect(scripts.count == 1)
    let digest = SHA256.digest(of: Array(String(scripts[0].1).utf8))
    #expect(html.contains("script-src &#39;sha256-\(Data(digest).base64EncodedString())&#39;;"))
  }
}
