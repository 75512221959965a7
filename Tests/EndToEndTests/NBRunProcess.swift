import Foundation
import Notebooks
import Testing

/// One run of the real program, and what it left behind.
struct NBRunProcess {
  /// The exit status.
  let status: Int32
  /// What it wrote to standard error: progress and messages.
  let messages: String
  /// What it wrote to standard output.
  let output: String
  /// The folder that it wrote handouts to.
  let folder: URL

  /// Runs the program with `arguments` and waits for it, at most a minute.
  ///
  /// - Parameters:
  ///   - output: What it writes to; nil for the folder of this run.
  ///   - cache: What earlier runs left; nil for nothing.
  ///   - takesOutput: Whether the command has an option for the folder.
  init(
    _ arguments: [String], folder: URL? = nil, in workingFolder: URL = Fixtures.folder,
    output target: String? = nil, cache: URL? = nil, takesOutput: Bool = true
  ) throws {
    self.folder = folder ?? Fixtures.scratch.appending(path: UUID().uuidString)
    let cache = cache ?? Fixtures.scratch.appending(path: UUID().uuidString)
    let process = Process()
    process.executableURL = Fixtures.program
    process.currentDirectoryURL = workingFolder
    process.arguments = arguments + (takesOutput ? ["--output", target ?? self.folder.path] : [])
    process.environment = ProcessInfo.processInfo.environment.merging(["NBRUN_CACHE": cache.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let (standardOutput, standardError) = (Pipe(), Pipe())
    process.standardOutput = standardOutput
    process.standardError = standardError
    try process.run()
    let id = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: watchdog)
    // Messages are short enough for the pipe of standard output to wait.
    messages = String(decoding: try standardError.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    output = String(decoding: try standardOutput.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    watchdog.cancel()
    status = process.terminationStatus
  }

  /// Runs the program on the fixture `name`.
  init(fixture name: String, folder: URL? = nil) throws {
    try self.init([name + ".md"], folder: folder)
  }

  /// Returns the text of the handout called `name`.
  func handout(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name + ".html"), encoding: .utf8)
  }

  /// Returns the results stored for `name`.
  func results(_ name: String) throws -> NotebookResult {
    try HandoutWriter.read(name: name, in: folder.path)
  }
}

/// Where the tests find things.
enum Fixtures {
  /// The notebooks of this target.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
  /// The program, which the package manager builds beside the tests.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "nbrun")
  /// A folder for what the tests write.
  static let scratch = FileManager.default.temporaryDirectory.appending(
    path: "nbrun-tests-\(ProcessInfo.processInfo.processIdentifier)")
}
