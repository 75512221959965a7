import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What a run leaves when it is ended from outside.
  struct InterruptionTests {
    /// A run whose second cell sleeps, once that cell has begun.
    private func sleepingRun() throws -> (process: Process, worker: pid_t, folder: URL) {
      let folder = Fixtures.scratch.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let started = folder.appending(path: "started").path
      let notebook = folder.appending(path: "sleeping.md")
      let text = """
        # Sleeping

        ```swift
        import Foundation
        print("kept")
        ```

        ```swift
        FileManager.default.createFile(atPath: "started", contents: Data("\\(getpid())".utf8))
        sleep(60);
        ```

        ```swift
        print("must not run")
        ```
        """
      try Data(text.utf8).write(to: notebook)
      let process = Process()
      process.executableURL = Fixtures.program
      process.arguments = [notebook.path, "--output", folder.path]
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      for _ in 0..<600 where !FileManager.default.fileExists(atPath: started) { usleep(50_000) }
      // The file exists a moment before its content does.
      usleep(50_000)
      let worker = pid_t(try String(contentsOfFile: started, encoding: .utf8))
      return (process, try #require(worker), folder)
    }

    private func isRunning(_ id: pid_t) -> Bool {
      // A process that has ended and was not yet reaped has no memory.
      guard let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else {
        return false
      }
      return status.contains("VmSize")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `An interrupted run leaves the handout so far, and no process`(signal: Int32) throws {
      let (process, worker, folder) = try sleepingRun()
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationStatus == Int32(RunStatus.interrupted.rawValue))
      let result = try HandoutWriter.read(name: "sleeping", in: folder.path)
      #expect(result.cells.map(\.outcome) == [.succeeded, .interrupted, .notRun])
      #expect(result.cells[0].outputs == [.standardOutput("kept\n")])
      #expect(
        try String(contentsOf: folder.appending(path: "sleeping.html"), encoding: .utf8).contains(
          "interrupted")
      )
      #expect(!isRunning(worker))
    }

    @Test func `A killed run leaves no worker behind`() throws {
      let (process, worker, _) = try sleepingRun()
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      for _ in 0..<100 where isRunning(worker) { usleep(20_000) }
      #expect(!isRunning(worker))
    }
  }
}
