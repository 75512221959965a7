import Foundation
import Notebooks
import Testing

/// Notebooks so large that each would take hours if the time grew with the square of their length.
@Suite(.timeLimit(.minutes(60))) struct GrowthTests {
  private func read(_ text: String) -> Notebook { MarkdownReader.read(text: text, path: "a.md") }

  private func render(_ text: String) -> Handout {
    let notebook = read(text)
    return HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: []))
  }

  @Test func valuesOfOneParagraph() {
    let count = 20_000
    let notebook = read(String(repeating: "`{swift} x` ", count: count) + "\n")
    #expect(notebook.cells.flatMap(\.inlineValues).count == count)
    #expect(notebook.cells.last?.inlineValues.last?.location.column == 12 * (count - 1) + 10)
    // The compiler's own time grows with the square of what one cell holds.
    #expect(notebook.cells.allSatisfy { $0.inlineValues.count <= 500 })
  }

  @Test func valuesOfALongLineShareALineOfTheSource() {
    let notebook = read(String(repeating: "`{swift} x` ", count: 5000) + "\n")
    let sources = notebook.cells.map {
      CellSource(of: $0, fileName: "a.md", outline: nil, implicitImports: [], after: [])
    }
    #expect(sources.map(\.text.utf8.count).reduce(0, +) < 2_000_000)
    // Each expression stands at its own column.
    for (cell, source) in zip(notebook.cells, sources) {
      let lines = source.text.split(separator: "\n").map { Array($0.utf8) }
      for value in cell.inlineValues {
        #expect(lines.contains { $0.count >= value.location.column && $0[value.location.column - 1] == 0x78 })
      }
    }
  }

  @Test func quizzes() {
    let quiz = "```quiz\nWhat is `{swift} x`?\n- [x] a\n```\n\n"
    let notebook = read(String(repeating: quiz, count: 3000))
    #expect(notebook.problems.isEmpty)
    #expect(notebook.cells.last?.inlineValues.last?.location.line == 5 * 2999 + 2)
  }

  @Test func nestedDivs() {
    let page = render(
      String(repeating: "::: {.a}\n\n", count: 8_000) + "deep\n\n"
        + String(repeating: ":::\n\n", count: 8_000))
    #expect(page.html.contains("<p>deep</p>") && page.problems.isEmpty)
    #expect(page.html.ranges(of: "class=\"div\"").count == 60)
  }

  @Test func nestedPictures() {
    let count = 40_000
    let page = render(
      String(repeating: "![", count: count) + "a" + String(repeating: "](b)", count: count) + "\n")
    #expect(page.html.contains("</html>"))
  }

  @Test func picturesWithOpenAndWithClosedBraces() {
    let count = 40_000
    let open = render(String(repeating: "![a](b){x ", count: count) + "\n")
    #expect(open.html.ranges(of: "{x ").count >= count - 1)
    let closed = read(String(repeating: "![a](b){width=1} ", count: count) + "\n")
    #expect(closed.problems.isEmpty)
  }

  @Test(arguments: ["[", "` ", "``a` ", "&amp;", "*a", "[a](b ", "[a][", "\\*", "<a ", "a*b_c`d[e]("])
  func marksOfRunningText(_ marks: String) {
    let text = String(repeating: marks, count: 40_000)
    #expect(MarkdownParsing.pieces(of: text + "\n").map(\.source.utf8.count).max() ?? 0 > 0)
  }

  @Test func comparedCells() {
    let notebook = read(String(repeating: "```swift\n1\n```\n\n", count: 3000))
    let stored = NotebookResult(
      cells: (1...100_000).map { CellResult(number: $0, name: "cell-\($0)", outcome: .succeeded) })
    var found = stored
    found.cells[99_999].outcome = .crashed
    let differences = ResultComparison(notebook: notebook).differences(from: stored, to: found)
    #expect(differences.map(\.cell) == ["cell-100000"])
    #expect(differences.map(\.subject) == ["how the cell ended"])
  }

  @Test func optionLines() {
    let text = "```swift\n//| eval: false\n" + String(repeating: "//|\n", count: 50_000) + "x\n```\n"
    #expect(read(text).cells.first?.optionLineCount == 50_001)
  }

  @Test func attributesOfADiv() {
    #expect(render("::: {" + String(repeating: "a", count: 200_000) + "}\n").html.contains("</html>"))
  }

  @Test(arguments: [
    String(repeating: "$a$$ ", count: 50_000), String(repeating: "$\\text{", count: 20_000),
    String(repeating: "$\\text{", count: 50_000) + String(repeating: "}", count: 50_000),
    (1..<700).map { String(repeating: "`", count: $0) }.joined(separator: " "),
    "## {#a" + String(repeating: " ", count: 200_000) + "x", String(repeating: "[", count: 100_000),
    String(repeating: "[a](", count: 50_000), String(repeating: "[@a; ", count: 50_000),
    "[" + String(repeating: "@a; ", count: 50_000), String(repeating: "*a_ ", count: 50_000),
  ])
  func storms(text: String) {
    #expect(render(text + "\n").html.contains("</html>"))
  }

  @Test func aliasesOfListsAreNoValue() {
    let list = (0..<9).map { _ in "*a" }
    var yaml = "params:\n  a: &a [1]\n"
    for name in "bcdefghijkl" {
      yaml +=
        "  \(name): &\(name) [\(list.map { $0 == "*a" ? "*\(name == "b" ? "a" : String(UnicodeScalar(name.unicodeScalars.first!.value - 1)!))" : $0 }.joined(separator: ", "))]\n"
    }
    #expect(read("---\n\(yaml)---\n").problems.count == 11)
  }

  @Test func rowsOfATable() {
    let page = render("| a | b |\n|---|---|\n" + String(repeating: "| 1 | x |\n", count: 5_000))
    #expect(page.html.ranges(of: "<td class=\"align-right\">1</td>").count == 5_000)
  }

  @Test(arguments: [
    String(repeating: "a|", count: 12_000) + "\n" + String(repeating: "-|", count: 12_000) + "\n1|\n",
    String(repeating: "a|", count: 2000) + "\n" + String(repeating: "-|", count: 2000) + "\n"
      + String(repeating: "1|\n", count: 2000),
    String(
      repeating: String(repeating: "a|", count: 700) + "\n" + String(repeating: "-|", count: 700) + "\n"
        + String(repeating: "1|\n", count: 600) + "\n", count: 6),
  ])
  func tablesOfTooManyCellsAreText(text: String) {
    let page = render(text + "\n\n|a|\n|-|\n|small|\n")
    #expect(page.html.utf8.count < 20 << 20)
    #expect(page.html.contains("<td>small</td>"))
    #expect(page.problems.first?.message.hasPrefix("this table is too large and is shown as text") == true)
  }

  @Test func codeHasNoTables() {
    let code = "|a|b|\n|-|-|\n" + String(repeating: "|1|2|\n", count: 200_000)
    #expect(read("```swift\n\(code)```\n").cells.first?.code == String(code.dropLast()))
  }

  @Test func equalHeadings() {
    let page = render(String(repeating: "## same\n\n", count: 5_000))
    #expect(page.html.contains("id=\"same-4999\""))
  }

  @Test func unknownReferences() {
    let labels = (0..<300).map { "## h {#sec-known\($0)}\n\n" }.joined()
    let page = render(labels + (0..<2000).map { "@sec-knwon\($0)" }.joined(separator: " ") + "\n")
    #expect(page.problems.count == 2000)
    #expect(page.problems.count { $0.message.contains("did you mean") } == 100)
    // Each is told where it stands.
    #expect(
      page.problems.map(\.location?.column).last == 1
        + (0..<1999).map { "@sec-knwon\($0) ".count }.reduce(0, +))
  }

  @Test func citedWorks() {
    let works = (0..<3000).map { "  k\($0): work\n" }.joined()
    let page = render(
      "---\nreferences:\n\(works)---\n\n" + (0..<3000).map { "[@k\($0)]" }.joined(separator: " ") + "\n")
    #expect(page.html.contains("[3000]") && page.html.contains("<li id=\"ref-3000\">"))
  }

  @Test func cellsThatDidNotRun() {
    let notebook = read(
      "```swift\nfatalError()\n```\n\n" + String(repeating: "```swift\n1\n```\n\n", count: 2000))
    let cells = notebook.cells.map {
      CellResult(number: $0.number, name: $0.name, outcome: $0.number == 1 ? .crashed : .notRun)
    }
    let page = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: cells))
    #expect(page.html.ranges(of: "Not run, since").count == 2000)
  }

  @Test func manyProblemsOfALongLine() {
    let page = render(String(repeating: "$\\nope$ ", count: 3000) + "\n")
    #expect(page.problems.count == 3000)
    // The line has 24 kB; each message shows a part of it.
    #expect(page.html.utf8.count < 6 << 20)
    let style = TerminalStyle(isColored: false)
    let text = DiagnosticText(
      path: "a.md", lines: read(String(repeating: "é ", count: 300)).lines, style: style)
    let shown = text.text(of: Diagnostic(.error, "wrong", at: .init(line: 1, column: 301)))
    #expect(shown.contains("1 │ …") && shown.hasSuffix("^\n"))
    let lines = shown.split(separator: "\n")
    #expect(lines[1].utf8.count < 400 && lines[2].count < lines[1].count)
  }

  @Test func aNotebookInJupyterAndMarkdown() {
    let count = 800
    let text = (0..<count).map {
      "Value `{swift} x` and [^k\($0)].\n\n```quiz\nWhat?\n- [x] a\n```\n\n```swift\n//| eval: false\nlet x = 1\n```\n\n"
    }.joined()
    let notebook = read(text)
    let cells = notebook.cells.map { cell in
      CellResult(
        number: cell.number, name: cell.name, outcome: .succeeded,
        outputs: cell.isInline ? cell.inlineValues.map { _ in .text("7") } : [.standardOutput("out\n")])
    }
    let result = NotebookResult(cells: cells)
    #expect(JupyterNotebook.text(of: notebook, result).ranges(of: "Value 7 and").count >= count)
    #expect(PlainMarkdown.text(of: notebook, result).ranges(of: "Value 7 and").count == count)
  }
}
