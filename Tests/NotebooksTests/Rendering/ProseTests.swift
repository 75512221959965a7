import Foundation
import Glibc
import Notebooks
import Testing

@Suite struct ProseTests {
  private func main(_ text: String) throws -> String {
    String(try Rendered(text).main.trimmingPrefix("\n")).replacing("\n", with: "⏎")
  }

  @Test(arguments: [
    ("a *b* **c** ~~d~~ `e<f`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code></p>⏎"),
    ("www.example.org", "<p><a href=\"http://www.example.org\">www.example.org</a></p>⏎"),
    ("a\\\nb", "<p>a<br>b</p>⏎"),
    ("- a\n- b", "<ul><li>a⏎</li><li>b⏎</li></ul>⏎"),
    ("3. a\n\n4. b", "<ol start=\"3\"><li><p>a</p>⏎</li><li><p>b</p>⏎</li></ol>⏎"),
    (
      "- [x] a\n- [ ] b",
      "<ul><li class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"done\"> a⏎</li>"
        + "<li class=\"task\"><input type=\"checkbox\" disabled=\"\" aria-label=\"to do\"> b⏎</li></ul>⏎"
    ),
    (
      "> [!WARNING]\n> hot",
      "<div class=\"alert warning\" role=\"note\"><p class=\"alert-title\">Warning</p><p>hot</p>⏎</div>⏎"
    ),
    ("> said", "<blockquote><p>said</p>⏎</blockquote>⏎"),
    (
      "|a|b|\n|:-:|-:|\n|1|`2`|",
      "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th class=\"align-center\" scope=\"col\">a</th>"
        + "<th class=\"align-right\" scope=\"col\">b</th></tr></thead><tbody><tr><td class=\"align-center\">1</td>"
        + "<td class=\"align-right\"><code>2</code></td></tr></tbody></table></div>⏎"
    ),
    (
      "```sh\ncurl $HOME/$1$\n```",
      "<pre class=\"listing\" tabindex=\"0\"><code class=\"language-sh\">curl $HOME/$1$⏎</code></pre>⏎"
    ),
    ("***", "<hr>⏎"),
    ("a <!-- hidden --> b", "<p>a  b</p>⏎"),
    ("<!-- hidden -->\n\na", "⏎<p>a</p>⏎"),
    ("<div onclick=\"x\">\n", "<p class=\"raw\">&lt;div onclick=&quot;x&quot;&gt;</p>⏎"),
    ("a <script>x</script>", "<p>a &lt;script&gt;x&lt;/script&gt;</p>⏎"),
  ])
  func blocks(markdown: String, html: String) throws {
    #expect(try main(markdown) == html)
  }

  @Test(arguments: [
    ("javascript:alert(1)", false), ("JAVASCRIPT:x", false), ("java&#10;script:x", false),
    ("vbscript:x", false), ("data:text/html,x", false), ("file:///etc/passwd", false), ("blob:x", false),
    ("https://a.b", true), ("mailto:a@b.c", true), ("#top", true), ("other.html", true), ("a/b:c", true),
  ])
  func onlyLinksThatRunNothing(address: String, isKept: Bool) throws {
    let html = try main("[text](<\(address)>)")
    #expect(html.contains("<a href=") == isKept)
    #expect(html.contains("text"))
  }

  @Test func numbersStayWithTheirDeviationAndUnit() throws {
    #expect(
      try main("From 92 ± 3 % to 100 %, in % of all.")
        == "<p>From 92\u{A0}±\u{A0}3\u{A0}% to 100\u{A0}%, in % of all.</p>⏎")
  }

  @Test func footnotesStandAtTheEndAndLeadBack() throws {
    let page = try Rendered("one[^b] two[^a] again[^b]\n\n[^a]: first\n[^b]: *second*\n\nafter\n").main
    #expect(page.contains("one<sup><a href=\"#fn-1\" id=\"fnref-1\" role=\"doc-noteref\">1</a></sup>"))
    #expect(page.contains("two<sup><a href=\"#fn-2\" id=\"fnref-2\""))
    #expect(page.contains("again<sup><a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>"))
    #expect(page.contains("<li id=\"fn-1\"><p><em>second</em></p>\n<a href=\"#fnref-1\""))
    #expect(page.contains("<li id=\"fn-2\"><p>first</p>"))
  }

  @Test func picturesAreInThePageOrTold() throws {
    let page = try Rendered("one\n\n![cat](no/cat.png) ![dog](https://a.b/dog.png) ![doc](a.pdf)\n")
    #expect(!page.main.contains("<img"))
    #expect(page.main.contains("<a href=\"https://a.b/dog.png\">dog</a>"))
    #expect(
      page.problems == [
        "3:8: error: the picture 'no/cat.png' cannot be read",
        "3:27: warning: the picture 'https://a.b/dog.png' is not on this computer; the handout links to it",
        "3:55: error: the picture 'a.pdf' is no PNG, JPEG, GIF, WebP or SVG",
      ])
  }

  @Test func onlyPlainFilesOfTheirTypeAreEmbedded() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pictures-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    try Data(png).write(to: folder.appending(path: "real.png"))
    try Data("a text".utf8).write(to: folder.appending(path: "text.png"))
    try Data("<?xml version=\"1.0\"?><svg/>".utf8).write(to: folder.appending(path: "drawing.svg"))
    mkfifo(folder.appending(path: "pipe.png").path, 0o600)
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "link.png"), withDestinationURL: URL(filePath: "/etc/passwd"))
    // A file of 3 GB that takes no space.
    let large = open(folder.appending(path: "large.png").path, O_WRONLY | O_CREAT, 0o600)
    ftruncate(large, 3 << 30)
    close(large)
    let absolute = folder.appending(path: "real.png").path
    let names = ["real.png", "drawing.svg", "text.png", "pipe.png", "link.png", "large.png", ".", absolute]
    let text = names.map { "![](\($0))\n\n" }.joined()
    let notebook = MarkdownReader.read(text: text, path: folder.appending(path: "a.md").path)
    let handout = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: []))
    #expect(handout.html.contains("<img src=\"data:image/png;base64,\(Data(png).base64EncodedString())\""))
    #expect(handout.html.contains("<img src=\"data:image/svg+xml;base64,"))
    #expect(handout.html.ranges(of: "<img").count == 2)
    #expect(
      handout.problems.map(\.message) == [
        "the picture 'text.png' does not contain PNG", "the picture 'pipe.png' is not a plain file",
        "the picture 'link.png' does not contain PNG",
        "the picture 'large.png' is larger than 32 MiB; a handout holds its pictures itself, so make it smaller",
        "the picture '.' is no PNG, JPEG, GIF, WebP or SVG",
        "the picture '\(absolute)' has an absolute path; write the path from the notebook's folder",
      ])
  }
}
