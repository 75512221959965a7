import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// Logs that cannot be written and terminals, neither of which may change what a run leaves.
  struct ConsoleTests {
    /// A folder with a notebook of two cells, the second of which fails if `fails`.
    private func folder(_ second: String = "print(2)") throws -> URL {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let text = "```swift\nprint(\"kept\")\n```\n\n```swift\n\(second)\n```\n"
      try Data(text.utf8).write(to: folder.appending(path: "x.md"))
      return folder
    }

    @Test(arguments: [
      "2>&1 | head -1 >/dev/null", "2>/dev/full", "2>&-", ">&- 2>&-", ">/dev/full 2>/dev/full",
      "<&- >&- 2>&-",
    ])
    func `A run whose messages cannot be written is a run`(redirection: String) throws {
      let folder = try folder()
      let (status, _) = try Shell.run("$nbrun x.md \(redirection); exit ${PIPESTATUS[0]}", in: folder)
      #expect(status == 0)
      let page = try String(contentsOf: folder.appending(path: "output/x.html"), encoding: .utf8)
      #expect(page.contains("kept") && !page.contains("2 cells"))
      let (checked, _) = try Shell.run("$nbrun check x.md \(redirection); exit ${PIPESTATUS[0]}", in: folder)
      #expect(checked == 0)
    }

    @Test func `The status is that of the notebook, whoever reads its messages`() throws {
      let folder = try folder("fatalError(\"no\")")
      let (status, _) = try Shell.run("$nbrun x.md -j 2 2>/dev/full", in: folder)
      #expect(status == Int32(RunStatus.crashed.rawValue))
    }

    @Test func `A full disk costs the log of events, and no more`() throws {
      let folder = try folder()
      // The draft of the log has the number of the process in its name, which stays the shell's by 'exec'.
      let script = """
        mkdir output; ln -s /dev/full output/.x.jsonl.$(uname -n).$$.part
        exec $nbrun --to html,jsonl x.md 2>&1
        """
      let (status, text) = try Shell.run(script, in: folder)
      #expect(status == Int32(RunStatus.usage.rawValue))
      #expect(text.contains("x.jsonl: error: cannot be written: no space left on device"))
      #expect(
        try String(contentsOf: folder.appending(path: "output/x.html"), encoding: .utf8).contains("kept"))
    }

    @Test(arguments: [
      "convert x.md --to ipynb", "help options", "why x.md", "--help", "help run", "run --help", "--version",
      "cache", "doctor", "--generate-completion-script bash",
    ])
    func `What a command is asked for is written, or the call fails`(command: String) throws {
      let folder = try folder()
      let outputs = [("/dev/full", "no space left on device"), ("&-", "bad file descriptor")]
      for (output, reason) in outputs {
        let (status, text) = try Shell.run("$nbrun \(command) >\(output)", in: folder)
        #expect(status == Int32(RunStatus.usage.rawValue))
        #expect(text == "standard output: error: cannot be written: \(reason)\n")
      }
    }

    @Test func `Standard input that is closed is no empty notebook`() throws {
      let folder = try folder()
      let (status, text) = try Shell.run("$nbrun - <&-", in: folder)
      #expect(status == Int32(RunStatus.usage.rawValue))
      #expect(text.contains("-: error: cannot be read: bad file descriptor\n"), "\(text)")
    }

    @Test func `A command whose output nobody reads on ends as others do`() throws {
      let folder = try folder()
      // More than a pipe holds.
      try Data(String(repeating: "word ", count: 100_000).utf8).write(to: folder.appending(path: "long.md"))
      let (status, _) = try Shell.run(
        "$nbrun convert long.md --to ipynb | head -c 1; exit ${PIPESTATUS[0]}", in: folder)
      #expect(status == 141)
    }

    /// Runs the notebook on a terminal of its own.
    private func terminal(_ command: String, in folder: URL, setting: String = "") throws -> (Int32, String) {
      try Shell.run("\(setting)\nexport COLUMNS=80; script -qec '\(command)' /dev/null", in: folder)
    }

    @Test func `What cells say reaches a terminal without power over it`() throws {
      let folder = try folder(
        #"""
        struct Odd: Error, CustomStringConvertible {
          var description: String { "\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}[1;31mred\u{1B}[0m\u{202E}turned\u{9B}31m\u{1B}[38;5;9mno\r" }
        }
        throw Odd()
        """#)
      let (status, text) = try terminal("$nbrun x.md", in: folder)
      #expect(status == Int32(RunStatus.cellFailed.rawValue))
      #expect(
        text.contains(
          #"\u{1B}]0;owned\u{7}\u{1B}[2J"# + "\u{1B}[1;31mred\u{1B}[0m"
            + #"\u{202E}turned\u{9B}31m\u{1B}[38;5;9mno\u{D}"#), "\(text)")
    }

    @Test func `Names of files are told on one line`() throws {
      let folder = try folder()
      let name = "a\u{1B}[2Jb\nc\u{202E}.md"
      try FileManager.default.moveItem(at: folder.appending(path: "x.md"), to: folder.appending(path: name))
      let (_, text) = try terminal("$nbrun *.md", in: folder)
      #expect(text.contains(#"a\u{1B}[2Jb\nc\u{202E}.md"#))
      #expect(!text.contains("\u{1B}[2J") && !text.contains("\u{202E}"))
    }

    @Test(arguments: ["export TERM=dumb", "export TERM=", "unset TERM"])
    func `A terminal not known to move its cursor gets no escape sequence`(setting: String) throws {
      let (status, text) = try terminal("$nbrun x.md", in: try folder(), setting: setting)
      #expect(status == 0)
      #expect(text.contains("[2/2] cell-2 ✓") && !text.contains("\u{1B}"))
    }

    @Test func `A cell has no terminal to type into`() throws {
      let folder = try folder(
        #"""
        import Glibc
        var letter = CChar(65)
        let own = open("/dev/tty", O_RDONLY | O_NONBLOCK)
        print("own terminal:", own, own < 0 ? 0 : ioctl(own, 0x5412, &letter))
        """#)
      let (status, _) = try terminal("$nbrun x.md", in: folder)
      #expect(status == 0)
      let page = try String(contentsOf: folder.appending(path: "output/x.html"), encoding: .utf8)
      #expect(page.contains("own terminal: -1 0"))
    }

    @Test func `In the sandbox no terminal can be changed or typed into`() throws {
      let folder = try folder(
        #"""
        import Glibc
        var (letter, settings, size) = (CChar(65), termios(), winsize())
        // The terminals of this machine, should its own be among them.
        let all = (0..<64).map { open("/dev/pts/\($0)", O_RDONLY | O_NONBLOCK | O_NOCTTY) }.filter { $0 >= 0 }
        let typed = all.filter { ioctl($0, 0x5412, &letter) == 0 || ioctl($0, 0x5412 | 1 << 40, &letter) == 0 }
        let changed = all.filter { tcgetattr($0, &settings) == 0 && tcsetattr($0, TCSANOW, &settings) == 0 }
        print("asked:", all.allSatisfy { ioctl($0, UInt(TIOCGWINSZ), &size) == 0 }, all.count > 0)
        print("typed:", typed.count, "changed:", changed.count)
        """#)
      let (status, text) = try terminal("$nbrun --sandbox=syscalls x.md", in: folder)
      if text.contains("this machine has no sandbox") { return }
      #expect(status == 0)
      let page = try String(contentsOf: folder.appending(path: "output/x.html"), encoding: .utf8)
      #expect(page.contains("asked: true true") && page.contains("typed: 0 changed: 0"))
    }
  }
}
