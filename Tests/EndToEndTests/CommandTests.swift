import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// The commands beside running.
  struct CommandTests {
    /// Runs the program without a folder for handouts; returns its status and both streams.
    private func nbrun(
      _ arguments: String..., environment: [String: String] = [:]
    ) throws -> (status: Int32, text: String) {
      let run = try NBRunProcess(arguments, environment: environment, takesOutput: false)
      return (run.status, run.output + run.messages)
    }

    @Test func `A new notebook runs as it is, and never replaces one`() throws {
      let path = Fixtures.scratch.appending(path: "\(UUID().uuidString)/my-filter.md").path
      let new = try nbrun("new", path)
      #expect(new.status == 0, "\(new.text)")
      #expect(try String(contentsOfFile: path, encoding: .utf8).contains("title: \"My filter\""))
      let run = try NBRunProcess([path])
      #expect(run.status == 0, "\(run.messages)")
      #expect(try run.results("my-filter").cells.map(\.outcome) == [.succeeded, .failedAsExpected])
      let again = try nbrun("new", path)
      #expect(again.status == Int32(RunStatus.usage.rawValue))
      #expect(again.text == "\(path): error: this file already exists; choose another name\n")
    }

    @Test(arguments: ["", ".", "..", "-", "a/", "a/.."])
    func `A new notebook has a name`(path: String) throws {
      let folder = try Fixtures.makeFolder()
      let run = try NBRunProcess(["new", path], in: folder, takesOutput: false)
      #expect(run.status == Int32(RunStatus.usage.rawValue))
      #expect(run.messages.contains("'\(path)' does not name a file"), "\(run.messages)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `Shells complete commands and options`(shell: String) throws {
      let run = try nbrun("--generate-completion-script", shell)
      #expect(run.status == 0)
      for word in ["watch", "verify", "memory-limit", "sandbox"] {
        #expect(run.text.contains(word), "\(word)")
      }
    }

    @Test func `The doctor finds what this very test runs with`() throws {
      let (status, text) = try nbrun("doctor")
      #expect(status == 0, "\(text)")
      for subject in [
        "✓ Swift toolchain", "✓ linker", "✓ modules for cells", "✓ compiling a cell", "✓ formulas (KaTeX)",
      ] {
        #expect(text.contains(subject))
      }
    }

    /// Whatever the user: a folder cannot be made in a file.
    @Test(arguments: [["HOME": "/dev/null/home"], ["HOME": "/nonexistent", "NBRUN_CACHE": ""], [:]])
    func `Cells are compiled without a home`(variables: [String: String]) throws {
      let environment = ["HOME": "", "XDG_CACHE_HOME": "", "NBRUN_CACHE": ""].merging(variables) { $1 }
      let path = Fixtures.scratch.appending(path: "\(UUID().uuidString)/home.md").path
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data("```swift\nimport Foundation\nsqrt(9.0)\n```\n".utf8).write(to: URL(filePath: path))
      let run = try nbrun(path, "--output", path + "-output", environment: environment)
      #expect(run.status == 0, "\(run.text)")
      let doctor = try nbrun("doctor", environment: environment)
      #expect(doctor.text.contains("✓ compiling a cell"), "\(doctor.text)")
    }

    @Test func `Every option is in the help, with what it takes`() throws {
      let (status, text) = try nbrun("help", "options")
      #expect(status == 0)
      for option in CellOptions.help + FrontMatter.help {
        let line = text.split(separator: "\n").first { $0.hasPrefix("  \(option.name) ") }
        #expect(line != nil, "no line about '\(option.name)'")
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }
}
