import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// `compile-timeout` is for all that compiles a cell.
  struct CompileTimeTests {
    /// Returns a toolchain whose compiler and linker wait for `seconds` before they do their work.
    private func slowToolchain(seconds: Double) throws -> Toolchain {
      let real = try Toolchain.current()
      let folder = try Fixtures.makeFolder()
      let tools = folder.appending(path: "bin")
      try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "lib").path, withDestinationPath: real.root + "/lib")
      for name in ["swift-frontend", "clang"] {
        let tool = tools.appending(path: name).path
        let script = "#!/bin/sh\nsleep \(seconds)\nexec '\(real.root)/bin/\(name)' \"$@\"\n"
        try Data(script.utf8).write(to: URL(filePath: tool))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
      }
      return Toolchain(root: folder.path)
    }

    @Test(arguments: [1, 3])
    func `All steps of a cell together have one limit`(compilersAtOnce: Int) throws {
      let limit = try Double(SmallRun.seconds())
      let configuration = RunConfiguration(
        toolchain: try slowToolchain(seconds: 0.6 * limit),
        libraries: try .besideProgram(
          at: Fixtures.program.path, implicitImports: ["Display"], hiddenModules: ["CDigest"]),
        worker: (Fixtures.program.path, ["worker"]), folder: Fixtures.folder.path,
        compilersAtOnce: compilersAtOnce)
      func run(within limit: Double) throws -> NotebookResult {
        let cells = "```swift\nlet a = 1\n```\n\n```swift\nprint(a)\n```\n"
        let text = "---\ncompile-timeout: \(limit)s\n---\n\n" + cells
        return try Runner(configuration: configuration) { _ in }.run(
          MarkdownReader.read(text: text, path: "slow.md"))
      }
      // Each step is within the limit, and any two of them are beyond it.
      let stopped = try run(within: limit)
      #expect(stopped.cells.map(\.outcome) == [.compileFailed, .notRun])
      let message =
        "the cell was still being compiled after \(Int(limit)) s, its time limit (option 'compile-timeout')"
      #expect(
        stopped.cells[0].outputs == [
          .diagnostic(Diagnostic(.error, message, at: SourceLocation(line: 6, column: 1)))
        ])
      #expect(try run(within: 100 * limit).cells.map(\.outcome) == [.succeeded, .succeeded])
    }
  }
}
