import Foundation
import Notebooks
import Testing

@Suite struct FileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID())")

  private func write(_ bytes: [UInt8]) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "a.md")
    try Data(bytes).write(to: file)
    return file.path
  }

  @Test func aFileThatIsMissing() {
    #expect(throws: NotebookError.missing(path: "/no/such.md")) {
      try MarkdownReader.read(path: "/no/such.md")
    }
  }

  @Test func messagesNameWhatHelps() {
    #expect(NotebookError.notUTF8(path: "a.md", line: 3).message.hasPrefix("a.md:3:1: error: "))
  }

  @Test func aFolder() {
    #expect(throws: NotebookError.unreadable(path: "/usr", reason: "it is a folder")) {
      try MarkdownReader.read(path: "/usr")
    }
  }

  @Test func bytesThatAreNotText() throws {
    let path = try write(Array("a\r\nb\n".utf8) + [0xC3, 0x28, 0x0A])
    #expect(throws: NotebookError.notUTF8(path: path, line: 3)) { try MarkdownReader.read(path: path) }
  }

  @Test(arguments: [
    ("n/x.md", "x", "x.md"), ("a\tb.md", "a\tb", "a_b.md"), ("a\nb.md", "a\nb", "a_b.md"),
    ("a\"b\\c.md", "a\"b\\c", "a_b_c.md"), ("v1.2.MD", "v1.2", "v1.2.MD"), ("n/...md", "...md", "...md"),
    (".md", ".md", ".md"), ("-", "stdin", "stdin"), ("/dev/stdin", "stdin", "stdin"),
    ("/dev/null", "stdin", "stdin"),
  ])
  func aFileNameThatALineDirectiveCanHold(path: String, name: String, fileName: String) {
    let isFile = name != "stdin"
    #expect(NotebookPath.isStream(path) == !isFile)
    let notebook = MarkdownReader.read(text: "", path: NotebookPath.shown(path))
    #expect(notebook.name == name && notebook.fileName == fileName)
    #expect(HandoutFiles(ofNotebookAt: path, in: "out").parts == "out/\(name)")
  }

  @Test func aFileIsReadAsItsText() throws {
    let path = try write([0xEF, 0xBB, 0xBF] + Array("```swift\r\nlet é = 1\r\n```".utf8))
    let notebook = try MarkdownReader.read(path: path)
    #expect(notebook.cells.map(\.code) == ["let é = 1"])
    #expect(notebook.path == path)
  }
}
