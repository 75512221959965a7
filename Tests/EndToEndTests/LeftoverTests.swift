import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What is left of a run that ends in whatever way: no process and no file but the handout.
  struct LeftoverTests {
    /// A running program whose cell has started processes and then waits.
    final class Run {
      let program: RunningProgram
      let folder: URL
      /// What the cells have started, after the worker and its guardian.
      private(set) var started: [pid_t] = []

      /// Starts the program on `count` notebooks, and waits until their cells have started what they start.
      init(_ arguments: [String] = [], notebooks count: Int = 1) throws {
        folder = try Fixtures.makeFolder()
        let temporary = folder.appending(path: "temporary")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        let names = (1...count).map { "n\($0).md" }
        for name in names {
          // A process of its own group without an environment, and one whose parent has ended.
          let text = """
            ```swift
            print("kept")
            ```

            ```swift
            //| timeout: 1h
            import Foundation
            let child = Process()
            child.executableURL = URL(filePath: "/usr/bin/env")
            child.arguments = ["-i", "/bin/sleep", "3600"]
            try child.run()
            system("/usr/bin/env -i /usr/bin/setsid /bin/sleep 3600 & echo $! >\(name).orphan")
            let orphan = try String(contentsOfFile: "\(name).orphan", encoding: .utf8)
            let all = "\\(getpid()) \\(getppid()) \\(child.processIdentifier) \\(orphan)"
            try all.write(toFile: "\(name).started", atomically: true, encoding: .utf8)
            while true { sleep(3600) }
            ```

            ```swift
            print("must not run")
            ```
            """
          try Data(text.utf8).write(to: folder.appending(path: name))
        }
        program = try RunningProgram(
          arguments + names + ["--output", "output"], in: folder,
          environment: ["NBRUN_CACHE": "", "TMPDIR": temporary.path])
        for name in names {
          let file = folder.appending(path: "\(name).started")
          try program.wait(for: "the second cell of \(name) to run") {
            FileManager.default.fileExists(atPath: file.path)
          }
          let text = try String(contentsOf: file, encoding: .utf8)
          started += text.split { $0 == " " || $0 == "\n" }.compactMap { pid_t($0) }
        }
        try #require(started.count == 4 * count && started.allSatisfy(isRunning))
      }

      deinit { for id in started where isRunning(id) { kill(id, SIGKILL) } }

      /// Waits until nothing of the run is left but what it has written.
      func expectNothingLeft() throws {
        try Patience.wait(for: "all processes have ended") { !started.contains(where: isRunning) }
        let temporary = folder.appending(path: "temporary").path
        try Patience.wait(for: "the temporary folder is empty") {
          try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty
        }
      }

      /// The outcomes of the cells of the first notebook, as they are stored.
      var outcomes: [CellOutcome] {
        get throws {
          try HandoutWriter.read(name: "n1", in: folder.appending(path: "output").path).cells.map(\.outcome)
        }
      }
    }

    @Test(arguments: ["run", "watch", "check", "accept"])
    func `A run that is killed leaves no process and no folder`(command: String) throws {
      let run = try Run([command])
      run.program.send(SIGKILL)
      try run.program.waitForEnd()
      try run.expectNothingLeft()
    }

    @Test func `When a run of several at a time is killed, each of them ends`() throws {
      let run = try Run(["run", "-j", "2"], notebooks: 2)
      run.program.send(SIGKILL)
      try run.program.waitForEnd()
      try run.expectNothingLeft()
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `A run that is asked to end leaves no process and no folder`(signal: Int32) throws {
      let run = try Run()
      run.program.send(signal)
      let status = try run.program.waitForEnd()
      try run.expectNothingLeft()
      if signal == SIGQUIT { return }
      #expect(status == Int32(RunStatus.interrupted.rawValue))
      #expect(try run.outcomes == [.succeeded, .interrupted, .notRun])
      let page = try String(contentsOf: run.folder.appending(path: "output/n1.html"), encoding: .utf8)
      #expect(page.contains("kept") && page.contains("interrupted"))
    }

    /// The second request comes, in milliseconds after the first, before that is answered, meanwhile, or after it.
    @Test(arguments: [0, 1, 3, 10, 20, 30])
    func `Asked twice, a run ends at once and leaves no process and no folder`(pause: UInt32) throws {
      let run = try Run()
      run.program.send(SIGINT)
      usleep(1000 * pause)
      run.program.send(SIGINT)
      try run.program.waitForEnd()
      try run.expectNothingLeft()
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `A signal to all processes of a job is an interruption`(signal: Int32) throws {
      let run = try Run()
      // As Slurm and systemd send it, to whomever first: here the runner comes last.
      for id in run.started + [run.program.id] { kill(id, signal) }
      #expect(try run.program.waitForEnd() == Int32(RunStatus.interrupted.rawValue))
      #expect(try run.outcomes == [.succeeded, .interrupted, .notRun])
      try run.expectNothingLeft()
    }

    @Test(arguments: [SIGTERM, SIGKILL, SIGSEGV])
    func `A worker that is killed leaves no process and no folder`(signal: Int32) throws {
      let run = try Run()
      kill(run.started[0], signal)
      #expect(try run.program.waitForEnd() == Int32(RunStatus.crashed.rawValue))
      #expect(try run.outcomes == [.succeeded, .crashed, .notRun])
      try run.expectNothingLeft()
    }

    @Test func `The folder of a run that left no time to anybody goes with the next run`() throws {
      let run = try Run()
      // The guardian first, which would end what the worker has started.
      for id in [run.started[1], run.program.id] { kill(id, SIGKILL) }
      try run.program.waitForEnd()
      let temporary = run.folder.appending(path: "temporary")
      let left = try FileManager.default.contentsOfDirectory(atPath: temporary.path)
      try #require(left.count == 1)
      let other = temporary.appending(path: "nbrun-of-somebody")
      try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
      let going = try Run()
      try Data("```swift\n1\n```\n".utf8).write(to: run.folder.appending(path: "next.md"))
      _ = try NBRunProcess(
        ["next.md"], folder: run.folder.appending(path: "next"), in: run.folder,
        environment: ["TMPDIR": temporary.path])
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == ["nbrun-of-somebody"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: going.folder.appending(path: "temporary").path)
          .count == 1)
    }

    @Test(arguments: ["process-limit: 5", "memory-limit: 300MB"])
    func `Processes without an environment count`(limit: String) throws {
      let folder = try Fixtures.makeFolder()
      // Each fills 80 MB of memory: a line that is never whole.
      let text = """
        ---
        \(limit)
        ---

        ```swift
        import Foundation
        for _ in 0..<8 {
          let process = Process()
          process.executableURL = URL(filePath: "/usr/bin/env")
          process.arguments = ["-i", "/bin/sh", "-c", "head -c 80000000 /dev/zero | tail -n 1 & exec /bin/sleep 600"]
          process.standardOutput = Pipe()
          try process.run()
        }
        while true { sleep(600) }
        ```
        """
      try Data(text.utf8).write(to: folder.appending(path: "x.md"))
      let run = try NBRunProcess(["x.md"], folder: folder.appending(path: "output"), in: folder)
      #expect(run.status == Int32(RunStatus.limitExceeded.rawValue), "\(run.messages)")
    }

    @Test func `Folders that are deep or locked go with the run`() throws {
      let folder = try Fixtures.makeFolder()
      let temporary = folder.appending(path: "temporary")
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      let text = """
        ```swift
        import Foundation
        chdir(NSTemporaryDirectory())
        for name in ["locked", "locked/inner"] { mkdir(name, 0o700) }
        close(open("locked/inner/file", O_WRONLY | O_CREAT, 0o600))
        symlink("/usr", "link")
        chmod("locked/inner", 0)
        chmod("locked", 0)
        for _ in 0..<500 where mkdir("deep-folder", 0o700) == 0 { chdir("deep-folder") }
        close(open("leaf", O_WRONLY | O_CREAT, 0o600))
        ```
        """
      try Data(text.utf8).write(to: folder.appending(path: "x.md"))
      let run = try NBRunProcess(
        ["--sandbox=syscalls", "x.md"], folder: folder.appending(path: "output"), in: folder,
        environment: ["TMPDIR": temporary.path])
      #expect(run.status == 0 || run.messages.contains("this machine has no sandbox"), "\(run.messages)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
    }
  }
}

private func isRunning(_ id: pid_t) -> Bool {
  // A process that has ended and was not yet reaped has no memory.
  (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8))?.contains("VmSize") == true
}
