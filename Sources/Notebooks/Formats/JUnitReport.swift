/// A run as JUnit's XML, which build servers show: one test case a cell.
public enum JUnitReport {
  /// Returns the report of a run of `notebook`.
  public static func text(
    of notebook: Notebook, _ result: NotebookResult, _ timing: RunRecorder
  ) -> String {
    let cells = notebook.cellsByNumber
    let cases = result.cells.map { testCase($0, cells[$0.number], notebook, timing) }
    let failed = result.cells.count { $0.outcome.isFailure }
    let skipped = result.cells.count { [.skipped, .notRun, .open].contains($0.outcome) }
    let counts = "tests=\"\(cases.count)\" failures=\"\(failed)\" skipped=\"\(skipped)\""
    let problems = result.problems.filter { $0.severity == .error }.map { words(of: $0, notebook) }
    let errors =
      problems.isEmpty
      ? "" : "    <system-err>\(escaped(problems.joined(separator: "\n")))</system-err>\n"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts)>
        <testsuite name="\(escaped(notebook.fileName))" \(counts) time="\(timing.seconds)">
      \(cases.joined())\(errors)  </testsuite>
      </testsuites>

      """
  }

  private static func testCase(
    _ result: CellResult, _ cell: Cell?, _ notebook: Notebook, _ timing: RunRecorder
  ) -> String {
    let line = cell?.start.line ?? 1
    let head = "name=\"\(escaped(result.name))\" classname=\"\(escaped(notebook.name))\" "
    let location =
      "file=\"\(escaped(notebook.path))\" line=\"\(line)\" time=\"\(timing.seconds(of: result.name))\""
    var inner = ""
    if let failure = cell.flatMap({ Failure($0, result, in: notebook, .english) }) {
      let details = result.outputs.compactMap { output in
        switch output {
        case .diagnostic(let problem) where problem.severity == .error: words(of: problem, notebook)
        case .expectation(let expectation) where expectation.isFailure:
          "\(notebook.path):\(expectation.location.line):\(expectation.location.column): \(expectation.code)\n\(expectation.details)"
        default: nil
        }
      }
      inner += "      <failure message=\"\(escaped(failure.message))\" type=\"\(result.outcome.rawValue)\">"
      inner += escaped(details.joined(separator: "\n")) + "</failure>\n"
    } else if result.outcome == .skipped || result.outcome == .notRun {
      inner += "      <skipped/>\n"
    } else if result.outcome == .open {
      inner += "      <skipped message=\"open exercise\"/>\n"
    }
    for (name, text) in [
      ("system-out", printed(result, error: false)), ("system-err", printed(result, error: true)),
    ]
    where !text.isEmpty {
      inner += "      <\(name)>\(escaped(TextOutput.beginning(of: text)))</\(name)>\n"
    }
    return inner.isEmpty
      ? "    <testcase \(head)\(location)/>\n"
      : "    <testcase \(head)\(location)>\n\(inner)    </testcase>\n"
  }

  private static func words(of problem: Diagnostic, _ notebook: Notebook) -> String {
    let location = problem.location.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(notebook.path)\(location): \(problem.message)"
  }

  private static func printed(_ result: CellResult, error: Bool) -> String {
    result.outputs.map { output in
      switch output {
      case .standardOutput(let text): error ? "" : text
      case .standardError(let text): error ? text : ""
      default: ""
      }
    }.joined()
  }

  /// XML takes what HTML takes, and no control characters, which are shown by their numbers.
  private static func escaped(_ text: String) -> String { HTML.escaped(text) }
}

extension HandoutFormat {
  /// The cells as test cases, for build servers.
  public static let junit = HandoutFormat(
    name: "junit", fileExtension: "junit.xml", summary: "the cells as test cases",
    writing: .text { run throws(NotebookError) in
      ExportedFile(JUnitReport.text(of: run.notebook, run.result, run.recorder))
    })
}
