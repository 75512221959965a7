import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What is left of cells that fail; the corpus has every way in which they can.
  struct FailureTests {
    @Test func `A process that a crashing cell started is gone afterwards`() throws {
      let run = try NBRunProcess(fixture: "child-left-behind")
      let outputs = try run.results("child-left-behind").cells[1].outputs
      guard case .standardOutput(let text) = outputs.first else {
        Issue.record("the cell told no process id: \(outputs)")
        return
      }
      let id = try #require(Int(text.split(separator: " ").last?.filter(\.isNumber) ?? ""))
      try Patience.wait(for: "the process to end") { !FileManager.default.fileExists(atPath: "/proc/\(id)") }
    }

    @Test func `Failed expectations are told one by one, and later cells still run`() throws {
      let run = try NBRunProcess(fixture: "failed-expectations")
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(run.messages.contains("failed-expectations.md:7:1: error: expectation failed: x is three"))
      #expect(run.messages.contains("    expected 3\n    got 2\n"))
      #expect(run.messages.contains("failed-expectations.md:9:1: error: expectation failed"))
      #expect(run.messages.contains("they differ by 0.5, more than 0.25"))
      #expect(run.messages.contains("failed-expectations.md:10:1: error: expectation failed: a small spread"))
      #expect(run.messages.contains("    expected less than 0.25\n    got 0.31\n"))
      let page = try run.handout("failed-expectations")
      #expect(page.contains("expected less than 0.25\ngot 0.31</pre>"))
      let result = try run.results("failed-expectations")
      #expect(result.cells.map(\.outcome) == [.expectationFailed, .succeeded])
      let verdicts = result.cells[0].outputs.map {
        if case .expectation(let expectation) = $0 { expectation.passed } else { true }
      }
      #expect(verdicts == [false, true, false, false])
      guard case .expectation(let last) = result.cells[0].outputs.last else { throw NoExpectation() }
      #expect(last.details == "expected less than 0.25\ngot 0.31" && last.location.line == 10)
    }
  }
}

/// An expectation that is missing.
private struct NoExpectation: Error {}

extension [Output] {
  /// The first error among the outputs.
  var firstError: Diagnostic? {
    for case .diagnostic(let diagnostic) in self where diagnostic.severity == .error { return diagnostic }
    return nil
  }
}
