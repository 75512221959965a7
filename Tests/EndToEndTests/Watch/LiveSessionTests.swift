import Foundation
import Notebooks
import Synchronization
import Testing

extension EndToEnd {
  /// Cells that run on top of kept states give what a run from the beginning gives.
  struct LiveSessionTests {
    private func configuration(
      compilersAtOnce: Int = RunConfiguration.compilersAtOnce()
    ) throws -> RunConfiguration {
      RunConfiguration(
        toolchain: try .current(),
        libraries: try .besideProgram(
          at: Fixtures.program.path, implicitImports: ["Display"], hiddenModules: ["CDigest"]),
        worker: (Fixtures.program.path, ["worker"]), folder: Fixtures.folder.path,
        compilersAtOnce: compilersAtOnce)
    }

    private func notebook(_ text: String) -> Notebook { MarkdownReader.read(text: text, path: "live.md") }

    private func cells(_ codes: [String], prose: String = "Words.") -> Notebook {
      notebook(codes.map { "\(prose)\n\n```swift\n\($0)\n```" }.joined(separator: "\n\n") + "\n")
    }

    /// What a result says without what only a live one can: outputs of earlier runs.
    private func withoutOlder(_ result: NotebookResult) -> NotebookResult {
      var result = result
      for index in result.cells.indices where result.cells[index].isOlder {
        (result.cells[index].outputs, result.cells[index].isOlder) = ([], false)
      }
      return result
    }

    /// `NBRUN_REPLAYED_EDITS` sets how many edits are replayed for each seed.
    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func `Random edits give what a cold run gives`(seed: UInt64) throws {
      let count = ProcessInfo.processInfo.environment["NBRUN_REPLAYED_EDITS"].flatMap { Int($0) } ?? 8
      let session = try LiveSession(
        configuration: try configuration(compilersAtOnce: seed % 2 == 0 ? 3 : 1),
        snapshotLimit: seed % 2 == 0 ? 3 : 64
      ) { _ in }
      let coldly = try configuration(compilersAtOnce: seed % 2 == 0 ? 1 : 3)
      defer { session.stop() }
      var edited = EditedNotebook(seed: seed)
      var changes: [String] = []
      for _ in 0..<count {
        let notebook = notebook(edited.text)
        let live = try #require(try session.update(to: notebook))
        let cold = try Runner(configuration: coldly) { _ in }.run(notebook)
        try #require(withoutOlder(live) == cold, "after \(changes):\n\(edited.text)")
        changes.append(edited.edit())
      }
    }

    @Test func `Only what stands below an edit runs again`() throws {
      let ran = Mutex<[String]>([])
      let session = try LiveSession(configuration: try configuration()) { event in
        if case .cellStarted(let cell) = event { ran.withLock { $0.append(cell.name) } }
      }
      defer { session.stop() }
      func update(_ notebook: Notebook) throws -> [String] {
        ran.withLock { $0 = [] }
        _ = try #require(try session.update(to: notebook))
        return ran.withLock { $0 }
      }
      let codes = ["var a = 1", "a += 1; print(a)", "print(a * 10)"]
      #expect(try update(cells(codes)) == ["cell-1", "cell-2", "cell-3"])
      #expect(try update(cells(codes)) == [])
      #expect(try update(cells(codes, prose: "More words.")) == [], "prose runs nothing")
      #expect(try update(cells(codes, prose: "More\n\nlines.")) == [], "nor does prose that moves cells")
      #expect(
        try update(cells([codes[0], codes[1], "print(a * 100)"], prose: "More\n\nlines.")) == ["cell-3"])
      let third = try #require(try session.update(to: cells([codes[0], "a += 5; print(a)", codes[2]])))
      #expect(
        third.cells.map(\.outputs).last == [.standardOutput("60\n")], "from the state before, not after")
      #expect(try update(cells(codes)) == ["cell-2", "cell-3"])
      session.reset()
      #expect(try update(cells(codes)) == ["cell-1", "cell-2", "cell-3"])
    }

    @Test(arguments: [1, 3])
    func `Cells below an edit are compiled again when they see another interface only`(compilers: Int) throws
    {
      let compiled = Mutex<[String]>([])
      let configuration = try configuration(compilersAtOnce: compilers)
      let session = try LiveSession(configuration: configuration) { event in
        guard case .cellFinished(let cell, _, let timing) = event, timing.compile > 0 else { return }
        compiled.withLock { $0.append(cell.name) }
      }
      defer { session.stop() }
      func update(_ first: String, _ last: String = "print(part(n))", prose: String = "Words.") throws -> (
        compiled: [String], outputs: [[Output]]
      ) {
        compiled.withLock { $0 = [] }
        let notebook = cells(
          [
            first, "func part(_ i: Int) -> Int { precondition(i < 7); return i + n }", last, "expect(n > 0)",
            "n + 1",
          ],
          prose: prose)
        let live = try #require(try session.update(to: notebook))
        let cold = try Runner(configuration: configuration) { _ in }.run(notebook)
        #expect(withoutOlder(live) == cold)
        return (compiled.withLock { $0 }, live.cells.map(\.outputs))
      }
      #expect(try update("let n = 1").compiled == (1...5).map { "cell-\($0)" })
      let other = try update("let n = 5")
      #expect(other.compiled == ["cell-1"] && other.outputs[2] == [.standardOutput("10\n")])
      let typed = try update("let n: Int8 = 5", "print(n)")
      #expect(typed.compiled.contains("cell-2"), "the type is another one")
      _ = try update("let n = 5", "print(part(n))")
      // Cells that have moved go on, but for one with an expectation, which tells its line.
      let moved = try update("let n = 6", prose: "Two\n\nlines.")
      #expect(moved.compiled == ["cell-1", "cell-4"] && moved.outputs[2] == [.standardOutput("12\n")])
      #expect(try update("let n = 6", "print(part(7))", prose: "Two\n\nlines.").compiled == ["cell-3"])
      #expect(try update("let n = 6", prose: "One.").compiled == ["cell-3", "cell-4"])
    }

    @Test func `Cells that one compiler made for a run are not compiled again while watching with some`()
      throws
    {
      let compiled = Mutex<[String]>([])
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      var configuration = try configuration(compilersAtOnce: 1)
      configuration.cacheFolder = folder.path
      configuration.compilation.grouping = .oneByOne
      let codes = ["func half(_ n: Int) -> Int { n - 4 }", "let four = half(8)", "print(four)"]
      _ = try Runner(configuration: configuration) { _ in }.run(cells(codes))
      configuration.compilersAtOnce = 3
      let session = try LiveSession(configuration: configuration) { event in
        guard case .cellFinished(let cell, _, let timing) = event, timing.compile > 0 else { return }
        compiled.withLock { $0.append(cell.name) }
      }
      defer { session.stop() }
      for (body, result) in [("n - 4", "4"), ("n - 7", "1"), ("n - 6", "2")] {
        let edited = cells(["func half(_ n: Int) -> Int { \(body) }"] + codes[1...])
        let live = try #require(try session.update(to: edited))
        #expect(live.cells[2].outputs == [.standardOutput(result + "\n")])
      }
      #expect(compiled.withLock { $0 } == ["cell-1", "cell-1"])
    }

    @Test func `Another value of a parameter runs everything and compiles nothing`() throws {
      let events = Mutex<(ran: [String], compiled: [String])>(([], []))
      let configuration = try configuration()
      let session = try LiveSession(configuration: configuration) { event in
        guard case .cellFinished(let cell, _, let timing) = event else { return }
        events.withLock {
          $0.ran.append(cell.name)
          if timing.compile > 0 { $0.compiled.append(cell.name) }
        }
      }
      defer { session.stop() }
      func update(_ parameters: String) throws -> (ran: [String], compiled: [String], output: Output?) {
        events.withLock { $0 = ([], []) }
        let notebook = notebook(
          "---\nparams:\n\(parameters)---\n\n```swift\nvar m = n + 1\n```\n\n```swift\nm\n```\n")
        let live = try #require(try session.update(to: notebook))
        #expect(try Runner(configuration: configuration) { _ in }.run(notebook) == live)
        return events.withLock { ($0.ran, $0.compiled, live.cells[1].outputs.first) }
      }
      let all = ["cell-1", "cell-2"]
      #expect(try update("  n: 1\n") == (all, all, .text("2")))
      #expect(try update("  n: 5\n") == (all, [], .text("6")))
      #expect(try update("\n  n: 5\n") == ([], [], .text("6")), "its line does not matter")
      #expect(try update("  n: 0.5\n") == (all, all, .text("1.5")), "its type does")
    }

    @Test func `A failing cell leaves the state before it, and older outputs below it`() throws {
      let session = try LiveSession(configuration: try configuration()) { _ in }
      defer { session.stop() }
      func update(_ second: String) throws -> NotebookResult {
        try #require(try session.update(to: cells(["var a = 1", second, "print(a)"])))
      }
      #expect(try update("a += 1").cells.map(\.outcome) == [.succeeded, .succeeded, .succeeded])
      for (code, outcome) in [
        ("a += 100; fatalError()", CellOutcome.crashed), ("a = \"text\"", .compileFailed),
        ("a += 100; import Foundation; exit(0)", .crashed),
        ("a += 100; struct E: Error {}; throw E()", .threw),
      ] {
        let failed = try update(code)
        #expect(failed.cells.map(\.outcome) == [.succeeded, outcome, .notRun])
        #expect(failed.cells[2].isOlder && failed.cells[2].outputs == [.standardOutput("2\n")])
        let mended = try update("a += 2")
        #expect(mended.cells[2].outputs == [.standardOutput("3\n")] && !mended.cells[2].isOlder)
        #expect(try update("a += 1").cells[2].outputs == [.standardOutput("2\n")])
      }
    }

    @Test func `An error in a cell that has moved is told where it stands now`() throws {
      let session = try LiveSession(configuration: try configuration()) { _ in }
      defer { session.stop() }
      let codes = ["func part(_ i: Int) -> Int { [1, 2, 3][i] }", "part(0)", "part(1)"]
      _ = try session.update(to: cells(codes))
      let moved = cells([codes[0], codes[1], "part(7)"], prose: "One\n\nmore\n\nline.")
      let live = try #require(try session.update(to: moved))
      let cold = try Runner(configuration: try configuration()) { _ in }.run(moved)
      #expect(withoutOlder(live) == cold, "\(live.cells.last as Any)\n\(cold.cells.last as Any)")
      guard case .diagnostic(let diagnostic)? = live.cells[2].outputs.last else {
        Issue.record("no diagnostic")
        return
      }
      #expect(diagnostic.location?.line == moved.cells[0].firstLine, "in the function's own line")
    }

    @Test func `A cancelled update ends at once and keeps what ran before`() throws {
      let session = try LiveSession(configuration: try configuration()) { _ in }
      defer { session.stop() }
      let started = try Fixtures.makeFolder().appending(path: "started").path
      let slow = cells([
        "import Glibc\nvar a = 5",
        "a += 1; close(open(\"\(started)\", O_CREAT | O_WRONLY, 0o600)); while true { a &+= 1 }", "print(a)",
      ])
      // The session may be cancelled from any thread.
      nonisolated(unsafe) let shared = session
      Thread.detachNewThread {
        try? Patience.wait(for: "the loop") { FileManager.default.fileExists(atPath: started) }
        shared.cancel()
      }
      #expect(try session.update(to: slow) == nil)
      let mended = try #require(
        try session.update(to: cells(["import Glibc\nvar a = 5", "a += 1", "print(a)"])))
      #expect(mended.cells.map(\.outputs)[2] == [.standardOutput("6\n")])
    }

    @Test func `The workers are gone when the session stops, and come back when they were killed`() throws {
      let session = try LiveSession(configuration: try configuration()) { _ in }
      let notebook = cells(["import Glibc", "print(getppid(), getpid())", "print(getppid(), getpid())"])
      func workers() throws -> [pid_t] {
        let result = try #require(try session.update(to: notebook))
        return result.cells.flatMap(\.outputs).flatMap { output -> [pid_t] in
          guard case .standardOutput(let text) = output else { return [] }
          return text.split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        }
      }
      let first = try workers()
      #expect(first.count == 4 && Set(first).count == 3, "each cell's process is the child of the one before")
      let killed = try #require(first.last)
      kill(killed, SIGKILL)
      try Patience.wait(for: "the killed worker to end") {
        kill(killed, 0) != 0
          || (try? String(contentsOfFile: "/proc/\(killed)/stat", encoding: .utf8))?.contains(") Z ") != false
      }
      let same = try #require(try session.update(to: cells(["import Glibc", "print(1)", "print(2)"])))
      #expect(same.status == .succeeded)
      let second = try workers()
      session.stop()
      for id in first + second {
        try Patience.wait(for: "process \(id) to end") { kill(id, 0) != 0 }
      }
    }
  }
}
