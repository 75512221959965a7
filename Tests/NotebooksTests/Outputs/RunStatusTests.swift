import Notebooks
import Testing

/// Exit statuses, as docs/running.md lists them.
struct RunStatusTests {
  @Test(
    arguments: [
      (.succeeded, 0, true), (.failedAsExpected, 0, true), (.skipped, 0, true), (.notRun, 0, false),
      (.compileFailed, 3, false), (.threw, 4, false), (.expectationFailed, 4, true),
      (.expectedFailureMissing, 4, true), (.timedOut, 5, false), (.crashed, 6, false),
      (.limitExceeded, 7, false), (.interrupted, 130, false),
    ] as [(CellOutcome, Int, Bool)])
  func `Each way in which a cell ends has an exit status, alone and among cells that are fine`(
    outcome: CellOutcome, status: Int, goesOn: Bool
  ) {
    #expect(outcome.status.rawValue == status)
    #expect(outcome.letsLaterCellsRun == goesOn)
    let cells = [.succeeded, outcome, .notRun].enumerated().map {
      CellResult(number: $0 + 1, name: "cell-\($0 + 1)", outcome: $1)
    }
    #expect(NotebookResult(cells: cells).status.rawValue == status)
  }

  @Test func `The worst outcome decides, and an error in the notebook comes before all`() {
    let cells = [CellOutcome.expectationFailed, .crashed, .expectedFailureMissing].map {
      CellResult(number: 1, name: "a", outcome: $0)
    }
    #expect(NotebookResult(cells: cells).status == .crashed)
    #expect(NotebookResult(cells: cells, problems: [.init(.warning, "w", at: nil)]).status == .crashed)
    #expect(NotebookResult(cells: cells, problems: [.init(.error, "e", at: nil)]).status == .usage)
    #expect(NotebookResult(cells: []).status == .succeeded)
  }
}
