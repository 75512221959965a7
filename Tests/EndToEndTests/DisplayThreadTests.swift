import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Threads that display while other cells run, and while none does.
  struct DisplayThreadTests {
    private let configuration: RunConfiguration

    init() throws {
      configuration = RunConfiguration(
        toolchain: try .current(),
        libraries: try .besideProgram(
          at: Fixtures.program.path, implicitImports: ["Display"], hiddenModules: ["CDigest"]),
        worker: (Fixtures.program.path, ["worker"]), folder: Fixtures.folder.path)
    }

    private func notebook(_ cells: [String]) -> Notebook {
      MarkdownReader.read(
        text: cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n"), path: "threads.md")
    }

    private static let show = "print(\"printed\", number); display(\"shown \\(number)\")"

    /// A cell that runs `body` for each of `numbers` on a thread of its own.
    private func thread(_ numbers: String, _ body: String) -> String {
      """
      import Foundation
      let isDone = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        for number in \(numbers) { \(body) }
        isDone.signal()
      }
      """
    }

    private func outputs(of numbers: Range<Int>) -> [Output] {
      numbers.flatMap { [Output.standardOutput("printed \($0)\n"), .text("shown \($0)")] }
    }

    @Test(arguments: 1...3) func `A thread displays while further cells run, and loses nothing`(attempt: Int)
      throws
    {
      let further = [
        "let a = 1", "expect(a == 1)", "//| expect: trap\nprecondition(a == 2)", "let b = a", "_ = b",
      ]
      let run = try Runner(configuration: configuration) { _ in }.run(
        notebook([thread("0..<2000", Self.show)] + further + ["isDone.wait()"]))
      #expect(run.status == .succeeded)
      var shown = run.cells.flatMap(\.outputs)
      shown.removeAll {
        switch $0 {
        case .standardOutput, .text: false
        default: true
        }
      }
      #expect(shown == outputs(of: 0..<2000))
    }

    @Test func `Threads of a kept state are silent while a later cell runs in its child`() throws {
      let session = try LiveSession(configuration: configuration) { _ in }
      defer { session.stop() }
      for edit in 1...5 {
        let cells = [
          thread("0...", "display(number)"), "let a = \(edit)",
          "for number in 0..<200 { \(Self.show) }\n_ = a",
        ]
        let live = try #require(try session.update(to: notebook(cells)))
        #expect(live.cells.map(\.outcome) == [.succeeded, .succeeded, .succeeded])
        #expect(live.cells[2].outputs == outputs(of: 0..<200))
      }
    }
  }
}
