import Display
import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// One notebook with many settings, and what they gave.
  struct SweepTests {
    private let folder: URL
    private let cache: URL
    private static let notebook = """
      ---
      params:
        rate: 0.5
        width: 2
      ---
      ```swift
      record("product", rate * Float(width))
      record("width", width)
      record("product", rate * Float(width) - 1)
      ```

      ```swift
      expect(width < 8, "narrow enough")
      Table("steps", columns: ["step", "loss", "share"], rows: (1...width).map { ["\\($0)", "\\(rate / Float($0))", "50.5 %"] })
      ```
      """

    init() throws {
      folder = try Fixtures.makeFolder()
      cache = try Fixtures.makeFolder()
      try write(SweepTests.notebook)
    }

    private func write(_ text: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: "x.md"))
    }

    private func sweep(_ arguments: String...) throws -> NBRunProcess {
      try NBRunProcess(
        ["sweep", "x.md"] + arguments, in: folder, output: "s", cache: cache)
    }

    private func text(_ path: String) throws -> String {
      try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// The table without the durations.
    private var table: [String] {
      get throws {
        try text("s/x/table.tsv").split(separator: "\n").map { line in
          line.split(separator: "\t", omittingEmptySubsequences: false).dropLast().joined(separator: " ")
        }
      }
    }

    /// When each setting has run, by its folder.
    private var starts: [String: String] {
      get throws {
        let names = try FileManager.default.contentsOfDirectory(
          atPath: folder.appending(path: "s/x").path)
        return try Dictionary(
          names.filter { $0.contains("=") }.map { name in
            let file = folder.appending(path: "s/x/\(name)/x/run.json")
            let values = try file.resourceValues(forKeys: [.contentModificationDateKey])
            return (name, "\(values.contentModificationDate?.timeIntervalSince1970 ?? 0)")
          }
        ) { $1 }
      }
    }

    @Test func `Every setting has its folder, cells are compiled once, and one table has the last numbers`()
      throws
    {
      let run = try sweep("--grid", "rate=0.5,0.25", "width=2,4", "-j", "2")
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.messages.contains("✓ rate=0.25,width=4  succeeded"))
      #expect(run.output == "s/x/index.html\ns/x/table.tsv\ns/x/table.json\n")
      #expect(
        try table == [
          "setting rate width product width (recorded) step loss status",
          "rate=0.5,width=2 0.5 2 0.0 2 2 0.25 succeeded", "rate=0.5,width=4 0.5 4 1.0 4 4 0.125 succeeded",
          "rate=0.25,width=2 0.25 2 -0.5 2 2 0.125 succeeded",
          "rate=0.25,width=4 0.25 4 0.0 4 4 0.0625 succeeded",
        ])
      let pages = try ["rate=0.5,width=2", "rate=0.25,width=4"].map { try text("s/x/\($0)/x.html") }
      #expect(pages[1].contains("<code>rate = 0.25</code>"))
      #expect(pages[1].contains("product: 1\nwidth: 4\nproduct: 0</pre>"))
      let page = try text("s/x/index.html")
      #expect(
        page.contains("<a href=\"rate%3D0.25%2Cwidth%3D4/x.html\">")
          || page.contains("<a href=\"rate=0.25,width=4/x.html\">"))
      #expect(page.contains("alt=\"Line plot"))
      // Of the settings after the first one, nothing is new to the cache.
      let entries = try FileManager.default.subpathsOfDirectory(atPath: cache.path)
      #expect(try sweep("--grid", "rate=0.125", "width=3").status == 0)
      #expect(!entries.isEmpty)
      #expect(try Set(entries) == Set(FileManager.default.subpathsOfDirectory(atPath: cache.path)))
      if Schemas.canValidate { #expect(try Schemas.complaints(about: folder.path) == []) }
    }

    @Test func `What is done is not run again, unless it would be different`() throws {
      #expect(try sweep("--grid", "rate=0.5,0.25").status == 0)
      let first = try starts
      #expect(first.count == 2)
      let again = try sweep("--grid", "rate=0.5,0.25,0.125")
      #expect(again.messages.contains("2 of 3 settings are done"))
      let second = try starts
      #expect(second.count == 3 && first.allSatisfy { second[$0.key] == $0.value })
      try write(SweepTests.notebook + "\nMore.\n")
      #expect(try sweep("--grid", "rate=0.5").status == 0)
      let third = try starts
      #expect(third["rate=0.5"] != second["rate=0.5"] && third["rate=0.25"] == second["rate=0.25"])
      // The table has all settings that are there, and says which ones are of another text.
      #expect(try table.count == 4)
      #expect(try table.count { $0.hasSuffix("with an earlier text of the notebook") } == 2)
      let fresh = try sweep("--grid", "rate=0.5", "--fresh", "--quiet")
      #expect(fresh.output.isEmpty)
      #expect(try starts["rate=0.5"] != third["rate=0.5"])
    }

    @Test func `Settings that fail are in the table, and run again`() throws {
      let run = try sweep("--grid", "width=2,8,9")
      #expect(run.status == 4)
      #expect(run.messages.contains("✗ width=8  a cell failed") && run.messages.contains("narrow enough"))
      #expect(run.messages.contains("✗ 3 settings, 2 failed"))
      #expect(try table[2].hasSuffix(" a cell failed"))
      let again = try sweep("--grid", "width=2,8,9")
      #expect(again.messages.contains("1 of 3 settings are done"))
      #expect(again.messages.contains("✗ width=9"))
    }

    @Test func `A notebook that does not compile is tried with one setting only`() throws {
      try write(SweepTests.notebook + "\n```swift\nlet wrong: Int = \"text\"\n```\n")
      let run = try sweep("--grid", "width=2,3,4")
      #expect(run.status == 3)
      #expect(run.messages.contains("✗ width=2") && !run.messages.contains("✗ width=3"), "\(run.messages)")
      #expect(run.messages.contains("✗ 3 settings, 1 failed, 2 not run"))
    }

    @Test func `An interrupted sweep says what is missing, and goes on`() throws {
      try write(
        """
        ---
        params:
          n: 1
        ---
        ```swift
        import Glibc
        if n > 1, access("go", F_OK) != 0 { creat("waiting", 0o644); while true { sleep(1) } }
        record("n", n)
        ```
        """)
      let program = try RunningProgram(
        ["sweep", "x.md", "--grid", "n=1,2,3", "-o", "s"], in: folder,
        environment: ["NBRUN_CACHE": cache.path])
      try program.wait(for: "the second setting") {
        FileManager.default.fileExists(atPath: folder.appending(path: "waiting").path)
      }
      program.send(SIGINT)
      #expect(try program.waitForEnd() == 130)
      #expect(try program.messages.contains("3 settings, 2 not run"))
      let collected = try NBRunProcess(["collect", "s/x"], in: folder, takesOutput: false)
      #expect(collected.status == 2)
      #expect(try table[2].hasPrefix("n=2 2 ") && table[3] == "n=3 3  not run")
      try Data().write(to: folder.appending(path: "go"))
      let rest = try sweep("--grid", "n=1,2,3")
      #expect(rest.status == 0 && rest.messages.contains("1 of 3 settings are done"), "\(rest.messages)")
    }

    @Test func `Files of others are not written over, and other folders are no sweeps`() throws {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "s/x"), withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: folder.appending(path: "s/x/table.json"))
      let refused = try sweep("--grid", "rate=0.5")
      #expect(refused.status == 2 && refused.messages.contains("s/x/table.json"), "\(refused.messages)")
      #expect(try text("s/x/table.json") == "mine")
      let none = try NBRunProcess(["collect", "s/x", "--force"], in: folder, takesOutput: false)
      #expect(none.status == 2)
      #expect(none.messages.contains("it contains neither 'sweep.json' nor results of a notebook"))
      for (arguments, message) in [
        (["x.md"], "a sweep takes '--grid"), (["x.md", "--grid", "rate=1", "--random", "3"], "takes one of"),
        (["none.md", "--grid", "rate=1"], "none.md"),
        (["x.md", "--grid", "heigth=1"], "no parameter 'heigth'"),
      ] {
        let run = try NBRunProcess(["sweep"] + arguments, in: folder, output: "t", cache: cache)
        #expect(run.status == 2 && run.messages.contains(message), "\(run.messages)")
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "t").path))
      }
    }
  }
}
