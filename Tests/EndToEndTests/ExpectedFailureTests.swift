import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Cells that are there to fail.
  struct ExpectedFailureTests {
    @Test func `A failure that is meant is shown, and later cells go on from the state before it`() throws {
      // The time in which a busy machine, too, comes to the endless loop.
      let limit = try SmallRun.seconds()
      let fixture = try String(
        contentsOf: Fixtures.folder.appending(path: "expected-failures.md"), encoding: .utf8)
      let notebook = try Fixtures.makeFolder().appending(path: "expected-failures.md")
      try Data(fixture.replacing("timeout: 1s", with: "timeout: \(limit)s").utf8).write(to: notebook)
      let run = try NBRunProcess([notebook.path])
      let cells = try run.results("expected-failures").cells
      let meant = CellOutcome.failedAsExpected
      #expect(
        cells.map(\.outcome) == [
          .succeeded, .expectedFailureMissing, meant, meant, meant, meant, meant, .succeeded,
        ])
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(cells[3].outputs.first == .standardOutput("about to trap\n"))
      let errors = cells.map { $0.outputs.firstError?.message }
      #expect(errors[2] == "cannot convert value of type 'String' to specified type 'Int'")
      #expect(errors[3] == "fatal error: Index out of range")
      #expect(errors[4] == "uncaught error: Refused(code: 7)")
      #expect(errors[5]?.hasPrefix("the cell was still running after \(limit) s") == true)
      #expect(errors[6]?.contains("SIGKILL") == true)
      #expect(cells[3].outputs.firstError?.location == SourceLocation(line: 24, column: 10))
      // Where an endless loop was depends on the machine.
      #expect(cells[5].outputs.firstError?.location == SourceLocation(line: 37, column: 1))
      #expect(
        cells[7].outputs == [.text("2")], "neither the values nor the names of the failing cells are left")
      #expect(run.messages.contains("✓ failed as expected"))
      #expect(!run.messages.contains("Index out of range"), "the failure is no error of the run")
      #expect(try run.handout("expected-failures").contains("expected-failures.md:24:10"))
    }

    @Test func `A failure of either kind is meant by one word`() throws {
      let notebook = try Fixtures.makeFolder().appending(path: "either.md")
      let cells = ["[1, 2][count]", "struct Refused: Error {}\nthrow Refused()", "count"].map {
        "```swift\n#| expect: failure\n\($0)\n```\n"
      }
      try Data((["```swift\nlet count = 3\n```\n"] + cells).joined(separator: "\n").utf8).write(to: notebook)
      let run = try NBRunProcess([notebook.path])
      let results = try run.results("either").cells
      #expect(
        results.map(\.outcome) == [
          .succeeded, .failedAsExpected, .failedAsExpected, .expectedFailureMissing,
        ])
      #expect(
        results[3].outputs.firstError?.message
          == "this cell was expected to trap or throw an error (option 'expect'), but it ran to its end")
      #expect(results[3].outputs.firstError?.location == SourceLocation(line: 18, column: 1))
    }

    @Test func `A cell that does not fail as it should fails the run, and says what it did`() throws {
      let run = try NBRunProcess(fixture: "missing-failures")
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      let cells = try run.results("missing-failures").cells
      #expect(
        cells.map(\.outcome) == [.succeeded] + Array(repeating: .expectedFailureMissing, count: 7) + [
          .succeeded
        ])
      let errors = cells.map { $0.outputs.firstError }
      #expect(
        errors[1]?.message.hasPrefix(
          "this cell was expected to trap with a message that contains 'something else'")
          == true)
      #expect(errors[1]?.location == SourceLocation(line: 9, column: 1))
      #expect(errors[1]?.notes.map(\.message) == ["fatal error: given up"])
      #expect(errors[2]?.message.hasSuffix("but it ran to its end") == true)
      #expect(errors[3]?.message.hasSuffix("but it compiles") == true)
      #expect(errors[4]?.notes.first?.message.contains("exit(3)") == true)
      #expect(errors[5]?.notes.first?.message.hasPrefix("cannot convert") == true)
      #expect(
        errors[6]?.message
          == "this cell was expected to throw an error with a message that contains 'Refused' (option 'expect'), "
          + "but something else happened")
      #expect(errors[6]?.notes.map(\.message) == ["fatal error: no throw"])
      #expect(
        errors[7]?.message
          == "this cell was expected to run out of time (option 'expect'), but it ran to its end")
      #expect(cells[8].outputs == [.text("still here")])
    }
  }
}
