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
    #expect(page.hasSuffix("</main></body></html>\n"))
    #expect(page.contains("<title>A &amp; B</title>"))
    #expect(page.contains("<a class=\"skip\" href=\"#content\">Zum Inhalt springen</a>"))
    #expect(
      page.contains(
        "<header class=\"title\" id=\"top\"><p class=\"course\">E · 7</p><h1>A &amp; B</h1><p class=\"subtitle\"><span class=\"katex\">"
      ))
    #expect(page.contains("<p class=\"authors\">C, D</p><button type=\"button\" class=\"theme-switch\""))
    #expect(page.contains("data-dark=\"Farben: dunkel\" hidden=\"\"></button></header>"))
  }

  @Test func everyElementIsClosed() throws {
    let html = HTMLHandout.render(notebook: SampleNotebook.notebook, result: SampleNotebook.result()).html
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
    #expect(
      page.contains(
        "License: <a href=\"https://example.org/by\" rel=\"license\">https://example.org/by</a></p>"))
    let head = try Rendered("---\n\(matter)\n---\n\ntext\n").handout.html
    for (name, content) in [
      ("author", "A &amp; B, C"), ("description", "All of it."), ("keywords", "one, two"),
      ("date", "28 November 2026"),
    ] {
      #expect(head.contains("<meta name=\"\(name)\" content=\"\(content)\">"))
    }
    #expect(
      try Rendered("---\nlicense: CC BY 4.0\n---\n\ntext\n").main.contains(
        "<p class=\"license\">License: CC BY 4.0</p>"))
  }
}
