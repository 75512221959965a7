import Dispatch
import Foundation
import Synchronization
import Testing

extension ParallelRuns {
  /// Broken and hostile notebooks, each with what it has to lead to in a file beside it.
  ///
  /// To add one: two files in `Fixtures/corpus`, `name.md` and `name.expected`, as `CorpusExpectation` tells.
  /// `NBRUN_CORPUS=name` runs those alone whose name contains it, in both ways; an empty name, all.
  struct CorpusTests {
    /// Groups of cells and single ones have to lead to the same.
    @Test(arguments: CorpusCase.Kind.allCases, ["in-groups", "one-by-one"])
    func `Every message has its place, and what came before it is kept`(
      kind: CorpusCase.Kind, compilingCells grouping: String
    ) throws {
      let part = ProcessInfo.processInfo.environment["NBRUN_CORPUS"]
      var cases = try CorpusCase.all(of: kind).filter { tried in
        part.map { $0.isEmpty || tried.name.contains($0) } ?? true
      }
      #expect(!cases.isEmpty || part != nil)
      if grouping == "one-by-one" {
        // These have no cell that runs.
        if kind == .document { return }
        // A sample, as random notebooks are compared in both ways, too.
        if part == nil { cases = cases.enumerated().filter { $0.offset.isMultiple(of: 5) }.map(\.element) }
      }
      // Of the other kinds.
      if cases.isEmpty { return }
      let outputs = try Fixtures.makeFolder()
      defer { try? FileManager.default.removeItem(at: outputs) }
      let found = CorpusTests.run(cases, compilingCells: grouping, outputs: outputs)
      if Schemas.canValidate { #expect(try Schemas.complaints(about: outputs.path) == []) }
      for (tried, complaints) in zip(cases, found)
      where !complaints.isEmpty {
        Issue.record("\(kind.rawValue)/\(tried.name)\n  \(complaints.joined(separator: "\n  "))")
      }
    }

    @Test(arguments: [
      ("exit: 0\ncells: none\nsurvives: a\n", nil as CorpusExpectation.Malformed?),
      ("exit: 2\nhandout: none\n", nil),
      ("", .init(line: 1, reason: "'exit' is missing")),
      ("exit: 0\n", .init(line: 2, reason: "'cells' is missing")),
      ("exit: 0\ncells: none\n", .init(line: 3, reason: "'survives' is missing")),
      ("exit: 0\nexit: 0\n", .init(line: 2, reason: "'exit' is given twice")),
      (
        "time-limit: 0.5s\n",
        .init(line: 1, reason: "'time-limit' takes whole seconds, such as 1s, not '0.5s'")
      ),
      ("exit: fine\n", .init(line: 1, reason: "'exit' takes a number, not 'fine'")),
      ("exit:0\n", .init(line: 1, reason: "expected 'key: value'")),
      ("survives: \n", .init(line: 1, reason: "expected 'key: value'")),
      ("surives: a\n", .init(line: 1, reason: "'surives' is unknown")),
      (
        "error: cannot find 'x'\n",
        .init(line: 1, reason: "'error' takes a place, such as 12:5 or -, and a message")
      ),
      ("handout: some\n", .init(line: 1, reason: "'handout' takes nothing but 'none'")),
      ("exit: 2\nhandout: none\nsurvives: a\n", .init(line: 4, reason: "'survives' needs a handout")),
    ])
    func `A malformed expectation is refused`(text: String, expected: CorpusExpectation.Malformed?) {
      do throws(CorpusExpectation.Malformed) {
        _ = try CorpusExpectation(text, for: "a")
        #expect(expected == nil)
      } catch {
        #expect(error == expected)
      }
    }

    /// Runs `cases`, a few at once, and returns what each complains about.
    private static func run(
      _ cases: [CorpusCase], compilingCells grouping: String, outputs: URL
    ) -> [[String]] {
      let next = Mutex(0)
      let complaints = Mutex([[String]](repeating: [], count: cases.count))
      let done = DispatchGroup()
      @Sendable func work() {
        while true {
          let index = next.withLock { next in
            defer { next += 1 }
            return next
          }
          guard cases.indices.contains(index) else { return done.leave() }
          let found = Result { try cases[index].complaints(compilingCells: grouping, outputs: outputs) }
          complaints.withLock { all in
            switch found {
            case .success(let found): all[index] = found
            case .failure(let error): all[index] = ["\(error)"]
            }
          }
        }
      }
      // Some wait for a time limit, so a few more than there are cores.
      for _ in 0..<3 {
        done.enter()
        Thread.detachNewThread(work)
      }
      done.wait()
      return complaints.withLock { $0 }
    }
  }
}
