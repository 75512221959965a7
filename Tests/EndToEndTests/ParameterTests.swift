import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Constants that a call gives other values to.
  struct ParameterTests {
    @Test func `Cells see parameters as constants of their types, and may declare a name again`() throws {
      let run = try NBRunProcess(fixture: "parameters")
      #expect(run.status == 0)
      let outputs = try run.results("parameters").cells.map(\.outputs)
      #expect(
        outputs[0] == [
          .standardOutput("5 0.05 adam false [8, 16]\n"),
          .text("[Swift.Int, Swift.Float, Swift.String, Swift.Bool, Swift.Array<Swift.Int>]"),
        ])
      #expect(outputs[1] == [.text("again")])
      #expect(outputs[2] == [.text("again")])
      #expect(try run.handout("parameters").contains("<code>epochs = 5</code>"))
    }

    @Test func `A call changes them by option and by file, and the handout says so`() throws {
      let file = FileManager.default.temporaryDirectory.appending(path: "nbrun-\(UUID().uuidString).yaml")
      try Data("epochs: 7\nrate: 1\nsizes: []\n".utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let run = try NBRunProcess(
        [
          "parameters.md", "--params", file.path, "-p", "epochs=20", "-p", "optimizer=true", "-p",
          "quick=true",
        ])
      #expect(run.status == 0)
      let outputs = try run.results("parameters").cells.map(\.outputs)
      #expect(outputs[0].first == .standardOutput("20 1.0 true true []\n"))
      #expect(try run.handout("parameters").contains("<code>epochs = 20</code>"))
    }

    @Test func `A wrong value or name is told with its place, and nothing runs`() throws {
      let unknown = try NBRunProcess(["parameters.md", "-p", "epoch=20"])
      #expect(unknown.status == Int32(RunStatus.usage.rawValue))
      #expect(
        unknown.messages
          == "-p epoch=20: error: parameters.md has no parameter 'epoch'; did you mean 'epochs'?\n")
      #expect(!FileManager.default.fileExists(atPath: unknown.folder.path))
      let wrong = try NBRunProcess(["parameters.md", "-p", "epochs=many"])
      #expect(
        wrong.messages
          == "-p epochs=many: error: 'epochs' takes a whole number (parameters.md:4), not 'many'\n")
    }
  }
}
