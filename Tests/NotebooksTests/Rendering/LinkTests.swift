import Foundation
import Notebooks
import Testing

/// Links between notebooks, and to parts of them.
final class LinkTests {
  /// What goes away with the test: the notebook's folder, and a file beside it.
  private let scratch = FileManager.default.temporaryDirectory.appending(path: "links-\(UUID().uuidString)")
  private let folder: URL

  init() throws {
    folder = scratch.appending(path: "notebooks")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "more"), withIntermediateDirectories: true)
    try write(
      "# B\n\n## The matrix {#sec-matrix}\n\n$$ a $$ {#eq-a}\n\n> ### In a quote\n\n```swift\n//| label: fig-loss\n1\n```\n",
      to: "b.md")
    try write("# C\n", to: "more/my c.md")
    for name in ["more/data.csv", "rät sel.pdf", "page.html", "../outside"] { try write("1", to: name) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/more/passwords", withDestinationPath: "/etc/passwd")
    try write("---\nhtml: true\n---\n<a id=\"x\"></a>\n", to: "html.md")
  }

  deinit { try? FileManager.default.removeItem(at: scratch) }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// Returns the addresses to which `text` links, and what is wrong with it.
  private func links(_ text: String, _ variant: Variant = .solution) throws -> (
    addresses: [String], problems: [String]
  ) {
    var notebook = MarkdownReader.read(text: text, path: folder.path + "/a.md")
    notebook.apply(variant)
    let handout = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: []))
    let main = handout.html.split(separator: "<main").last ?? ""
    let addresses = main.matches(of: /<a href="([^"]*)">/).map { String($0.1) }
    return (
      addresses,
      handout.problems.map {
        "\($0.location?.line ?? 0):\($0.location?.column ?? 0): \($0.severity): \($0.message)"
      }
    )
  }

  @Test(arguments: [
    ("[next](b.md)", "b.html"), ("[it](./b.md#sec-matrix)", "b.html#sec-matrix"),
    ("[it](b.md#eq-a)", "b.html#eq-a"), ("[it](b.md#fig-loss)", "b.html#fig-loss"),
    ("[it](b.md#in-a-quote)", "b.html#in-a-quote"), ("[it](b.md#)", "b.html#"),
    ("[it](more/my%20c.md)", "more/my%20c.html"), ("[it](<./more/my c.md>)", "more/my%20c.html"),
    ("[it](b.html#sec-matrix)", "b.html#sec-matrix"), ("[it](b.html)", "b.html"),
    ("[it](html.md#x)", "html.html#x"), ("[it](#here)\n\n## Here", "#here"),
    ("[it](https://example.org/b.md#no)", "https://example.org/b.md#no"),
    ("[it](mailto:b.md)", "mailto:b.md"),
    ("[it](more/data.csv)", "a/files/more/data.csv"),
    ("[it](<r%C3%A4t sel.pdf#page=2>)", "a/files/r%C3%A4t%20sel.pdf#page=2"),
    ("[it](./more/../more/data.csv)", "a/files/more/data.csv"), ("[it](page.html#x)", "a/files/page.html#x"),
  ])
  func `A link to a notebook leads to its handout`(text: String, address: String) throws {
    let (addresses, problems) = try links(text + "\n")
    #expect(addresses == [address])
    #expect(problems == [])
  }

  @Test func `A file elsewhere is not copied, whatever the path says`() throws {
    let problems = try links("[it](../outside)\n").problems
    #expect(
      problems == [
        "1:6: warning: '../outside' is not below the notebook's folder, so the handout does not come with it"
      ])
  }

  @Test func `The handouts of a variant link to each other`() throws {
    #expect(try links("[next](b.md#sec-matrix)\n", .student).addresses == ["b.html#sec-matrix"])
  }

  @Test(arguments: [
    ("a\n[next](d.md)", "2:8: warning: there is no notebook 'd.md' beside this one"),
    (
      "[it](b.md#sec-matrx)",
      "1:6: warning: no part of 'b.md' is called 'sec-matrx'; did you mean '#sec-matrix'?"
    ),
    (
      "[it](b.html#sec-matrx)",
      "1:6: warning: no part of 'b.html' is called 'sec-matrx'; did you mean '#sec-matrix'?"
    ),
    ("[it](#nowhere)", "1:6: warning: no part of this page is called 'nowhere'"),
    (
      "see\n\n> a [it](#heer)\n\n## Here",
      "3:10: warning: no part of this page is called 'heer'; did you mean '#here'?"
    ),
    ("[it](data.csv)", "1:6: warning: there is no file 'data.csv' beside this notebook"),
    ("[it](c.html)", "1:6: warning: there is no file 'c.html' beside this notebook"),
    ("[it](/b.md)", "1:6: warning: '/b.md' is an absolute path; write the path from the notebook's folder"),
    ("[it](more)", "1:6: warning: 'more' is not a file; link to a file, or to an archive of several"),
    (
      "[it](more/passwords)",
      "1:6: warning: 'more/passwords' is not below the notebook's folder, so the handout does not come with it"
    ),
    // Links in a heading are reported once, though the contents repeat it.
    ("## A [b](d.md)\n\n## C\n\n## D", "1:10: warning: there is no notebook 'd.md' beside this one"),
  ])
  func `A link that leads nowhere is reported at its place`(text: String, problem: String) throws {
    #expect(try links(text + "\n").problems == [problem])
  }
}
