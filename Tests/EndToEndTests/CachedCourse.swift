import Foundation
import Testing

/// A notebook with a cache of its own.
struct CachedCourse {
  let folder = Fixtures.scratch.appending(path: UUID().uuidString)
  var notebook: URL { folder.appending(path: "x.md") }
  var output: URL { folder.appending(path: "output") }
  var cache: URL { folder.appending(path: "cache") }

  init(_ cells: [String]) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(cells)
  }

  func write(_ cells: [String], prose: String = "# Title\n") throws {
    let text = cells.map { "\n```swift\n\($0)\n```\n" }.joined(separator: "\nProse.\n")
    try Data((prose + text).utf8).write(to: notebook)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
    // A file that changed while the notebook ran is in flux; let it rest for more than a tick.
    usleep(50_000)
  }

  @discardableResult func run(_ arguments: String...) throws -> NBRunProcess {
    try NBRunProcess(arguments + [notebook.path], folder: output, in: folder, cache: cache)
  }

  /// Whether a run took every result from an earlier one.
  func isKept() throws -> Bool {
    let run = try run()
    let lines = run.messages.split(separator: "\n").filter { $0.hasPrefix("  [") }
    #expect(run.status == 0, "\(run.messages)")
    return !lines.isEmpty && lines.allSatisfy { $0.hasSuffix("cached") }
  }

  /// What `nbrun why` says, a line a cell.
  func why() throws -> [String] {
    let process = Process()
    process.executableURL = Fixtures.program
    process.environment = ProcessInfo.processInfo.environment.merging(["NBRUN_CACHE": cache.path]) { $1 }
    process.arguments = ["why", notebook.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }

  /// The bytes of what the run left, by name.
  func files() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: output.path)
    let files = names.filter { !$0.hasSuffix("run.json") && $0.contains(".") }
    return try Dictionary(
      uniqueKeysWithValues: files.map { ($0, try Data(contentsOf: output.appending(path: $0))) })
  }
}
