import Display
import Foundation
import Testing

extension EndToEnd {
  /// The calls that engines are to start.
  struct JobsTests {
    private let folder: URL

    init() throws {
      folder = try Fixtures.makeFolder()
      for (name, code) in [("a", "1"), ("b's $HOME", "2"), ("c", "fatalError()")] {
        try Data("```swift\n\(code)\n```\n".utf8).write(to: folder.appending(path: "\(name).md"))
      }
      try Data("---\nparams:\n  rate: 0.5\n---\n```swift\nrate\n```\n".utf8).write(
        to: folder.appending(path: "p.md"))
      let bin = folder.appending(path: "bin")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: bin.appending(path: "nbrun"), withDestinationURL: Fixtures.program)
    }

    private func jobs(_ arguments: String...) throws -> NBRunProcess {
      try NBRunProcess(["jobs"] + arguments, in: folder, takesOutput: false)
    }

    private func shell(_ command: String) throws -> (status: Int32, text: String) {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      return try Shell.run(
        command, in: folder,
        environment: ["PATH": "\(folder.path)/bin:\(path)", "NBRUN_CACHE": "\(folder.path)/cache"])
    }

    private func exists(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    @Test func `A job for each notebook runs by its line, and what failed or is missing is listed again`()
      throws
    {
      let list = try jobs("a.md", "b's $HOME.md", "c.md")
      #expect(list.status == 0)
      let rows = list.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
      #expect(rows.map { $0[0] } == ["a.md", "b's $HOME.md", "c.md"])
      #expect(rows[1][2].hasSuffix(" -- 'b'\\''s $HOME.md'"))
      let lines = try jobs("a.md", "b's $HOME.md", "c.md", "--format", "jsonl").output.split(separator: "\n")
      #expect(try JSONParser.parse(String(lines[1]))["words"].list.last == .string("b's $HOME.md"))
      let indices = ["a.md", "b's $HOME.md", "c.md", "--format", "indices"]
      #expect(try NBRunProcess(["jobs"] + indices, in: folder, takesOutput: false).output == "1,2,3\n")
      try Data(rows[1...].map { $0[2] + "\n" }.joined().utf8).write(to: folder.appending(path: "jobs.sh"))
      #expect(try shell("sh jobs.sh").status == 6)
      #expect(exists("output/b's $HOME.html"))
      for (part, numbers) in [("failed", "3\n"), ("missing", "1\n")] {
        let run = try NBRunProcess(["jobs"] + indices + ["--only", part], in: folder, takesOutput: false)
        #expect(run.output == numbers)
      }
    }

    @Test func `A script for Slurm runs the task of its number`() throws {
      try Data("#SBATCH --time=1".utf8).write(to: folder.appending(path: "header"))
      let script = try jobs("p.md", "--grid", "rate=0.5,0.25", "--format", "slurm", "--header", "header")
      #expect(
        script.output.hasPrefix("#!/bin/bash\n#SBATCH --array=1,2\n#SBATCH --time=1\nexport NBRUN_THREADS="))
      try Data(script.output.utf8).write(to: folder.appending(path: "job.sh"))
      #expect(try shell("SLURM_ARRAY_TASK_ID=2 bash job.sh").status == 0)
      #expect(exists("sweep/p/rate=0.25/p.html") && !exists("sweep/p/rate=0.5"))
      #expect(try shell("SLURM_ARRAY_TASK_ID=3 bash job.sh").status == 2)
      let missing = try jobs("p.md", "--grid", "rate=0.5,0.25", "--format", "slurm", "--only", "missing")
      #expect(missing.output.contains("#SBATCH --array=1\n"))
      let collected = try NBRunProcess(["collect", "sweep/p"], in: folder, takesOutput: false)
      #expect(collected.status == 2)
      let table = try String(contentsOf: folder.appending(path: "sweep/p/table.tsv"), encoding: .utf8)
      #expect(table.contains("rate=0.5\t0.5\tnot run"))
    }

    @Test func `Shards are jobs of which 'merge' makes the whole`() throws {
      let list = try jobs("a.md", "p.md", "--shards", "3", "--format", "parallel")
      #expect(list.output.split(separator: "\n").count == 3)
      try Data(list.output.utf8).write(to: folder.appending(path: "jobs.sh"))
      #expect(try shell("sh jobs.sh").status == 0)
      #expect(exists("output/shard-1/a.html") && exists("output/shard-2/p.html"))
      let again = try jobs("a.md", "p.md", "--shards", "3", "--only", "missing")
      #expect(again.output.isEmpty && again.messages == "there is no such job\n")
    }

    @Test func `A makefile makes what its jobs make`() throws {
      let file = try jobs("a.md", "b's $HOME.md", "--format", "make")
      #expect(file.output.contains("job-2:\n\tnbrun run"))
      #expect(file.output.contains("'b'\\''s $$HOME.md'"))
      try Data(file.output.utf8).write(to: folder.appending(path: "jobs.mk"))
      guard try Shell.run("command -v make", in: folder).status == 0 else { return }
      #expect(try shell("make -s -f jobs.mk").status == 0)
      #expect(exists("output/a.html") && exists("output/b's $HOME.html"))
    }

    @Test(arguments: [
      (["a.md", "--shards", "0"], "'--shards' takes"),
      (["p.md", "--grid", "rate=1", "--shards", "2"], "divides"),
      (["a.md", "--header", "x"], "'--header' is for"),
      (["a.md", "p.md", "--grid", "rate=1"], "of one notebook"),
      (["none.md"], "none.md"), (["a.md", "--format", "pbs"], "--format"),
    ])
    func `Wrong calls are reported`(arguments: [String], message: String) throws {
      let run = try NBRunProcess(["jobs"] + arguments, in: folder, takesOutput: false)
      #expect(run.status == 2 && run.messages.contains(message), "\(run.messages)")
      #expect(run.output.isEmpty)
    }
  }
}
