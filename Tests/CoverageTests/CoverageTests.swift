import Foundation
import Testing

@Suite struct CoverageTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func thereAre118Rows() {
    #expect(DeckRows.all.count == 118 && Set(DeckRows.all.map(\.id)).count == 118)
    #expect(DeckRows.all.allSatisfy { !$0.subject.isEmpty })
    #expect(DeckRows.all.last == .init(id: "004-09", subject: "the rule"))
  }

  @Test func everyRowHasATestAndAHandout() throws {
    let table = try CoverageTable(root: root)
    let missing = DeckRows.all.map(\.id).filter { (table.tests[$0] ?? []).isEmpty }
    #expect(missing.isEmpty, "no test names the rows \(missing.joined(separator: ", "))")
    let untaught = DeckRows.all.map(\.id).filter { (table.sections[$0] ?? []).isEmpty }
    #expect(untaught.isEmpty, "no handout names the rows \(untaught.joined(separator: ", "))")
    let unknown = Set(table.tests.keys).union(table.sections.keys).subtracting(DeckRows.all.map(\.id))
    #expect(unknown.isEmpty, "these rows do not exist: \(unknown.sorted())")
  }

  /// With `NBRUN_WRITE_COVERAGE=1` the page is written; otherwise it must be what would be written.
  @Test func thePageIsUpToDate() throws {
    let page = root.appending(path: "docs/coverage.md")
    let text = try CoverageTable(root: root).markdown
    if ProcessInfo.processInfo.environment["NBRUN_WRITE_COVERAGE"] == "1" {
      try text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: page, encoding: .utf8) == text,
      "docs/coverage.md is out of date: NBRUN_WRITE_COVERAGE=1 ./test --filter CoverageTests writes it")
  }

  @Test func rowsAreFoundInTitlesAndComments() {
    let rows = ["000-08", "000-09", "000-10", "000-11", "002-03"]
    #expect(CoverageTable.rows(inTitle: "deck rows 000-08 to 000-11 and 002-03: x") == rows)
    #expect(CoverageTable.rows(inTitle: "the number 000-08 alone") == [])
    #expect(CoverageTable.rows(inComment: "<!-- rows: 000-08 to 000-11, 002-03 -->") == rows)
    #expect(CoverageTable.rows(inComment: "Deck row 000-08.") == [])
    #expect(CoverageTable.testTitle("  @Test(\"deck row 1: a\", arguments: [\"b\"])") == "deck row 1: a")
    #expect(CoverageTable.testTitle("    \"deck row 1: a\",") == "deck row 1: a")
    #expect(CoverageTable.testTitle("    let x = \"deck row\"") == nil)
  }
}
