import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Every way in which a cell can fail, run for real.
  struct FailureTests {
    /// What a fixture whose second cell fails has to report.
    struct Case: CustomTestStringConvertible {
      var fixture: String
      var place: String
      var message: String
      var status: RunStatus
      var outcome: CellOutcome

      var testDescription: String { fixture }
    }

    static let cases = [
      Case(
        fixture: "compile-error", place: "14:19",
        message: "cannot convert value of type 'String' to specified type 'Int'", status: .compileFailed,
        outcome: .compileFailed),
      Case(
        fixture: "syntax-error", place: "13:14", message: "expected parameter name followed by ':'",
        status: .compileFailed, outcome: .compileFailed),
      Case(
        fixture: "type-error-in-last-expression", place: "15:11",
        message: "value of type '[Int]' has no member 'nope'", status: .compileFailed,
        outcome: .compileFailed),
      Case(
        fixture: "thrown-error", place: "16:3", message: "uncaught error: Refused(code: 3)",
        status: .cellFailed, outcome: .threw),
      Case(
        fixture: "typed-error", place: "14:17", message: "uncaught error: Refused(code: 7)",
        status: .cellFailed, outcome: .threw),
      Case(
        fixture: "thrown-shape-error", place: "16:11", message: "uncaught error: layer \"conv1\"",
        status: .cellFailed, outcome: .threw),
      Case(
        fixture: "index-out-of-range", place: "15:10", message: "fatal error: Index out of range",
        status: .crashed, outcome: .crashed),
      Case(
        fixture: "fatal-error", place: "14:11", message: "fatal error: given up", status: .crashed,
        outcome: .crashed),
      Case(
        fixture: "failed-precondition", place: "13:1", message: "precondition failed: before is 1",
        status: .crashed, outcome: .crashed),
      Case(
        fixture: "nil-unwrapped", place: "14:24",
        message: "fatal error: Unexpectedly found nil while unwrapping an Optional value",
        status: .crashed, outcome: .crashed),
      Case(
        fixture: "arithmetic-overflow", place: "15:7", message: "fatal error: arithmetic overflow",
        status: .crashed, outcome: .crashed),
      Case(
        fixture: "stack-overflow", place: "14:15", message: "the cell ran out of stack", status: .crashed,
        outcome: .crashed),
      Case(
        fixture: "exit-called", place: "16:3", message: "the cell ended the process by exit(0)",
        status: .crashed, outcome: .crashed),
      Case(
        fixture: "killed", place: "13:1", message: "the worker was killed from outside", status: .crashed,
        outcome: .crashed),
      Case(
        fixture: "endless-loop", place: "17:14", message: "the cell was still running after 1 s",
        status: .timedOut, outcome: .timedOut),
      Case(
        fixture: "endless-sleep", place: "15:1", message: "the cell was still running after 0.5 s",
        status: .timedOut, outcome: .timedOut),
      Case(
        fixture: "child-left-behind", place: "19:1", message: "fatal error: without it", status: .crashed,
        outcome: .crashed),
    ]

    @Test(arguments: cases)
    func `A failure is told at its own line, in the terminal, the record and the handout`(expected: Case)
      throws
    {
      let run = try NBRunProcess(fixture: expected.fixture)
      #expect(run.status == Int32(expected.status.rawValue))

      // In the terminal: the place, the message, the source line and a caret below the column.
      let lines = run.messages.split(separator: "\n", omittingEmptySubsequences: false)
      let head = "\(expected.fixture).md:\(expected.place): error: \(expected.message)"
      let index = try #require(lines.firstIndex { $0.hasPrefix(head) }, "no '\(head)' in\n\(run.messages)")
      let numbers = expected.place.split(separator: ":").compactMap { Int($0) }
      let source = try sourceLine(numbers[0], of: expected.fixture)
      let excerpt = try #require(lines[index...].firstIndex { $0 == "\(numbers[0]) │ \(source)" })
      #expect(
        lines[excerpt + 1].split(separator: "│").last
          == Substring(String(repeating: " ", count: numbers[1]) + "^"))

      // In the record: the cell before is whole, the cell after was not run.
      let result = try run.results(expected.fixture)
      #expect(result.cells.map(\.outcome) == [.succeeded, expected.outcome, .notRun])
      #expect(result.cells[0].outputs == [.standardOutput("kept\n")])
      #expect(result.cells[2].outputs.isEmpty)
      let diagnostic = try #require(result.cells[1].outputs.firstError)
      #expect(diagnostic.message.hasPrefix(expected.message))
      #expect(diagnostic.location == SourceLocation(line: numbers[0], column: numbers[1]))

      // In the handout: what was kept, and the place.
      let handout = try run.handout(expected.fixture)
      #expect(handout.contains("kept"))
      #expect(handout.contains("\(expected.fixture).md:\(expected.place)"))
      #expect(handout.contains("Not run"))
    }

    @Test(arguments: ["index-out-of-range", "thrown-error"])
    func `What a cell printed before it failed is kept, half a line too`(fixture: String) throws {
      let run = try NBRunProcess(fixture: fixture)
      #expect(try run.results(fixture).cells[1].outputs.first == .standardOutput("half"))
    }

    @Test func `A process that a crashing cell started is gone afterwards`() throws {
      let run = try NBRunProcess(fixture: "child-left-behind")
      let outputs = try run.results("child-left-behind").cells[1].outputs
      guard case .standardOutput(let text) = outputs.first else {
        Issue.record("the cell told no process id: \(outputs)")
        return
      }
      let id = try #require(Int(text.split(separator: " ").last?.filter(\.isNumber) ?? ""))
      #expect(!FileManager.default.fileExists(atPath: "/proc/\(id)"))
    }

    @Test func `Failed expectations are told one by one, and later cells still run`() throws {
      let run = try NBRunProcess(fixture: "failed-expectations")
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(run.messages.contains("failed-expectations.md:7:1: error: expectation failed: x is three"))
      #expect(run.messages.contains("    expected 3\n    got 2\n"))
      #expect(run.messages.contains("failed-expectations.md:9:1: error: expectation failed"))
      #expect(run.messages.contains("they differ by 0.5, more than 0.25"))
      let result = try run.results("failed-expectations")
      #expect(result.cells.map(\.outcome) == [.expectationFailed, .succeeded])
      let verdicts = result.cells[0].outputs.map {
        if case .expectation(let claim) = $0 { claim.passed } else { true }
      }
      #expect(verdicts == [false, true, false])
    }

    @Test func `Columns count the indentation of lists and quotes`() throws {
      let run = try NBRunProcess(fixture: "in-a-list")
      #expect(run.messages.contains("in-a-list.md:12:22: error: cannot convert value of type 'Int'"))
    }

    private func sourceLine(_ line: Int, of fixture: String) throws -> String {
      let text = try String(contentsOf: Fixtures.folder.appending(path: fixture + ".md"), encoding: .utf8)
      return text.components(separatedBy: "\n")[line - 1]
    }
  }
}

extension [Output] {
  /// The first error among the outputs.
  var firstError: Diagnostic? {
    for case .diagnostic(let diagnostic) in self where diagnostic.severity == .error { return diagnostic }
    return nil
  }
}
