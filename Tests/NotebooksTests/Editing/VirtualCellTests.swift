import Testing

import Notebooks

/// Cells as files whose places are the notebook's own.
struct VirtualCellTests {
  private func cells(_ text: String) -> [VirtualCell] {
    let notebook = MarkdownReader.read(text: text, path: "x.md")
    return notebook.cells.map { VirtualCell($0, in: notebook.lines) }
  }

  @Test func `Every character stands where it stands in the notebook`() throws {
    let text = "# ü\n\n> ```swift\n> let a = 1\n>\n> a + 2\n> ```\n\n- x\n\n  ```swift\n  a\n  ```\n"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for cell in cells(text) {
      let file = cell.text(imports: ["import CNN"]).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(file[0] == "import CNN")
      for (line, whole) in file.enumerated().dropFirst() {
        for (mine, theirs) in zip(whole, lines[line]) { #expect(mine == theirs || mine == " ") }
      }
    }
    #expect(cells(text)[0].lines == ["  let a = 1", " ", "  a + 2"])
    #expect(cells(text)[0].contains(line: 3, column: 4) && !cells(text)[0].contains(line: 2, column: 4))
    #expect(cells(text)[1].line(at: 11) == "  a")
  }

  @Test func `Values in a line stand at their places`() throws {
    let text = "```swift\nlet a = 1\n```\n\nÜ: `{swift} a + 1` and `{swift} a`.\n"
    let values = try #require(cells(text).last)
    #expect(values.lines == ["       _ = (a + 1)       ; _ = (a)"])
    #expect(values.contains(line: 4, column: 12) && !values.contains(line: 4, column: 20))
  }

  @Test func `Variables are found where they are declared`() throws {
    let cell = try #require(
      cells("```swift\nlet (a, b) = (1, 2)\nvar c: Int = a\nif true { let d = c }\n```\n").first)
    #expect(cell.declaration(ofVariable: "b").map { [$0.line, $0.column] } == [1, 8])
    #expect(cell.declaration(ofVariable: "c").map { [$0.line, $0.column] } == [2, 4])
    #expect(cell.declaration(ofVariable: "d") == nil)
    #expect(cell.name(line: 2, column: 5) == "c" && cell.name(line: 3, column: 19) == "c")
    #expect(cell.name(line: 9, column: 0) == nil && cell.name(line: 1, column: 99) == nil)
  }
}
