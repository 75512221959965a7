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
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    // What changed at the moment at which a run begins counts as changed during it.
    let changed = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
    try Patience.wait(for: "the clock to go on") { changed.map { $0.timeIntervalSinceNow < -0.05 } ?? true }
  }

  @discardableResult func run(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> NBRunProcess {
    try NBRunProcess(
      arguments + [notebook.path], folder: output, in: folder, cache: cache, environment: environment)
  }

  /// Whether a run took every result from an earlier one.
  func isCached(environment: [String: String] = [:]) throws -> Bool {
    let run = try run(environment: environment)
    let lines = run.messages.split(separator: "\n").filter { $0.hasPrefix("  [") }
    #expect(run.status == 0, "\(run.messages)")
    return !lines.isEmpty && lines.allSatisfy { $0.hasSuffix("cached") }
  }

  /// What `nbrun why` says, a line a cell.
  func why(environment: [String: String] = [:]) throws -> [String] {
    let run = try NBRunProcess(
      ["why", notebook.path], cache: cache, environment: environment, takesOutput: false)
    return run.output.split(separator: "\n").map(String.init)
  }

  /// The bytes of what the run left, by name.
  func files() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: output.path)
    let files = names.filter { !$0.hasSuffix("run.json") && $0.contains(".") }
    return try Dictionary(
      uniqueKeysWithValues: files.map { ($0, try Data(contentsOf: output.appending(path: $0))) })
  }
}
