import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Calls with several notebooks.
  struct BatchTests {
    /// A folder of notebooks, the middle one of which throws.
    private func folder() throws -> URL {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString).appending(path: "books")
      try FileManager.default.createDirectory(
        at: folder.appending(path: "more"), withIntermediateDirectories: true)
      let cell = { (text: String, code: String) in "# N\n\n```swift\nprint(\"\(text)\")\n\(code)\n```\n" }
      try Data(cell("a", "").utf8).write(to: folder.appending(path: "a.md"))
      try Data(cell("b", "struct E: Error {}\nthrow E()").utf8).write(to: folder.appending(path: "b.md"))
      try Data(cell("c", "").utf8).write(to: folder.appending(path: "more/c.md"))
      try Data("no notebook".utf8).write(to: folder.appending(path: "notes.txt"))
      return folder
    }

    @Test(arguments: ["1", "3"])
    func `A folder is run in order whatever the jobs, with a sum at the end`(jobs: String) throws {
      let folder = try folder()
      let run = try NBRunProcess([folder.path, "-j", jobs])
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(run.output == ["a", "b", "more/c", "index"].map { "\(run.folder.path)/\($0).html\n" }.joined())
      let heads = run.messages.split(separator: "\n").filter { $0.hasSuffix("· 1 cell") }
      #expect(heads == ["a.md", "b.md", "more/c.md"].map { "\(folder.path)/\($0) · 1 cell" })
      #expect(run.messages.contains("\(folder.path)/b.md       a cell failed  "))
      #expect(run.messages.hasSuffix("✗ 3 notebooks, 1 failed\n"))
      #expect(try run.results("more/c").status == .succeeded)
    }

    @Test func `The index is in the order of the chapters, those without one last`() throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, chapter) in [("a", "chapter: 10"), ("b", "toc: false"), ("c", "chapter: 9")] {
        try Data("---\n\(chapter)\n---\n\n# Notebook \(name)\n".utf8)
          .write(to: folder.appending(path: "\(name).md"))
      }
      let run = try NBRunProcess([folder.path])
      #expect(run.status == 0, "\(run.messages)")
      let page = try run.handout("index")
      #expect(page.matches(of: /href="([abc])\.html">/).map { String($0.1) } == ["c", "a", "b"])
    }

    @Test func `The first failure ends the call if that is asked for`() throws {
      let folder = try folder()
      let run = try NBRunProcess([folder.path, "--fail-fast"])
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(run.messages.contains("- \(folder.path)/more/c.md  not run\n"))
      #expect(!FileManager.default.fileExists(atPath: run.folder.appending(path: "more/c.html").path))
    }

    @Test func `The parts of a call are all of it, and nothing twice`() throws {
      let folder = try folder()
      let pages = try (1...2).flatMap { part in
        try NBRunProcess([folder.path, "--shard", "\(part)/2"]).output.split(separator: "\n").map {
          $0.split(separator: "/").last.map(String.init) ?? ""
        }
      }
      #expect(pages == ["a.html", "c.html", "b.html"])
      #expect(try NBRunProcess([folder.path, "--shard", "3/2"]).status == Int32(RunStatus.usage.rawValue))
    }

    @Test func `What the parts have written can be merged, with the status of the whole`() throws {
      let folder = try folder()
      let parts = try (1...2).map { try NBRunProcess([folder.path, "--shard", "\($0)/2"]) }
      let merged = Fixtures.scratch.appending(path: UUID().uuidString)
      let folders = parts.map(\.folder.path)
      let merge = try NBRunProcess(["merge"] + folders + ["--notebooks", folder.path], output: merged.path)
      #expect(merge.status == Int32(RunStatus.cellFailed.rawValue), "\(merge.messages)")
      #expect(merge.messages.contains("\(folder.path)/b.md       a cell failed"))
      #expect(merge.messages.hasSuffix("✗ 3 notebooks, 1 failed\n"))
      let whole = try NBRunProcess([folder.path])
      for name in ["a.html", "b.html", "more/c.html", "index.html", "a/results.json"] {
        #expect(
          FileManager.default.contentsEqual(
            atPath: merged.appending(path: name).path, andPath: whole.folder.appending(path: name).path),
          "\(name)")
      }
      // Half of it is not the course.
      let half = try NBRunProcess(
        ["merge", folders[0], "--notebooks", folder.path],
        output: Fixtures.scratch.appending(path: UUID().uuidString).path)
      #expect(half.status == Int32(RunStatus.usage.rawValue))
      #expect(half.messages.contains("b.md       not run"))
      // Two parts that contradict each other leave nothing.
      try Data("other".utf8).write(to: whole.folder.appending(path: "a.html"))
      let empty = Fixtures.scratch.appending(path: UUID().uuidString)
      let torn = try NBRunProcess(
        ["merge", folders[0], whole.folder.path, "--notebooks", folder.path], output: empty.path)
      #expect(torn.status == Int32(RunStatus.usage.rawValue))
      #expect(torn.messages.contains("a.html differ"))
      #expect(!FileManager.default.fileExists(atPath: empty.path))
    }

    @Test func `A quiet call tells what is wrong and nothing else, a verbose one what cells took`() throws {
      let folder = try folder()
      let quiet = try NBRunProcess([folder.path, "--quiet"])
      #expect(quiet.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(quiet.output.isEmpty)
      #expect(
        quiet.messages.hasPrefix("\(folder.path)/b.md:6:1: error: uncaught error: E()\n"), "\(quiet.messages)"
      )
      #expect(!quiet.messages.contains("a.md") && !quiet.messages.contains("✓"))
      let verbose = try NBRunProcess([folder.appending(path: "a.md").path, "--verbose"])
      let line = verbose.messages.split(separator: "\n").first { $0.contains("cell-1") } ?? ""
      #expect(line.contains("compile") && line.contains("run") && line.contains("MiB"), "\(line)")
      #expect(try NBRunProcess([folder.path, "-q", "-v"]).status == Int32(RunStatus.usage.rawValue))
    }

    @Test func `Two notebooks of one name do not overwrite each other`() throws {
      let folder = try folder()
      try FileManager.default.copyItem(
        at: folder.appending(path: "a.md"), to: folder.appending(path: "a.markdown"))
      let run = try NBRunProcess([folder.path])
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(run.messages.contains("a.md: error: its handout would overwrite that of "))
    }

    @Test func `An interrupt ends all that run at a time`() throws {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in ["a", "b", "c"] {
        let code = "FileManager.default.createFile(atPath: \"\(name)\", contents: nil); sleep(3600)"
        let text = "```swift\n//| timeout: 1h\nimport Foundation\n\(code)\n```\n"
        try Data(text.utf8).write(to: folder.appending(path: name + ".md"))
      }
      let run = try RunningProgram(
        [folder.path, "-j", "2", "--output", folder.appending(path: "out").path], in: folder)
      try run.wait(for: "two cells to run") {
        ["a", "b"].allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
      }
      run.send(SIGINT)
      #expect(try run.waitForEnd() == Int32(RunStatus.interrupted.rawValue))
      #expect(try run.messages.contains("c.md  not run"))
      let stored = try HandoutWriter.read(name: "a", in: folder.appending(path: "out").path)
      #expect(stored.status == .interrupted)
    }
  }
}
