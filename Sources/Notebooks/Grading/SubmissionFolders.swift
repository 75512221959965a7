internal import Foundation
internal import Glibc

/// What has been handed in: a folder for each submission, and a notebook in it.
package enum SubmissionFolders {
  /// One submission.
  package struct Entry: Sendable {
    /// The folder's name.
    package var folder: String
    /// The notebook's name in it; empty if there is none.
    package var file: String
    /// Why there is none; empty if there is one.
    package var problem = ""
    /// When the notebook was changed last, in seconds since 1970.
    package var time = 0.0
  }

  /// Returns the submissions below `folder` for the notebook called `name`, without extension.
  ///
  /// A submission is called like that notebook, or it is the only one in its folder.
  package static func entries(in folder: String, of name: String) throws(NotebookError) -> [Entry] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw FileState.isThere(folder)
        ? .unreadable(path: folder, reason: "it cannot be listed") : .missing(path: folder)
    }
    let folders = names.filter { !$0.hasPrefix(".") && isFolder("\(folder)/\($0)") }
    if folders.isEmpty {
      throw .unreadable(
        path: folder, reason: "it contains no folder; each submission has to be in one of its own")
    }
    return folders.sorted().map { entry(in: "\(folder)/\($0)", called: $0, of: name) }
  }

  private static func entry(in folder: String, called folderName: String, of name: String) -> Entry {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let notebooks = names.filter { name in
      (NotebookPath.isMarkdownOfFolder(name) || name.lowercased().hasSuffix(".ipynb")) && !name.hasPrefix(".")
    }
    let named = notebooks.filter { Notebook.name(ofFileAt: $0) == name }
    let candidates = named.isEmpty ? notebooks : named
    guard candidates.count == 1 else {
      let problem =
        candidates.isEmpty
        ? "there is no notebook in this folder"
        : "there are several notebooks in this folder, and none is the only one called '\(name)'"
      return Entry(folder: folderName, file: "", problem: problem)
    }
    var status = stat()
    // A link could lead to anything that the grader can read.
    guard lstat("\(folder)/\(candidates[0])", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return Entry(
        folder: folderName, file: candidates[0], problem: "'\(candidates[0])' is not a regular file")
    }
    guard status.st_size <= largest else {
      return Entry(
        folder: folderName, file: candidates[0],
        problem: "'\(candidates[0])' is larger than \(ByteCount.text(largest))")
    }
    return Entry(folder: folderName, file: candidates[0], time: Double(status.st_mtim.tv_sec))
  }

  /// The most bytes of a submission: a file can say to be larger than any disk.
  private static let largest = 64 << 20

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
