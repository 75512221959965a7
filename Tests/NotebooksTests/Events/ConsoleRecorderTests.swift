import Display
import Notebooks
import Synchronization
import Testing

struct ConsoleRecorderTests {
  let cells = [
    Cell(number: 1, code: "1", firstLine: 4),
    Cell(number: 2, code: "2", firstLine: 8),
  ]
  var notebook: Notebook { Notebook(path: "n/x.md", lines: ["a", "b", "c", "expect(1 == 2)"], cells: cells) }

  /// What the recorder writes about `events`.
  private func text(_ events: [RunEvent], isTerminal: Bool = false, width: Int = 80) -> String {
    let written = Mutex("")
    var destination = ConsoleRecorder.Destination(width: width) { text in written.withLock { $0 += text } }
    if isTerminal { destination.rewriteLine = { text in written.withLock { $0 += "⟲" + text } } }
    var recorder = ConsoleRecorder(destination: destination, style: TerminalStyle(isColored: false))
    for event in events { recorder.record(event) }
    return written.withLock(\.self)
  }

  private func finished(_ cell: Cell, _ outcome: CellOutcome, _ outputs: [Output] = []) -> RunEvent {
    let result = CellResult(number: cell.number, name: cell.name, outcome: outcome, outputs: outputs)
    var timing = CellTiming()
    timing.run = 0.254
    return .cellFinished(cell, result, timing)
  }

  @Test func `A log has one line a cell and no control characters`() {
    let text = text([
      .runStarted(notebook), .cellCompiling(cells[0]), .cellStarted(cells[0]),
      .progress(cells[0], ProgressReport(task: "training", completed: 1, total: 2)),
      finished(cells[0], .succeeded), finished(cells[1], .skipped),
    ])
    #expect(text == "n/x.md · 2 cells\n  [1/2] cell-1 ✓ 0.25 s\n  [2/2] cell-2 skipped\n")
  }

  @Test func `On a terminal the line of a training cell is a bar, no wider than the terminal`() {
    let events: [RunEvent] = [
      .runStarted(notebook),
      .progress(cells[0], ProgressReport(task: "training", completed: 5, total: 20, detail: "loss 0.5")),
    ]
    let bar = "  [1/2] cell-1 training █████░░░░░░░░░░░░░░░ 5/20 loss 0.5"
    #expect(text(events, isTerminal: true).hasSuffix("⟲" + bar))
    #expect(text(events, isTerminal: true, width: 20).hasSuffix("⟲" + bar.prefix(19)))
  }

  @Test(arguments: [(-5, 20), (30, 20), (1, 0)])
  func `A report out of range draws a bar all the same`(completed: Int, total: Int) {
    let report = ProgressReport(task: "t", completed: completed, total: total)
    #expect(
      text([.runStarted(notebook), .progress(cells[0], report)], isTerminal: true).contains("░")
        != (completed == 30))
  }

  @Test func `What failed is told in full, and summed up`() {
    let expectation = ExpectationOutput(
      passed: false, comment: "c", code: "", details: "expected 1\ngot 2", location: .init(line: 4, column: 1)
    )
    let error = Diagnostic(.error, "no", at: SourceLocation(line: 4, column: 8))
    let result = NotebookResult(cells: [CellResult(number: 1, name: "cell-1", outcome: .threw)])
    let text = text([
      .runStarted(notebook), .expectation(cells[0], expectation),
      finished(cells[0], .threw, [.diagnostic(error)]),
      finished(cells[1], .notRun), .runFinished(result),
    ])
    let expected = """
      n/x.md · 2 cells
      n/x.md:4:1: error: expectation failed: c
          expected 1
          got 2
      4 │ expect(1 == 2)
        │ ^
        [1/2] cell-1 ✗ threw an error
      n/x.md:4:8: error: no
      4 │ expect(1 == 2)
        │        ^
      ✗ 2 cells · 1 not run · 1 expectation failed ·
      """
    #expect(text.hasPrefix(expected))
  }
}
