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

  /// Runs the program with `arguments` and waits for it.
  ///
  /// - Parameters:
  ///   - output: What it writes to; nil for the folder of this run.
  ///   - cache: What earlier runs left; nil for nothing.
  ///   - environment: Variables beside those of the tests.
  ///   - takesOutput: Whether the command has an option for the folder.
  /// - Throws: `Patience.Exhausted` if it does not end.
  init(
    _ arguments: [String], folder: URL? = nil, in workingFolder: URL = Fixtures.folder,
    output target: String? = nil, cache: URL? = nil, environment: [String: String] = [:],
    takesOutput: Bool = true
  ) throws {
    self.folder = folder ?? Fixtures.scratch.appending(path: UUID().uuidString)
    let cached = cache.map { ["NBRUN_CACHE": $0.path] } ?? [:]
    let program = try RunningProgram(
      arguments + (takesOutput ? ["--output", target ?? self.folder.path] : []), in: workingFolder,
      environment: cached.merging(environment) { $1 })
    status = try program.waitForEnd()
    output = try program.output
    messages = try program.messages
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
  /// A folder for what the tests write; it goes away with the process.
  static let scratch: URL = {
    atexit { try? FileManager.default.removeItem(at: Fixtures.scratch) }
    return FileManager.default.temporaryDirectory.appending(path: "nbrun-tests-\(UUID().uuidString)")
  }()

  /// Creates an empty folder below `scratch`.
  static func makeFolder() throws -> URL {
    let folder = scratch.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
