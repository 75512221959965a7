import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Notebooks that do what they should.
  struct SuccessTests {
    @Test func `Cells share their state, show their last value, and may declare a name again`() throws {
      let run = try NBRunProcess(fixture: "state")
      #expect(run.status == 0)
      #expect(!run.messages.contains("warning"))
      let outputs = try run.results("state").cells.map(\.outputs)
      #expect(outputs[0] == [.text("2")])
      #expect(
        outputs[1] == [
          .standardOutput("printed\n"), .text("shown"), .standardOutput("printed again\n"), .text("2"),
        ])
      #expect(outputs[2] == [.text("shadowed")])
      #expect(outputs[3] == [.text("20")])
      #expect(outputs[4].isEmpty)
      #expect(outputs[5].isEmpty)
      #expect(
        outputs[6] == [
          .table(
            TableOutput(
              caption: "Pairs", columns: ["name", "n"], alignments: ["left", "right"], rows: [["a", "1"]]))
        ])
      // Cells run in the notebook's own folder, wherever nbrun was called.
      #expect(outputs[7] == [.standardError("to stderr"), .text("true")])
      #expect(outputs[8] == [.text("11")], "the seed of the front matter")
      #expect(outputs[9] == [.text("0.0")], "an import of an earlier cell")
    }

    @Test func `Two runs give the same bytes, from any folder`() throws {
      let first = try NBRunProcess(fixture: "figure")
      let notebook = Fixtures.folder.appending(path: "figure.md").path
      let second = try NBRunProcess([notebook], in: FileManager.default.temporaryDirectory)
      #expect(first.status == 0 && second.status == 0)
      for file in ["figure.html", "figure/fig-line.png", "figure/fig-line-dark.png", "figure/results.json"] {
        let (left, right) = (first.folder.appending(path: file), second.folder.appending(path: file))
        #expect(try Data(contentsOf: left) == Data(contentsOf: right), "\(file) differs")
      }
    }

    @Test func `Nothing of an earlier run remains and passes for new`() throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      let notebook = folder.appending(path: "x.md")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let figure = try String(contentsOf: Fixtures.folder.appending(path: "figure.md"), encoding: .utf8)
      try Data(figure.utf8).write(to: notebook)
      let output = folder.appending(path: "output")
      _ = try NBRunProcess([notebook.path], folder: output)
      let picture = output.appending(path: "x/fig-line.png").path
      #expect(FileManager.default.fileExists(atPath: picture))

      try Data(figure.replacingOccurrences(of: "Figure(", with: "Figurine(").utf8).write(to: notebook)
      let second = try NBRunProcess([notebook.path], folder: output)
      #expect(second.status == Int32(RunStatus.compileFailed.rawValue))
      #expect(!FileManager.default.fileExists(atPath: picture))
      #expect(try !second.handout("x").contains("<img"))
    }

    @Test func `Progress is told a line a cell, with a sum at the end`() throws {
      let run = try NBRunProcess(fixture: "figure")
      let lines = run.messages.split(separator: "\n")
      #expect(lines.first == "figure.md · 1 cell")
      #expect(lines.dropFirst().first?.hasPrefix("  [1/1] fig-line ✓ ") == true)
      #expect(lines.last?.hasPrefix("✓ 1 cell · ") == true)
      #expect(run.output == "\(run.folder.path)/figure.html\n")
    }
  }
}
