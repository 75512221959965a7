import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Values in the prose, from the file to the page.
  struct InlineValueTests {
    @Test func `Values are computed between the cells and stand in the sentences`() throws {
      let run = try NBRunProcess(fixture: "inline-values")
      #expect(run.status == 0)
      #expect(run.messages.contains("inline-values.md · 2 cells\n"))
      let page = try run.handout("inline-values").replacing(/<[^>]*>/, with: "")
      #expect(page.contains("The sum is 2\n"))
      #expect(page.contains("First 1, then 2, a third is 0.3333."))
      #expect(page.contains("now 20\n"))
    }

    @Test func `A wrong one is told at its own line and column`() throws {
      let run = try NBRunProcess(fixture: "inline-value-wrong")
      #expect(run.status == Int32(RunStatus.compileFailed.rawValue))
      #expect(
        run.messages.contains(
          "inline-value-wrong.md:6:18: error: value of type '[Int]' has no member 'total'\n"))
      #expect(try run.results("inline-value-wrong").cells.map(\.outcome) == [.succeeded, .compileFailed])
    }

    @Test func `One that traps is told at its own line and column`() throws {
      let run = try NBRunProcess(fixture: "inline-value-crash")
      #expect(run.status == Int32(RunStatus.crashed.rawValue))
      #expect(run.messages.contains("inline-value-crash.md:7:16: error: fatal error: Index out of range\n"))
      #expect(
        try run.handout("inline-value-crash").contains(
          "<a href=\"#values-3\">the values in lines 5–7</a> failed."))
      #expect(try run.handout("inline-value-crash").contains(">2</span>, not so"))
    }
  }
}
