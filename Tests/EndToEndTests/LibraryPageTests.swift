import Foundation
import Testing

extension EndToEnd {
  /// The page about the library is a notebook, and the README contains a program and a notebook.
  struct LibraryPageTests {
    @Test func `The program and the notebook of the README run`() throws {
      let page = Fixtures.folder.appending(path: "../../../README.md").standardized
      let text = try String(contentsOf: page, encoding: .utf8)
      func fence(_ start: String, _ end: String) throws -> String {
        let from = try #require(text.range(of: "\n\(start)\n"))
        let to = try #require(text.range(of: "\n\(end)\n", range: from.upperBound..<text.endIndex))
        return String(text[from.upperBound..<to.lowerBound])
      }
      let folder = try Fixtures.makeFolder()
      let notebooks = [
        "program": "```swift\n\(try fence("```swift", "```"))\n```\n",
        "notebook": try fence("````markdown", "````"),
      ]
      for (name, text) in notebooks {
        try text.write(to: folder.appending(path: "\(name).md"), atomically: true, encoding: .utf8)
      }
      let run = try NBRunProcess([folder.path])
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.messages.contains("1 expectation passed"), "\(run.messages)")
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "filters.png").path))
    }

    @Test func `The cells of docs library md run`() throws {
      let page = Fixtures.folder.appending(path: "../../../docs/library.md").standardized
      let run = try NBRunProcess([page.path])
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.messages.contains("2 expectations passed"), "\(run.messages)")
    }
  }
}
