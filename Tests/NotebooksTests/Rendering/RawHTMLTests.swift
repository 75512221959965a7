import Notebooks
import Testing

@Suite struct RawHTMLTests {
  static let refused = [
    "<meta http-equiv=refresh content='0;url=http://x'>", "<META HTTP-EQUIV=refresh>",
    "<base href='http://x'>", "<link rel=stylesheet href=x>", "<style>body{display:none}</style>",
    "<form action=x><input></form>", "<iframe src=x></iframe>", "<frame/src=x>", "<object data=x></object>",
    "<embed src=x>", "<svg><style>*{}</style></svg>", "<p><meta\nname=x></p>",
  ]

  @Test(arguments: refused)
  func whatChangesThePageIsText(markup: String) throws {
    for text in [markup, "Text \(markup.replacing("\n", with: " ")) on."] {
      let main = try Rendered("---\nhtml: true\n---\n\(text)\n").main.lowercased()
      let name = try #require(
        ["meta", "base", "link", "style", "form", "iframe", "frame", "object", "embed"].first {
          markup.lowercased().contains("<\($0)")
        })
      #expect(!main.contains("<\(name)") && !main.contains("</\(name)") && main.contains("&lt;\(name)"))
    }
  }

  @Test func otherMarkupPasses() throws {
    let markup = "<details open><summary>More</summary><span style=\"color: red\">x &lt; y</span></details>"
    #expect(try Rendered("---\nhtml: true\n---\n\(markup)\n").main.contains(markup))
    #expect(try Rendered("---\nhtml: true\n---\na <metal> b <1 <linked>\n").main.contains("<linked>"))
  }

  @Test func inASandboxMarkupIsTextWithAWarning() {
    var notebook = MarkdownReader.read(text: "---\nhtml: true\n---\n<b>x</b>\n", path: "x.md")
    notebook.apply(Sandbox.none)
    #expect(notebook.problems == [])
    notebook.apply(Sandbox.container)
    #expect(
      notebook.problems.map(\.message) == [
        "'html: true' does not hold in a sandbox; raw HTML is shown as text"
      ])
    let page = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: []))
    #expect(page.html.contains("&lt;b&gt;x&lt;/b&gt;") && !page.html.contains("<b>x"))
  }
}
