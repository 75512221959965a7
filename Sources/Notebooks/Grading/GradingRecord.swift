internal import Foundation

/// What earlier calls have graded in an output folder, and need not be graded again: the file `grades.json`.
///
/// Only the process that starts the containers writes it. It holds no points: these are counted again from the stored
/// results, if they are still those that were graded.
package struct GradingRecord {
  private struct Content: Codable {
    var graded: [Entry] = []
  }

  private struct Entry: Codable {
    /// The name of the submission's folder.
    var folder: String
    /// What the grade depends on, as `key(of:files:)` gives it.
    var key: String
    /// The digest of the stored results.
    var results: String
    /// How long it took, in seconds.
    var seconds: Double
  }

  private let path: String
  private var content = Content()

  /// Reads the file at `path`; there is nothing in it if it cannot be read.
  package init(fileAt path: String) {
    self.path = path
    content = GradingRecord.content(ofFileAt: path) ?? content
  }

  /// Whether the file at `path` is a record that this program has written.
  static func isOne(fileAt path: String) -> Bool { content(ofFileAt: path) != nil }

  private static func content(ofFileAt path: String) -> Content? {
    guard let bytes = try? TextFile.bytes(path) else { return nil }
    return try? JSONDecoder().decode(Content.self, from: Data(bytes))
  }

  /// Returns how long the submission in `folder` took to be graded, in seconds; nil unless it was by the same `key`, and
  /// `files` has what came of it.
  package func seconds(of folder: String, key: String, _ files: HandoutFiles) -> Double? {
    guard let entry = content.graded.first(where: { $0.folder == folder }), entry.key == key,
      FileState.kind(of: files.path(.html)) == "file", entry.results == FileState.digest(of: files.results)
    else { return nil }
    return entry.seconds
  }

  /// Writes down that the submission in `folder` has been graded; `files` has what came of it.
  package mutating func add(
    _ folder: String, key: String, _ files: HandoutFiles, seconds: Double
  ) throws(NotebookError) {
    content.graded.removeAll { $0.folder == folder }
    content.graded.append(
      Entry(folder: folder, key: key, results: FileState.digest(of: files.results), seconds: seconds))
    try AtomicFile.write(record: content, to: path)
  }

  /// Returns a text that is another one whenever one of `texts`, or the content of one of `files`, is.
  ///
  /// - Parameter files: The paths of files by what they are called here.
  package static func key(of texts: [String], files: [String: String]) -> String {
    let contents = files.sorted { $0.key < $1.key }.flatMap { [$0.key, FileState.digest(of: $0.value)] }
    return NotebookKeys.digest(texts + [""] + contents)
  }
}
