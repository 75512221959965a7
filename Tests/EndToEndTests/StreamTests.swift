import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Notebooks and parameters from standard input, pipes and devices.
  final class StreamTests: UserFolder {
    @Test(arguments: [
      "cat x.md | $nbrun -", "$nbrun - <x.md", "cat x.md | $nbrun /dev/stdin", "$nbrun /dev/stdin <x.md",
      "$nbrun <(cat x.md)", "mkfifo p; cat x.md >p & $nbrun p",
    ])
    func `A notebook is read from a stream`(line: String) throws {
      try save("# N\n\n```swift\nlet n: Int = \"s\"\n```\n", "x.md")
      let run = try shell(line)
      #expect(run.status == Int32(RunStatus.compileFailed.rawValue))
      #expect(run.text.contains("stdin:4:14: error: cannot convert"), "\(run.text)")
      #expect(try files("output") == ["stdin", "stdin.html"])
    }

    @Test func `Streams do for the other commands that read once, and for parameters`() throws {
      try save("---\nparams:\n  n: 1\n---\n", "x.md")
      for line in [
        "$nbrun - <x.md", "$nbrun check --exact - <x.md", "$nbrun accept - <x.md", "$nbrun why - <x.md",
      ] {
        let run = try shell(line)
        #expect(run.status == 0, "\(run.text)")
      }
      #expect(try shell("echo 'n: 8' | $nbrun --params - x.md").status == 0)
      #expect(text("output/x/results.json")?.contains("\"n\": \"8\"") == true)
      try save(prose, "y.md")
      for line in ["$nbrun -j 2 --params - x.md y.md", "$nbrun verify --params - x.md"] {
        let run = try shell("echo 'n: 9' | \(line)")
        #expect(run.status == Self.usage && run.text.contains("several processes"), "\(run.text)")
      }
      try FileManager.default.removeItem(at: folder.appending(path: "y.md"))
      #expect(try shell("$nbrun convert x.md --to ipynb | $nbrun convert - -o y.md").status == 0)
      #expect(text("y.md") == text("x.md"))
      for command in ["verify", "watch"] {
        #expect(try shell("$nbrun \(command) - <x.md").status == Self.usage)
      }
    }

    @Test(arguments: [
      "convert - -o note.md", "convert - --to ipynb -o ./note.md", "convert /dev/stdin -o note.md",
      "--to markdown -o . -",
    ])
    func `A notebook is not replaced by its own output when it comes from standard input`(call: String) throws
    {
      try save(prose, "note.md")
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "stdin.md").path, withDestinationPath: "note.md")
      let run = try shell("$nbrun \(call) --force <note.md")
      #expect(run.status == Self.usage)
      #expect(run.text.contains("this output would overwrite the notebook stdin, which"), "\(run.text)")
      #expect(text("note.md") == prose)
    }
  }
}
