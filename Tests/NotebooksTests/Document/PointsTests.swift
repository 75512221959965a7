import Notebooks
import Testing

struct PointsTests {
  private let text = """
    ```swift
    //| exercise: stub
    //| label: half
    func half(_ x: Double) -> Double { x }
    ```

    ```swift
    //| exercise: solution
    func half(_ x: Double) -> Double { x / 2 }
    ```

    ```swift
    //| points: 2
    expect(half(8), equals: 4)
    ```

    ```swift
    //| points: 0.5
    expect(half(0), equals: 0)
    ```

    ```swift
    //| exercise: solution
    //| label: third
    //| points: 1
    let third = 1.0 / 3
    ```

    ```swift
    expect(third, isLessThan: 0.5)
    ```
    """

  @Test func `An exercise reaches to the next one, and students get its label with the stub`() {
    let exercises = MarkdownReader.read(text: text, path: "x.md").exercises
    #expect(exercises.map(\.label) == ["half", "third"])
    #expect(exercises.map(\.stub) == [0, nil])
    #expect(exercises.map(\.solution) == [1, 4])
    #expect(exercises.map(\.checks) == [2..<4, 5..<6])
  }

  @Test(arguments: [("0", 0), ("1", 2), ("0.5", 1), ("2.5", 5), ("1e1", 20)])
  func `Points are halves`(text: String, halves: Int) {
    #expect(Points(text) == Points(halves: halves))
  }

  @Test(arguments: ["-1", "0.25", "nan", "inf", "two", "", "10001"])
  func `Other numbers are no points`(text: String) {
    #expect(Points(text) == nil)
    let notebook = MarkdownReader.read(text: "```swift\n//| points: '\(text)'\n1\n```\n", path: "x.md")
    let got = text.isEmpty ? "nothing" : "'\(text)'"
    #expect(
      notebook.problems.map(\.message) == [
        "'points' takes a number of points from 0 to 10000, halves such as 1.5 included, not \(got)"
      ])
  }

  @Test func `Points are written as people and programs read them`() {
    let all = [0, 1, 2, 5].map(Points.init(halves:))
    #expect(all.map(\.text) == ["0", "½", "1", "2½"])
    #expect(all.map(\.decimal) == ["0", "0.5", "1", "2.5"])
    #expect(all.sum == Points(halves: 8))
  }

  @Test func `The page shows the points of cells and exercises`() {
    var notebook = MarkdownReader.read(text: text, path: "x.md")
    notebook.apply(.student)
    let page = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: [])).html
    #expect(page.contains("<p class=\"exercise\">Exercise (2½ points)</p>"))
    #expect(page.contains("<p class=\"exercise\">2 points</p>"))
    #expect(page.contains("<p class=\"exercise\">½ points</p>"))
    notebook.apply(.solution)
    notebook.frontMatter.language = "de"
    let german = HTMLHandout.render(notebook: notebook, result: NotebookResult(cells: [])).html
    #expect(german.contains("<summary class=\"exercise\">Lösung (1 Punkt)</summary>"))
  }
}
