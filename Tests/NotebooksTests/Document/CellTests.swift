import Notebooks
import Testing

@Suite struct CellTests {
  /// A cell in short: its code, its first line, its indentation.
  private func cells(_ text: String) -> [String] {
    MarkdownReader.read(text: text, path: "a.md").cells.map {
      "\($0.firstLine)+\($0.indentation) \($0.code.replacing("\n", with: "⏎").replacing("\t", with: "⇥"))"
    }
  }

  @Test(arguments: [
    ("```swift\nlet a = 1\n```\n", ["2+0 let a = 1"]),
    ("text\n\n~~~~ swift extra words\na\n~~~\nb\n~~~~", ["4+0 a⏎~~~⏎b"]),
    ("```python\nx\n```\n\n    swift\n\n```\ny\n```\n\n```swiftly\nz\n```", []),
    ("- item\n\n  ```swift\n  if a {\n    b\n  }\n  ```\n", ["4+2 if a {⏎  b⏎}"]),
    ("1. one\n   - two\n     ```swift\n     c\n     ```", ["4+5 c"]),
    ("> ```swift\n> let q = 1\n>\n>   q\n> ```", ["2+2 let q = 1⏎⏎  q"]),
    ("  ```swift\n  a\n b\nc\n  ```", ["2+2 a⏎b⏎c"]),
    ("```swift\n\ta\n```", ["2+0 ⇥a"]),
    ("-\t```swift\n\tx\n\t```", ["2+1 x"]),
    ("```swift\n```\n\n```swift\n\n\n```", ["2+0 ", "5+0 ⏎"]),
    ("---\ntitle: A\n---\n```swift\na\n```", ["5+0 a"]),
    ("\u{FEFF}```swift\r\na\r\nb\r\n```\r\n", ["2+0 a⏎b"]),
    ("```swift\na\n```\nprose\n```swift\nb\n```", ["2+0 a", "6+0 b"]),
    ("<details>\n\n```swift\ninside\n```\n\n</details>", ["4+0 inside"]),
    ("```swift\nlet s = \"\"\"\n```\nnext\n", ["2+0 let s = \"\"\""]),
    ("", []), ("\n\n", []), ("# Only prose\n\nwords", []),
  ])
  func linesAndIndentation(text: String, expected: [String]) {
    #expect(cells(text) == expected)
  }

  @Test func columnsMapBackToTheFile() throws {
    let text = "* item\n\n  > ```swift\n  > let é = wrong\n  > ```\n"
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let cell = try #require(notebook.cells.first)
    let line = Array(notebook.lines[cell.firstLine - 1].utf8)
    #expect(line[cell.indentation...].elementsEqual(cell.code.utf8))
  }

  @Test func optionsMayBeWrittenAsInQuarto() throws {
    let text = "```swift\n#| label: fig-a\n\n//| echo: false\n#|fold: true\nlet a = 1\n#| below\n```\n"
    let notebook = MarkdownReader.read(text: text, path: "a.md")
    let options = try #require(notebook.cells.first?.options)
    #expect(options.label == "fig-a" && !options.showsCode && options.foldsCode)
    #expect(notebook.cells[0].visibleCode == "let a = 1\n#| below")
    #expect(notebook.problems.isEmpty)
    let wrong = MarkdownReader.read(text: "```swift\n#| echo: 7\n```\n", path: "a.md")
    #expect(wrong.problems.map(\.location) == [SourceLocation(line: 2, column: 10)])
  }

  @Test func numbersCountEveryCell() {
    let text = "```swift\na\n```\n```swift\n//| eval: false\nb\n```\n```swift\nc\n```\n"
    let notebook = MarkdownReader.read(text: text, path: "x/loss.md")
    #expect(notebook.cells.map(\.number) == [1, 2, 3])
    #expect(notebook.cells.map(\.options.runs) == [true, false, true])
    #expect(notebook.cells[1].visibleCode == "b")
    #expect(notebook.name == "loss")
    #expect(notebook.fileName == "loss.md")
  }

  @Test func theLastLineNeedsNoEnd() {
    for end in ["", "\n", "\r\n", "\r"] {
      let notebook = MarkdownReader.read(text: "```swift\na\n```" + end, path: "a.md")
      #expect(notebook.lines == ["```swift", "a", "```"])
      #expect(notebook.problems.isEmpty)
    }
  }

  @Test func nestingDoesNotExhaustTheStack() {
    let quotes = String(repeating: "> ", count: 4000)
    #expect(cells(quotes + "```swift\n" + quotes + "deep\n" + quotes + "```") == ["2+8000 deep"])
    let lists = (0..<400).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()
    #expect(cells(lists + "\n```swift\nafter\n```") == ["403+0 after"])
  }
}
