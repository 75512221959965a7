import Notebooks
import Testing

struct GradingPlanTests {
  private func plan(_ text: String) -> GradingPlan {
    var notebook = MarkdownReader.read(text: text, path: "hw.md")
    notebook.apply(.solution)
    return GradingPlan(of: notebook)
  }

  private func cell(_ lines: String...) -> String {
    "```swift\n" + lines.map { $0 + "\n" }.joined() + "```\n\n"
  }

  private var exercise: String {
    cell("//| exercise: stub", "//| label: f", "let f = 0") + cell("//| exercise: solution", "let f = 1")
  }

  @Test func `An exercise has the points of the cells up to the next one`() throws {
    let plan = plan(
      exercise + cell("//| points: 1", "expect(f == 1)") + cell("//| points: 1.5", "expect(f > 0)")
        + cell("//| exercise: solution", "//| label: g", "//| points: 2", "let g = 2")
        + cell("expect(g == 2)"))
    #expect(plan.problems.isEmpty)
    #expect(plan.items.map(\.label) == ["f", "g"])
    #expect(plan.items.map(\.points.text) == ["2½", "2"])
    #expect(plan.items[0].checks.map(\.cells) == [[3], [4]])
    #expect(plan.items[1].checks.map(\.cells) == [[6]])
    #expect(plan.points == Points("4.5"))
  }

  @Test func `What cannot be graded is told at its line`() {
    func problems(_ text: String) -> [String] {
      plan(text).problems.map {
        "\($0.location?.line ?? 0): \($0.message.prefix { $0 != ";" && $0 != "," && $0 != ":" })"
      }
    }
    #expect(problems(cell("//| points: 1", "expect(true)")) == ["2: these points belong to no exercise"])
    #expect(
      problems(cell("//| exercise: stub", "//| label: f", "1") + cell("//| points: 1", "expect(true)"))
        == [
          "4: this exercise has no solution", "1: nothing in this notebook gives points",
        ].filter { !$0.hasPrefix("1") })
    #expect(
      problems(cell("//| exercise: solution", "1") + cell("//| points: 1", "expect(true)"))
        == ["3: this exercise has no label"])
    #expect(problems(exercise + cell("expect(f == 1)")) == ["1: nothing in this notebook gives points"])
    #expect(
      problems(
        cell("//| exercise: solution", "//| label: f", "//| points: 1", "1")
          + cell("//| points: 2", "expect(true)"))
        == ["9: the exercise 'f' has points already in line 4"])
  }

  @Test func `What passed in the master's run has to pass again, as often`() throws {
    let text = exercise + cell("//| points: 1", "for _ in 0..<2 { expect(f == 1) }")
    var notebook = MarkdownReader.read(text: text, path: "hw.md")
    notebook.apply(.solution)
    let plan = GradingPlan(of: notebook)
    func result(_ passed: [Bool], line: Int = 12, _ outcome: CellOutcome = .succeeded) -> NotebookResult {
      let outputs = passed.map {
        Output.expectation(
          ExpectationOutput(
            passed: $0, comment: "", code: "", details: "", location: SourceLocation(line: line, column: 20)))
      }
      return NotebookResult(cells: [
        CellResult(number: 1, name: "f", outcome: .skipped),
        CellResult(number: 2, name: "cell-2", outcome: .succeeded),
        CellResult(number: 3, name: "cell-3", outcome: outcome, outputs: outputs),
      ])
    }
    let reference = GradingReference(result([true, true]), of: notebook, plan)
    #expect(reference.problems.isEmpty)
    func points(_ result: NotebookResult) -> Points {
      Grade(result, plan, reference, cells: notebook.cells).points
    }
    #expect(points(result([true, true])) == Points(halves: 2))
    #expect(points(result([true, true, true])) == Points(halves: 2))
    #expect(points(result([true])) == .zero, "one is missing")
    #expect(points(result([true, true], line: 13)) == .zero, "another place")
    #expect(points(result([true, true, false], .expectationFailed)) == .zero, "one failed")
    #expect(points(result([true, true], .crashed)) == .zero, "the cell did not come to its end")
    var refused = result([true, true])
    refused.cells[1].outcome = .compileFailed
    #expect(points(refused) == .zero, "the answer did not compile, and the stub has passed")
    #expect(Grade(refused, plan, reference, cells: notebook.cells).endings == [.doesNotCompile])
    #expect(
      GradingReference(result([]), of: notebook, plan).problems.map(\.location?.line) == [13],
      "there is nothing to check")
  }
}
