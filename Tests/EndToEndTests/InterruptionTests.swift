import Foundation
import Notebooks
import Testing

extension EndToEnd {
  /// What a run leaves when it is ended from outside.
  struct InterruptionTests {
    /// A run whose second cell sleeps, once that cell has begun.
    private func sleepingRun() throws -> (run: RunningProgram, worker: pid_t, folder: URL) {
      let folder = try Fixtures.makeFolder()
      let notebook = folder.appending(path: "sleeping.md")
      let text = """
        # Sleeping

        ```swift
        import Foundation
        print("kept")
        ```

        ```swift
        //| timeout: 1h
        try Data("\\(getpid())".utf8).write(to: URL(filePath: "started"), options: .atomic)
        sleep(3600);
        ```

        ```swift
        print("must not run")
        ```
        """
      try Data(text.utf8).write(to: notebook)
      let run = try RunningProgram([notebook.path, "--output", folder.path])
      var worker: pid_t?
      try run.wait(for: "the second cell to run") {
        worker = (try? String(contentsOf: folder.appending(path: "started"), encoding: .utf8)).flatMap {
          pid_t($0)
        }
        return worker != nil
      }
      return (run, try #require(worker), folder)
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
      let (run, worker, folder) = try sleepingRun()
      run.send(signal)
      #expect(try run.waitForEnd() == Int32(RunStatus.interrupted.rawValue))
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
      let (run, worker, _) = try sleepingRun()
      run.send(SIGKILL)
      try run.waitForEnd()
      try Patience.wait(for: "the worker to end") { !isRunning(worker) }
    }
  }
}
