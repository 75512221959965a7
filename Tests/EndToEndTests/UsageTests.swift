import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Wrong calls and wrong notebooks: nothing runs, and it is said why.
  struct UsageTests {
    static let usage = Int32(RunStatus.usage.rawValue)

    @Test func `A missing file is named`() throws {
      let run = try NBRunProcess(["nowhere.md"])
      #expect(run.status == Self.usage)
      #expect(run.messages == "nowhere.md: error: there is no such file\n")
      #expect(!FileManager.default.fileExists(atPath: run.folder.path))
    }

    @Test func `A wrong call is told with the status of a wrong call`() throws {
      let run = try NBRunProcess(["--no-such-option", "state.md"])
      #expect(run.status == Self.usage)
      #expect(run.messages.contains("Unknown option '--no-such-option'"))
    }

    @Test func `An unknown cell option is told at its place, with the nearest one, and nothing runs`() throws
    {
      let run = try NBRunProcess(fixture: "unknown-option")
      #expect(run.status == Self.usage)
      #expect(
        run.messages.contains(
          "unknown-option.md:13:5: error: unknown option 'fig-capt'; did you mean 'fig-cap'?\n"))
      let result = try run.results("unknown-option")
      #expect(result.cells.map(\.outcome) == [.notRun, .notRun, .notRun])
      #expect(try run.handout("unknown-option").contains("unknown-option.md:13:5"))
    }

    @Test func `An unknown key in the front matter is told at its place`() throws {
      let run = try NBRunProcess(fixture: "bad-front-matter")
      #expect(run.status == Self.usage)
      #expect(
        run.messages.contains(
          "bad-front-matter.md:3:1: error: unknown key 'timout'; did you mean 'timeout'?\n")
      )
    }

    @Test func `A missing notebook does not keep the others from running`() throws {
      let run = try NBRunProcess(["nowhere.md", "figure.md"])
      #expect(run.status == Self.usage)
      #expect(try run.results("figure").status == .succeeded)
    }
  }
}
