import Foundation
import Notebooks
import Testing

struct MarkupCacheTests {
  private let scratch = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID().uuidString)")
    .path
  private var folder: String { scratch + "/cache" }
  private var library: String { scratch + "/katex.js" }

  /// Removes what a test leaves behind.
  private func remove() { try? FileManager.default.removeItem(atPath: scratch) }

  /// Returns a cache that has read nothing yet, with a KaTeX of its own.
  private func cache() throws -> MarkupCache {
    if !FileManager.default.fileExists(atPath: library) {
      try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
      try Data(contentsOf: URL(filePath: "/usr/share/javascript/katex/katex.min.js"))
        .write(to: URL(filePath: library))
    }
    return MarkupCache(folder: folder, program: "/proc/self/exe", page: ["page"], mathLibrary: library)
  }

  private func page(_ text: String, _ cache: MarkupCache = MarkupCache()) -> Handout {
    HTMLHandout.render(
      notebook: MarkdownReader.read(text: text, path: "a.md"), result: NotebookResult(cells: []), cache: cache
    )
  }

  private let text = """
    Let $x < y$ and $\\gdef\\W{\\mathbf{W}}\\W$ be, so $$\\W x$$ and $x < y$.

    ```swift
    let x = "a" // $x$
    ```
    """

  @Test func `A page from the cache is the same, and needs no KaTeX`() throws {
    defer { remove() }
    let expected = page(text)
    #expect(page(text, try cache()) == expected)
    let second = try cache()
    // Whoever started the engine now would tell that its library is missing.
    try FileManager.default.removeItem(atPath: library)
    #expect(page(text, second) == expected)
    #expect(expected.problems.isEmpty)
  }

  @Test(arguments: [
    ("$x < y$", "$x < z$"), ("$x$", "$$x$$"),
    ("$\\gdef\\a{P}$ $\\a$", "$\\gdef\\a{Q}$ $\\a$"),
    ("$\\gdef\\set#1{\\gdef\\a{#1}}$ $\\set{P}$ $\\a$", "$\\gdef\\set#1{\\gdef\\a{#1}}$ $\\set{Q}$ $\\a$"),
    ("$\\global\\let\\as=\\gdef$ $\\as\\a{P}$ $\\a$", "$\\global\\let\\as=\\gdef$ $\\as\\a{Q}$ $\\a$"),
    ("```swift-raw\nlet a = 1\n```\n\n```swift\nlet a = 1\n```", "```swift\nlet a = \"1\"\n```"),
    (
      "$\\gdef\\set#1{% }\n\\gdef\\a{#1}}$ $\\set{P}$ $\\a$",
      "$\\gdef\\set#1{% }\n\\gdef\\a{#1}}$ $\\set{Q}$ $\\a$"
    ),
    ("$\\text{\u{E9}}$", "$\\text{e\u{301}}$"),
    ("$\\text{\u{E9}}$ $\\text{e\u{301}}$", "$\\text{e\u{301}}$"),
    ("$\\gdef\\a{P}$ $y$", "$\\gdef\\a{P}$ $y + \\a$ $\\nope$"),
  ])
  func `What changed is made again`(before: String, after: String) throws {
    defer { remove() }
    _ = page(before, try cache())
    // The second time what changed is cached, too.
    for text in [after, after, before] {
      let (cached, expected) = (page(text, try cache()), page(text))
      #expect(cached == expected && cached.html.utf8.elementsEqual(expected.html.utf8))
    }
  }

  @Test func `Another KaTeX makes other markup`() throws {
    defer { remove() }
    _ = page("$x$", try cache())
    try Data("var katex = { renderToString: function (tex) { return '<i>' + tex + '</i>'; } };".utf8)
      .write(to: URL(filePath: library))
    #expect(page("$x$", try cache()).html.contains("<i>x</i>"))
  }

  @Test func `An entry that was changed is reported, and replaced`() throws {
    defer { remove() }
    let expected = page(text, try cache())
    let entry = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: folder).first { $0.hasSuffix(".entry") })
    let url = URL(filePath: "\(folder)/\(entry)")
    var bytes = try Data(contentsOf: url)
    let place = try #require(bytes.range(of: Data("<mi>".utf8)))
    bytes.replaceSubrange(place, with: Data("<br>".utf8))
    try bytes.write(to: url)
    let damaged = try cache()
    #expect(page(text, damaged) == expected)
    #expect(damaged.problems.count == 1 && damaged.problems[0].hasSuffix("not used, since it was damaged"))
    let again = try cache()
    #expect(page(text, again) == expected && again.problems.isEmpty)
  }

  @Test func `What a page no longer uses is not stored any longer`() throws {
    defer { remove() }
    _ = page("$y$", try cache())
    let size = RunCache.contents(ofFolder: folder).size
    _ = page("$x$ and $y$", try cache())
    #expect(RunCache.contents(ofFolder: folder).size > size)
    _ = page("$y$", try cache())
    #expect(RunCache.contents(ofFolder: folder) == (1, size))
  }

  @Test func `Formulas in error are reported every time`() throws {
    defer { remove() }
    let text = "$x$ and $\\nope$"
    for _ in 0..<2 { #expect(page(text, try cache()) == page(text)) }
    #expect(page(text).problems.count == 1)
  }
}
