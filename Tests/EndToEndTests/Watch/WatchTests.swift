import Foundation
import Testing

extension EndToEnd {
  /// The command that shows a handout while it is edited.
  struct WatchTests {
    private func text(_ second: String) -> String {
      "# Watched\n\n```swift\nlet a = 20\n```\n\n```swift\n\(second)\n```\n"
    }

    @Test func `A save is on the page, and in the output folder`() throws {
      let watching = try WatchedNotebook(text("print(\"sum\", a + 1)"))
      #expect(try watching.page(when: "2 of 2 cells ran").contains("sum 21"))
      try watching.save(text("print(\"sum\", a + 2)"))
      #expect(try watching.page(when: "1 of 2 cells ran").contains("sum 22"))
      let stored = watching.notebook.deletingPathExtension().appendingPathExtension("html")
      try watching.run.wait(for: "the sum in the output folder") {
        try String(contentsOf: stored, encoding: .utf8).contains("sum 22")
      }
      try watching.save(text("print(\"sum\", a + \"x\")"))
      let broken = try watching.page(when: "cell-2 failed")
      #expect(broken.contains("cannot convert") || broken.contains("cannot be applied"))
      try watching.save("---\ntitel: x\n---\n" + text("print(a)"))
      #expect(try watching.page(when: "the file has errors").contains("did you mean"))
      try watching.save(text("print(\"sum\", a + 3)"))
      #expect(try watching.page(when: "1 of 2 cells ran").contains("sum 23"))
      watching.run.send(SIGINT)
      #expect(try watching.run.waitForEnd() == 0)
    }

    @Test func `A save of what a notebook is read with is on the page`() throws {
      let watching = try WatchedNotebook(
        "---\nbibliography: works.bib\nreferences:\n  b: B\n---\nSee [@a; @b].\n")
      _ = try watching.page(when: "the file has errors")
      let folder = watching.notebook.deletingLastPathComponent()
      try Data("@misc{a, title={The first}}".utf8).write(to: folder.appending(path: "works.bib"))
      #expect(try watching.page(when: "0 of 0 cells ran").contains("The first"))
      try Data("@misc{a, title={The second}}".utf8).write(to: folder.appending(path: "works.bib"))
      try watching.run.wait(for: "the second work") {
        try watching.page(when: "0 of 0 cells ran").contains("The second")
      }
    }

    @Test func `A save ends a run that is not of use any more`() throws {
      let watching = try WatchedNotebook(text("while true {}"))
      // The save may come before the process of the cell has told of itself.
      for number in 1...6 {
        try watching.wait(for: "running cell-2", isRunning: true)
        try watching.save(text("print(\"now \\(a + \(number))\")"))
        #expect(try watching.page(when: "cells ran").contains("now \(20 + number)"))
        try watching.save(text("while true { /* \(number) */ }"))
      }
      // Nothing is left, however the watch ends.
      watching.run.send(SIGKILL)
      try watching.run.waitForEnd()
      // The worker runs in the notebook's folder.
      let folder = watching.notebook.deletingLastPathComponent().resolvingSymlinksInPath().path
      try Patience.wait(for: "all processes of the watch to end") {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").allSatisfy { id in
          let workingFolder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")
          return Int(id) == nil || workingFolder != folder
        }
      }
    }

    @Test func `A page whose formulas take too long is shown when the notebook's time is up`() throws {
      // Each may take 2 s of the processor, and all of them take far longer.
      let formulas = (0..<10).map { "$\(String(repeating: "x_{\($0)} + ", count: 100_000))y$" }
      let watching = try WatchedNotebook(
        "---\ntime-limit: 1s\n---\n\n" + formulas.joined(separator: "\n\n") + "\n")
      #expect(try watching.page(when: "the file has errors").contains("<code>$x_{9} + "))
      let message = "the handout was still being written after 1 s, the notebook's limit ('time-limit')"
      #expect(try watching.run.messages.contains(message))
      try watching.save(text("print(\"now\", a)"))
      #expect(try watching.page(when: "2 of 2 cells ran").contains("now 20"))
    }

    @Test func `A missing notebook and a taken port are told`() throws {
      for arguments in [["watch", "/nonexistent.md"], ["watch", "a.md", "--port", "99999"]] {
        let run = try NBRunProcess(arguments)
        #expect(run.status == 2 && !run.messages.isEmpty)
      }
    }
  }
}
