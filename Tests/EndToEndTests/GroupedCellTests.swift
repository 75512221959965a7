import Foundation
import Notebooks
import Synchronization
import Testing

extension ParallelRuns {
  /// Cells that are compiled together give what they give one by one.
  ///
  /// `NBRUN_RANDOM_NOTEBOOKS=2000` tries more notebooks, and `NBRUN_TEST_SEED=7` others.
  struct GroupedCellTests {
    private func configuration(_ grouping: CompilationChoices.Grouping) throws -> RunConfiguration {
      var choices = CompilationChoices()
      choices.grouping = grouping
      return RunConfiguration(
        toolchain: try .current(),
        libraries: try .besideProgram(
          at: Fixtures.program.path, implicitImports: ["Display"], hiddenModules: ["CDigest"]),
        worker: (Fixtures.program.path, ["worker"]), folder: Fixtures.scratch.path, compilersAtOnce: 1,
        compilation: choices)
    }

    private func run(_ notebook: Notebook, _ grouping: CompilationChoices.Grouping) throws -> (
      result: NotebookResult, compiled: [Int]
    ) {
      var compiled: [Int] = []
      let result = try Runner(configuration: configuration(grouping)) { event in
        if case .cellFinished(let cell, _, let timing) = event, timing.compile > 0 {
          compiled.append(cell.number)
        }
      }.run(notebook)
      return (result, compiled)
    }

    private func notebook(_ cells: [String]) -> Notebook {
      MarkdownReader.read(
        text: cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n"),
        path: Fixtures.scratch.path + "/cells.md")
    }

    /// `groups` has the number of the first cell of each group.
    private static let cases: [(cells: [String], groups: [Int])] = [
      (["let a = 1", "print(a)", "a + 1"], [1]),
      (["print(2)", "let a = 1", "func f() -> Int { a }", "f()"], [1]),
      // Declared again, or mentioned above, in a text too.
      (["func f() -> Int { 1 }", "let k = { f() }", "func f() -> Int { 2 }\nprint(f(), k())"], [1, 3]),
      (["print(\"\\(1) total\")", "let total = 2", "total"], [1, 2]),
      (["let n = 3\nprint(\"a \\(\"b\" + \"\\(n)\") c\")", "let n = 2", "n"], [1, 2]),
      (["let n = 3\nprint((0...n).count)", "let n = 2", "n"], [1, 2]),
      (["let k = 1\nprint([k: 2])", "let k = 2", "k"], [1, 2]),
      (["let n = 3\nprint(\"a\".contains(/\"/), n, \"b\")", "let n = 2", "n"], [1, 2]),
      (["let n = 3\nlet q = /a\"b/\nprint(n)", "let n = 2", "n"], [1, 2]),
      // Members, labels and words of texts mean nothing else.
      (["print([1].count, \"a total\")", "let count = 2\nlet total = 3", "count + total"], [1]),
      (["func f(x: Int, by n: Int) -> Int { n }", "print(f(x: 1, by: 2))", "let x = 3", "x"], [1]),
      // These begin a group.
      (["func f(class n: Int) -> Int { n }", "print(\"class \\(1)\")", "f(class: 3)"], [1]),
      (["print(2)", "import Foundation", "sqrt(2.0)"], [1, 2]),
      (["print(2)", "struct S {}", "print([S()])"], [1, 2]),
      (["print(2)", "extension Int { var more: Int { self + 1 } }", "3.more"], [1, 2]),
      (["print(2)", "func + (a: Bool, b: Bool) -> Bool { a || b }", "true + false"], [1, 2]),
      (["print(2)", "func g() -> Int {\n  struct T { var n = 1 }\n  return T().n\n}", "g()"], [1, 2]),
      // These end one.
      (["private let a = 1", "print(3)", "print(4)"], [1, 2]),
      (["guard let a = Int(\"1\") else { fatalError() }", "print(3)", "print(4)"], [1, 2]),
      (["defer { print(1) }", "print(3)", "print(4)"], [1, 2]),
      (["let a: Int", "print(3)", "print(4)"], [1, 2]),
      // These are alone.
      (["print(1)", "print(#function)", "print(3)"], [1, 2, 3]),
      (["print(1)", "//| expect: trap\nfatalError()", "print(3)"], [1, 2, 3]),
      // One that is asked for uses above a declaration is not, and one with such a use is.
      (["print(1)", "print(\"n\")\nvar n = 3", "print(n)"], [1]),
      (["print(1)", "print(n)\nvar n = 3", "print(3)"], [1, 2]),
      (["print(1)", "//| optimize: true\nprint(2)", "print(3)"], [1, 2, 3]),
      // The part above the wrong cell is compiled again, and the others by themselves.
      (["let a = 1", "print(a)", "missing", "print(4)"], [1, 3]),
    ]

    @Test(arguments: cases)
    func `Cells are compiled together as far as they mean the same`(cells: [String], groups: [Int]) throws {
      try FileManager.default.createDirectory(at: Fixtures.scratch, withIntermediateDirectories: true)
      let notebook = notebook(cells)
      let grouped = try run(notebook, .inGroups)
      #expect(grouped.compiled == groups)
      let single = try run(notebook, .oneByOne)
      #expect(grouped.result == single.result)
      #expect(single.compiled == Array((1...cells.count).prefix(single.compiled.count)))
    }

    @Test func `How cells were divided is remembered, and so is what was compiled`() throws {
      let folder = try Fixtures.makeFolder()
      let cells = ["let a = 1", "print(a)", "struct S {}", "print([S()], a)"]
      func compiled(_ cells: [String]) throws -> [Int] {
        var configuration = try configuration(.inGroups)
        (configuration.cacheFolder, configuration.reusesResults) = (folder.path, false)
        var compiled: [Int] = []
        _ = try Runner(configuration: configuration) { event in
          if case .cellFinished(let cell, _, let timing) = event, timing.compile > 0 {
            compiled.append(cell.number)
          }
        }.run(notebook(cells))
        return compiled
      }
      #expect(try compiled(cells) == [1, 3])
      #expect(try compiled(cells) == [])
      #expect(try compiled(cells[..<3] + ["print([S()], a, 2)"]) == [3])
      #expect(try compiled(cells + ["print(5)"]) == [3])
      #expect(try compiled(cells) == [])
    }

    @Test func `Random notebooks give the same in groups and one by one`() throws {
      try FileManager.default.createDirectory(at: Fixtures.scratch, withIntermediateDirectories: true)
      let environment = ProcessInfo.processInfo.environment
      let count = environment["NBRUN_RANDOM_NOTEBOOKS"].flatMap { Int($0) } ?? 100
      let firstSeed = environment["NBRUN_TEST_SEED"].flatMap { UInt64($0) } ?? 1
      let totals = Mutex((cells: 0, modules: 0, failures: 0))
      DispatchQueue.concurrentPerform(iterations: count) { index in
        let seed = firstSeed + UInt64(index)
        let text = RandomNotebook(seed: seed).text
        let notebook = MarkdownReader.read(text: text, path: Fixtures.scratch.path + "/random.md")
        do {
          let (grouped, single) = (try run(notebook, .inGroups), try run(notebook, .oneByOne))
          #expect(grouped.result == single.result, "seed \(seed)\n\(text)")
          totals.withLock {
            $0.cells += single.compiled.count
            $0.modules += grouped.compiled.count
            $0.failures += single.result.status == .succeeded ? 0 : 1
          }
        } catch {
          Issue.record("seed \(seed): \(error)")
        }
      }
      let (cells, modules, failures) = totals.withLock(\.self)
      // Otherwise little was compared.
      #expect(
        modules * 4 < cells * 3 && failures * 5 > count && failures < count, "\(cells) \(modules) \(failures)"
      )
    }
  }
}
