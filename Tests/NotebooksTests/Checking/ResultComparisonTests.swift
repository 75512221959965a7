import Notebooks
import Testing

struct ResultComparisonTests {
  /// What differs between two outputs of one cell, as `subject: stored → found`.
  private func differences(
    _ stored: [Output], _ found: [Output], tolerance: Double? = nil, isExact: Bool = false
  ) -> [String] {
    var cell = Cell(number: 1, code: "x", firstLine: 3)
    cell.options.tolerance = tolerance
    let notebook = Notebook(path: "x.md", lines: [], cells: [cell])
    let result = { (outputs: [Output]) in
      NotebookResult(cells: [CellResult(number: 1, name: "cell-1", outcome: .succeeded, outputs: outputs)])
    }
    return ResultComparison(notebook: notebook, isExact: isExact)
      .differences(from: result(stored), to: result(found))
      .map { "\($0.subject): \($0.stored ?? "nothing") → \($0.found ?? "nothing")" }
  }

  @Test(arguments: [
    ("0.5", "0.5004", true), ("0.5", "0.502", false), ("1000", "1000.9", true), ("1000", "1002", false),
    ("loss 0.5, error 2", "loss 0.5001, error 2.001", true), ("loss 0.5", "cost 0.5", false),
    ("[[ 1  2]\n [-3 10]]", "[[ 1   2.0001]\n [-3 9.9999]]", true), ("−3", "-3.0001", true),
    ("-3", "3", false),
    ("conv1 1", "conv2 1", false), ("1e-3", "0.0015", true), ("1 2", "1", false), ("nan", "nan", true),
    ("x1 = 2", "x1 = 2.0005", true), ("v1.5", "v1.6", false), ("1.2.3", "1.2.4", false),
  ])
  func `Within the tolerance only numbers may differ`(stored: String, found: String, isAllowed: Bool) {
    #expect(differences([.text(stored)], [.text(found)], tolerance: 1e-3).isEmpty == isAllowed)
    #expect(differences([.text(stored)], [.text(found)]).isEmpty == (stored == found))
    #expect(
      differences([.text(stored)], [.text(found)], tolerance: 1e-3, isExact: true).isEmpty
        == (stored == found))
  }

  @Test func `Each kind of output tells what of it differs`() {
    #expect(differences([.text("a")], [.text("b")]) == ["the value: a → b"])
    #expect(
      differences([.standardOutput("a"), .text("1")], [.standardOutput("a")])
        == ["output 2, the output: a value: 1 → nothing"])
    #expect(differences([.text("1")], [.standardOutput("1")]) == ["the output: a value: 1 → printed: 1"])
    let table = { (loss: String) in
      TableOutput(columns: ["n", "loss"], alignments: ["left", "right"], rows: [["a", loss]])
    }
    #expect(
      differences([.table(table("0.5"))], [.table(table("0.6"))]) == [
        "the table, row 1, column 'loss': 0.5 → 0.6"
      ])
    #expect(differences([.table(table("0.5"))], [.table(table("0.50001"))], tolerance: 1e-3).isEmpty)
    let expectation = { (passed: Bool, line: Int) in
      Output.expectation(
        .init(passed: passed, comment: "c", code: "d", details: "", location: .init(line: line, column: 1)))
    }
    #expect(
      differences([expectation(true, 3)], [expectation(false, 3)]) == [
        "an expectation: holds\nc\nd → fails\nc\nd"
      ])
    #expect(
      differences([expectation(true, 3)], [expectation(true, 30)]).isEmpty, "prose above may move a cell")
  }

  @Test func `The data of a figure are compared as numbers, with the path of what differs`() {
    let figure = { (data: String, png: [UInt8]) in
      Output.figure(
        FigureOutput(
          name: "f", lightPNG: png, darkPNG: nil, width: 1, height: 1, description: "d", data: data))
    }
    let data = { (y: String) in "{\"panels\":[{\"y\":[1,\(y)],\"name\":\"p\"}]}" }
    #expect(
      differences([figure(data("2"), [1])], [figure(data("3"), [1])])
        == ["the figure, panels[0].y[1]: 2 → 3"])
    #expect(differences([figure(data("2"), [1])], [figure(data("2.0001"), [2])], tolerance: 1e-3).isEmpty)
    #expect(
      differences([figure(data("2"), [1])], [figure(data("2"), [2])])
        == ["the picture: 1 bytes → 1 other bytes"], "no pixels to compare")
    #expect(
      differences([figure("[1,2]", [1])], [figure("[1]", [1])])
        == ["the figure, : a list of 2 → a list of 1"])
  }

  @Test func `What a figure is called and how large it is shown count, whatever the data and tolerance`() {
    let figure = { (data: String, name: String, width: Double?, dark: [UInt8]?) in
      Output.figure(
        FigureOutput(
          name: name, lightPNG: [1], darkPNG: dark, width: width, height: 2, description: "d", data: data))
    }
    let stored = figure("[1]", "f", 640, [2])
    for data in ["[1]", "[1.0001]"] {
      #expect(differences([stored], [figure(data, "f", 640, [2])], tolerance: 1e-3) == [])
      #expect(
        differences([stored], [figure(data, "f", 641, [2])], tolerance: 1)
          == ["the figure's size: 640.0 × 2.0 → 641.0 × 2.0"])
      #expect(
        differences([stored], [figure(data, "f", nil, [2])], tolerance: 1)
          == ["the figure's size: 640.0 × 2.0 → unknown × 2.0"])
      #expect(
        differences([stored], [figure(data, "g", 640, [2])], tolerance: 1) == ["the figure's name: f → g"])
      #expect(
        differences([stored], [figure(data, "f", 640, nil)], tolerance: 1)
          == ["the dark picture: a picture → nothing"])
    }
  }

  @Test func `How grave a diagnostic is counts, and so do the lengths of a table's rows`() {
    let place = Notebooks.SourceLocation(line: 3, column: 1)
    let diagnostic = {
      (severity: Diagnostic.Severity, note: Diagnostic.Severity, at: Notebooks.SourceLocation?) in
      Output.diagnostic(Diagnostic(severity, "m", at: place, notes: [Diagnostic(note, "n", at: at)]))
    }
    let stored = diagnostic(.warning, .note, place)
    #expect(differences([stored], [diagnostic(.warning, .note, .init(line: 8, column: 5))]).isEmpty)
    #expect(
      differences([stored], [diagnostic(.error, .note, place)])
        == ["the error: warning: m\nnote: n → error: m\nnote: n"])
    #expect(differences([stored], [diagnostic(.warning, .warning, place)]).count == 1)
    #expect(differences([stored], [diagnostic(.warning, .note, nil)]).count == 1)
    let table = { (rows: [[String]]) in
      Output.table(TableOutput(columns: ["a"], alignments: ["left"], rows: rows))
    }
    #expect(
      differences([table([["1"]])], [table([["1", "2"]])])
        == [
          "the table's shape: rows: 1, cells: 1, columns: 'a' (left) → rows: 1, cells: 2, columns: 'a' (left)"
        ])
  }

  @Test func `Cells that are new, gone or ended otherwise are told`() {
    let notebook = Notebook(path: "x.md", lines: [], cells: [])
    let cell = { (name: String, outcome: CellOutcome) in CellResult(number: 1, name: name, outcome: outcome) }
    let found = ResultComparison(notebook: notebook).differences(
      from: NotebookResult(cells: [cell("a", .succeeded), cell("b", .succeeded)]),
      to: NotebookResult(cells: [cell("a", .threw), cell("c", .succeeded)]))
    #expect(
      found == [
        Difference(cell: "a", subject: "how the cell ended", stored: "succeeded", found: "threw an error"),
        Difference(cell: "c", subject: "the cell", stored: nil, found: "succeeded"),
        Difference(cell: "b", subject: "the cell", stored: "succeeded", found: nil),
      ])
  }
}
