import Foundation
import FoundationNetworking
import Testing

extension EndToEnd {
  /// The command that shows a handout while it is edited.
  struct WatchTests {
    /// A running `nbrun watch`, and what its page says.
    private final class Watching {
      let process = Process()
      let notebook: URL
      let address: String
      private var version = 0

      init(_ text: String) throws {
        let folder = Fixtures.scratch.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        notebook = folder.appending(path: "watched.md")
        try Data(text.utf8).write(to: notebook)
        process.executableURL = Fixtures.program
        process.arguments = ["watch", notebook.path, "--output", folder.path]
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        address = line.split(separator: "\n").first.map(String.init) ?? ""
      }

      deinit { if process.isRunning { process.terminate() } }

      /// Waits until the run has ended with words that contain `text`; returns the page.
      func page(when text: String) throws -> String {
        for _ in 0..<60 {
          let url = try #require(URL(string: address + "changes?after=\(version)"))
          let state = String(decoding: try Data(contentsOf: url), as: UTF8.self)
          version = state.firstMatch(of: /"version":([0-9]+)/).flatMap { Int($0.1) } ?? 0
          guard state.contains(text), state.contains("\"isRunning\":false") else { continue }
          return String(
            decoding: try Data(contentsOf: try #require(URL(string: address + "page"))), as: UTF8.self)
        }
        return "the page never said \(text)"
      }

      /// Saves the file as editors do: a new one takes the place of the old one.
      func save(_ text: String) throws { try Data(text.utf8).write(to: notebook, options: .atomic) }
    }

    private func text(_ second: String) -> String {
      "# Watched\n\n```swift\nlet a = 20\n```\n\n```swift\n\(second)\n```\n"
    }

    @Test func `A save is on the page, and in the output folder`() throws {
      let watching = try Watching(text("print(\"sum\", a + 1)"))
      #expect(try watching.page(when: "2 of 2 cells ran").contains("sum 21"))
      try watching.save(text("print(\"sum\", a + 2)"))
      #expect(try watching.page(when: "1 of 2 cells ran").contains("sum 22"))
      let stored = watching.notebook.deletingPathExtension().appendingPathExtension("html")
      for _ in 0..<100 where try !String(contentsOf: stored, encoding: .utf8).contains("sum 22") {
        usleep(20_000)
      }
      #expect(try String(contentsOf: stored, encoding: .utf8).contains("sum 22"))
      try watching.save(text("print(\"sum\", a + \"x\")"))
      let broken = try watching.page(when: "cell-2 failed")
      #expect(broken.contains("cannot convert") || broken.contains("cannot be applied"))
      try watching.save("---\ntitel: x\n---\n" + text("print(a)"))
      #expect(try watching.page(when: "the file has errors").contains("did you mean"))
      try watching.save(text("print(\"sum\", a + 3)"))
      #expect(try watching.page(when: "1 of 2 cells ran").contains("sum 23"))
      watching.process.interrupt()
      watching.process.waitUntilExit()
      #expect(watching.process.terminationStatus == 0)
    }

    @Test func `A save ends a run that is not of use any more`() throws {
      let watching = try Watching(text("while true {}"))
      usleep(3_000_000)
      try watching.save(text("print(\"now\", a)"))
      #expect(try watching.page(when: "cells ran").contains("now 20"))
      // Nothing is left, however the watch ends.
      kill(watching.process.processIdentifier, SIGKILL)
      watching.process.waitUntilExit()
      usleep(500_000)
      let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { id in
        guard Int(id) != nil,
          let environment = try? Data(contentsOf: URL(filePath: "/proc/\(id)/cmdline"))
        else { return false }
        return String(decoding: environment, as: UTF8.self).contains(watching.notebook.path)
      }
      #expect(left == [])
    }

    @Test func `A missing notebook and a taken port are told`() throws {
      for arguments in [["watch", "/nonexistent.md"], ["watch", "a.md", "--port", "99999"]] {
        let run = try NBRunProcess(arguments)
        #expect(run.status == 2 && !run.messages.isEmpty)
      }
    }
  }
}
