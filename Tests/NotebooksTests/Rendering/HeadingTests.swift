import Notebooks
import Testing

@Suite struct HeadingTests {
  /// The ids of all headings below the title, with their level.
  private func headings(_ text: String) throws -> [String] {
    try Rendered(text).main.matches(of: /<h([1-6]) id="([^"]*)"/).map { "\($0.1) \($0.2)" }
  }

  @Test func slugsAreUnique() throws {
    let text =
      "## Loss\n## Loss\n## Loss-1\n## Größe & `code`\n## $x^2$\n## !!!\n## content\n## cell-1\n\n```swift\n1\n```"
    #expect(
      try headings(text) == [
        "2 loss", "2 loss-1", "2 loss-1-1", "2 größe--code", "2 x2", "2 section", "2 content-1", "2 cell-1-1",
      ])
  }

  @Test func everyIDOfAPageIsUnique() throws {
    let text = SampleNotebook.text + "\n## fig loss\n## fig-loss\n## setup\n## fn-1\n"
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let html = HTMLHandout.render(notebook: notebook, result: SampleNotebook.result()).html
    let ids = html.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
    #expect(ids.count > 15)
    #expect(Set(ids).count == ids.count)
    let targets = html.matches(of: /href="#([^"]*)"/).map { String($0.1) }
    #expect(Set(targets).isSubset(of: ids))
  }

  @Test func theFirstHeadingIsTheTitle() throws {
    let page = try Rendered("# The *title*\n\ntext\n\n## One\n")
    #expect(page.handout.html.contains("<title>The title</title>"))
    #expect(page.handout.html.contains("<h1>The <em>title</em></h1>"))
    #expect(!page.main.contains("<h1"))
    #expect(page.main.contains("<h2 id=\"one\">"))
  }

  @Test func furtherHeadingsOfTheFirstLevelMoveDown() throws {
    #expect(try headings("---\ntitle: T\n---\n# T\n# A\n## B\n") == ["2 a", "3 b"])
    #expect(try headings("---\ntitle: T\n---\n## A\n### B\n") == ["2 a", "3 b"])
  }

  @Test func withoutTitleThePageHasTheFilesName() throws {
    #expect(try Rendered("text").handout.html.contains("<h1>page</h1>"))
  }

  @Test func contentsNeedThreeHeadings() throws {
    #expect(try !Rendered("## A\n## B\n").handout.html.contains("<nav"))
    #expect(try !Rendered("---\ntoc: false\n---\n## A\n## B\n## C\n").handout.html.contains("<nav"))
    let page = try Rendered("## A [l](x)\n### B `c` $x$\n#### D\n## E[^1]\n\n[^1]: f\n")
    let contents = page.between("<p class=\"contents-title\">Contents</p>", "</nav>")
    #expect(
      contents.hasPrefix(
        "<ul><li><a href=\"#a-l\">A l</a><ul><li><a href=\"#b-c-x\">B <code>c</code> <span class=\"katex\">"))
    #expect(contents.hasSuffix("</ul></li><li><a href=\"#e\">E</a></li></ul>"))
    #expect(!contents.contains("#d"))
  }
}
