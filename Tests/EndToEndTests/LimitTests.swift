import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Cells that want more than they may, each bounded far below what the machine has.
  struct LimitTests {
    /// A cell of a notebook with a limit, and what is told of it.
    struct Case: CustomTestStringConvertible {
      var testDescription: String
      var limit: String
      var code: String
      var place: String
      var message: String
    }

    static let cases = [
      Case(
        testDescription: "much memory at once", limit: "memory-limit: 300MB",
        code: "let much = [Float](repeating: 1, count: 200_000_000)", place: "11:18",
        message:
          "the cell asked for 762.9 MiB of memory and did not get it: its limit is 300 MB ('memory-limit')"),
      Case(
        testDescription: "memory bit by bit", limit: "memory-limit: 300MB",
        code:
          "var parts: [[UInt8]] = []\nwhile true { parts.append([UInt8](repeating: 1, count: 5_000_000)) }",
        place: "12:33",
        message:
          "the cell asked for 4.8 MiB of memory and did not get it: its limit is 300 MB ('memory-limit')"),
      Case(
        testDescription: "memory of other processes", limit: "memory-limit: 250MB",
        code: """
          let much = "until test -e go; do sleep 0.1; done; x=0123456789; for i in $(seq 22); do x=$x$x; done; sleep 3600"
          for _ in 0..<8 { _ = try Process.run(URL(filePath: "/bin/sh"), arguments: ["-c", much]) }
          // None of them needs much before all of them run.
          FileManager.default.createFile(atPath: "go", contents: nil); sleep(3600)
          """,
        place: "14:", message: "of memory, more than their limit of 250 MB ('memory-limit')"),
      Case(
        testDescription: "output without end", limit: "output-limit: 1MB",
        code: "while true { print(\"again\") }", place: "11:",
        message: "the cell output more than 1 MB, its limit ('output-limit')"),
      Case(
        testDescription: "open files", limit: "file-limit: 30",
        code: """
          var files: [FileHandle] = []
          for _ in 0..<60 { files.append(try FileHandle(forReadingFrom: URL(filePath: "/dev/null"))) }
          """,
        place: "12:36",
        message: "the cell could not open a further file: its limit is 30 ('file-limit')\nuncaught error: "),
      Case(
        testDescription: "processes", limit: "process-limit: 3",
        // How many run when they are counted, and where the cell is then, depends on the machine.
        code: """
          for _ in 0..<8 { _ = try Process.run(URL(filePath: "/bin/sleep"), arguments: ["3600"]) }; sleep(3600)
          """,
        place: "11:", message: " processes running, more than its limit of 3 ('process-limit')"),
    ]

    /// Writes a notebook with two cells to a folder of its own; the second one holds `code` from line 11 on.
    private func notebook(_ code: String, limit: String = "title: A notebook", in folder: URL? = nil) throws
      -> URL
    {
      let text = """
        ---
        \(limit)
        ---

        ```swift
        import Foundation
        print("kept")
        ```

        ```swift
        \(code)
        ```

        ```swift
        print("must not run")
        ```
        """
      let path = try (folder ?? Fixtures.makeFolder()).appending(path: "limited.md")
      try Data(text.utf8).write(to: path)
      return path
    }

    @Test(arguments: cases)
    func `A cell that goes beyond a limit is ended, and told where it was`(_ example: Case) throws {
      let path = try notebook(example.code, limit: example.limit)
      let run = try NBRunProcess([path.path])
      #expect(run.status == Int32(RunStatus.limitExceeded.rawValue))
      let diagnostic = "limited.md:\(example.place)"
      #expect(run.messages.contains(diagnostic), "\(run.messages)")
      #expect(run.messages.contains(example.message), "\(run.messages)")
      let result = try run.results("limited")
      #expect(result.cells.map(\.outcome) == [.succeeded, .limitExceeded, .notRun])
      #expect(result.cells[0].outputs == [.standardOutput("kept\n")])
    }

    @Test func `The notebook's time is up where a cell is then`() throws {
      let (cache, folder) = (try Fixtures.makeFolder(), try Fixtures.makeFolder())
      let code = "if FileManager.default.fileExists(atPath: \"wait\") {\n  sleep(3600)\n}"
      let path = try notebook(code, limit: "time-limit: 1h", in: folder)
      // With all cells compiled, the next run comes to the second one in a small part of this time.
      let limit = try SmallRun.seconds {
        let run = try NBRunProcess([path.path], in: folder, cache: cache)
        #expect(run.status == 0, "\(run.messages)")
      }
      _ = try notebook(code, limit: "time-limit: \(limit)s", in: folder)
      try Data().write(to: folder.appending(path: "wait"))
      let run = try NBRunProcess([path.path], in: folder, cache: cache)
      #expect(run.status == Int32(RunStatus.timedOut.rawValue))
      let message = "the notebook was still running after \(limit) s, its limit ('time-limit')"
      #expect(run.messages.contains("limited.md:12:3: error: \(message)"), "\(run.messages)")
      let result = try run.results("limited")
      #expect(result.cells.map(\.outcome) == [.succeeded, .timedOut, .notRun])
      #expect(result.cells[0].outputs == [.standardOutput("kept\n")])
    }

    @Test func `A limit of the call counts for every notebook, and the smaller one counts`() throws {
      let path = try notebook("sleep(3600)", limit: "time-limit: 1h")
      let run = try NBRunProcess([path.path, "--time-limit", "1s"])
      #expect(run.status == Int32(RunStatus.timedOut.rawValue))
      #expect(run.messages.contains("still running after 1 s, its limit ('time-limit')"))
    }

    /// Statements that take the compiler more than half a second each, for all that an operator may mean.
    private func slowCode(_ count: Int) -> String {
      (0..<count).map { "_ = [1.5, 2, \($0)].map { $0 * 2 + 1 }.filter { $0 > 3 }.reduce(0, +)" }
        .joined(separator: "\n")
    }

    @Test func `The notebook's time counts while a cell is compiled, too`() throws {
      let (cache, folder) = (try Fixtures.makeFolder(), try Fixtures.makeFolder())
      let path = try notebook(slowCode(2), limit: "time-limit: 1h", in: folder)
      let one = try SmallRun.seconds {
        let run = try NBRunProcess([path.path], in: folder, cache: cache)
        #expect(run.status == 0, "\(run.messages)")
      }
      _ = try notebook(slowCode(100), limit: "time-limit: \(one)s", in: folder)
      let all = try SmallRun.seconds {
        let run = try NBRunProcess([path.path], in: folder, cache: cache)
        #expect(run.status == Int32(RunStatus.timedOut.rawValue), "\(run.messages)")
        let message = "limited.md:11:1: error: the notebook was still running after \(one) s"
        #expect(run.messages.contains(message), "\(run.messages)")
        #expect(try run.results("limited").cells.map(\.outcome) == [.succeeded, .timedOut, .notRun])
      }
      #expect(all < 20 * one, "the compiler was not waited for")
    }

    @Test func `A cell that copes with a refusal goes on, and the refusal is told as a warning`() throws {
      let path = try notebook(
        "let none = malloc(1 << 40)\nprint(none == nil)", limit: "memory-limit: 300MB")
      let run = try NBRunProcess([path.path])
      #expect(run.status == 0)
      let result = try run.results("limited")
      #expect(result.cells.map(\.outcome) == [.succeeded, .succeeded, .succeeded])
      #expect(run.messages.contains("warning: the cell asked for 1 TiB of memory and did not get it"))
    }

    @Test(arguments: (Stranger.obstacle == nil ? ["--sandbox"] : []) + ["--sandbox=syscalls"])
    func `In the sandbox cells write to the temporary folder alone, and reach no network`(option: String)
      throws
    {
      let code = """
        let scratch = FileManager.default.temporaryDirectory
        let file = scratch.appending(path: "a.txt")
        try Data("hello".utf8).write(to: file, options: .atomic)
        try FileManager.default.copyItem(at: file, to: scratch.appending(path: "b.txt"))
        print(try String(contentsOf: scratch.appending(path: "b.txt"), encoding: .utf8))
        print(try String(contentsOfFile: "limited.md", encoding: .utf8).count > 10)
        print(socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0), socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0))
        print(kill(getppid(), 0), chmod("limited.md", 0))
        print(system("echo x > there.txt") != 0)
        try Data("hello".utf8).write(to: URL(filePath: "here.txt"))
        """
      let path = try notebook(code)
      let run = try NBRunProcess([path.path, option])
      let refusal = "this machine has no "
      if run.messages.contains(refusal) {
        // Where the kernel refuses, no cell may have run.
        #expect(run.status == Int32(RunStatus.usage.rawValue))
        #expect(!FileManager.default.fileExists(atPath: run.folder.path))
        return
      }
      #expect(run.status == Int32(RunStatus.cellFailed.rawValue))
      #expect(run.messages.contains("limited.md:20:24: error: uncaught error: "), "\(run.messages)")
      let outputs = try run.results("limited").cells[1].outputs
      guard case .standardOutput(let printed) = outputs.first else {
        Issue.record("nothing was printed: \(outputs)")
        return
      }
      let lines = printed.split(separator: "\n").map(String.init)
      #expect(lines.prefix(3) == ["hello", "true", "-1 -1"])
      #expect(lines.last == "true")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: path.deletingLastPathComponent().path)
      #expect(names == ["limited.md"])
      let mode = try FileManager.default.attributesOfItem(atPath: path.path)[.posixPermissions] as? Int
      #expect(mode.map { $0 & 0o400 } == 0o400)
    }

    @Test func `Wrong limits are told with what they take`() throws {
      let path = try notebook("print(1)", limit: "memory-limit: much")
      let run = try NBRunProcess([path.path])
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(
        run.messages.contains(
          "limited.md:2:15: error: 'memory-limit' takes a size such as '2GB' or '512MiB', not 'much'"))
      let call = try NBRunProcess([path.path, "--process-limit", "0"])
      #expect(call.status == Int32(RunStatus.usage.rawValue))
    }
  }
}
