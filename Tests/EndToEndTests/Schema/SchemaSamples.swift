import Display
import Notebooks

/// One event and one output of every kind.
enum SchemaSamples {
  /// A notebook with one cell and a problem.
  static let notebook = MarkdownReader.read(
    text: """
      ---
      params:
        count: 3
      ---
      ```swift
      count
      ```

      See @fig-none.

      """, path: "samples.md")

  /// Outputs of every kind.
  static let outputs: [Output] = [
    .standardOutput("printed\n"), .standardError("written\n"), .text("3"),
    .recorded(RecordedValue(name: "accuracy", spelling: "0.9")),
    .recorded(RecordedValue(name: "loss", spelling: "nan")),
    .table(TableOutput(caption: "Sizes", columns: ["layer"], alignments: ["left"], rows: [["conv"]])),
    .figure(
      FigureOutput(
        name: "cell-1", lightPNG: [1], darkPNG: [2], width: 1, height: 2, description: "A dot",
        data: #"{"title":"","description":"A dot","width":1,"height":2,"panels":[]}"#)),
    .expectation(expectation(nil)), .expectation(expectation(.openExercise)),
    .diagnostic(
      Diagnostic(
        .error, "wrong", at: SourceLocation(line: 6, column: 1),
        notes: [Diagnostic(.note, "because", at: SourceLocation(line: 6, column: 2))])),
    .diagnostic(Diagnostic(.warning, "odd", at: nil)),
  ]

  /// What a run gave whose cell ended in `outcome`.
  static func result(_ outcome: CellOutcome) -> NotebookResult {
    NotebookResult(
      cells: [CellResult(number: 1, name: "cell-1", outcome: outcome, outputs: outputs)],
      problems: [Diagnostic(.warning, "nothing is labeled so", at: SourceLocation(line: 9, column: 5))])
  }

  /// Events of every kind.
  static let events: [RunEvent] =
    [.runStarted(notebook)]
    + notebook.cells.flatMap { cell -> [RunEvent] in
      [
        .cellCompiling(cell), .cellStarted(cell),
        .progress(cell, ProgressReport(task: "training", completed: 1, total: 2, detail: "loss 0.4")),
        .expectation(cell, expectation(nil)), .expectation(cell, expectation(.changedExample)),
        .cellUsed(cell, CellUse(peakMemory: 1, filesRead: ["data.csv"])), .cellUsed(cell, CellUse()),
      ] + CellOutcome.allCases.flatMap { result($0).cells.map { .cellFinished(cell, $0, CellTiming()) } }
    }
    + [.cacheProblem("it cannot be written to")]
    + CellOutcome.allCases.map { .runFinished(result($0)) }

  private static func expectation(_ exemption: ExpectationOutput.Exemption?) -> ExpectationOutput {
    ExpectationOutput(
      passed: false, exemption: exemption, comment: "three", code: "expect(count, equals: 3)",
      details: "expected 3\ngot 4", location: SourceLocation(line: 6, column: 1))
  }
}
