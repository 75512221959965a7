import Foundation
import Testing

extension EndToEnd {
  /// The page about the library is a notebook.
  struct LibraryPageTests {
    @Test func `The cells of docs library md run`() throws {
      let page = Fixtures.folder.appending(path: "../../../docs/library.md").standardized
      let run = try NBRunProcess([page.path])
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.messages.contains("2 expectations passed"), "\(run.messages)")
    }
  }
}
