internal import ArgumentParser
internal import Foundation
internal import Notebooks

/// Finds the notebooks that a call names.
enum NotebookFolder {
  /// Returns the files at `paths`, and the notebooks below those that are folders, sorted.
  ///
  /// What earlier runs have written to folders is no notebook of theirs.
  /// - Parameter output: The folder for the handouts; nothing in it is found.
  /// - Throws: `NotebookError.missing`, `.unknownWord` or `.noNotebook` for a path that cannot be run, and `.stream` for
  ///   one of several that can be read only once.
  static func notebooks(at paths: [String], output: String? = nil) throws(NotebookError) -> [String] {
    var files: [String] = []
    var seen: Set<String> = []
    for path in paths {
      for file in isFolder(path) ? try markdown(below: path, besides: output) : [try notebook(at: path)]
      where seen.insert(realPath(file)).inserted {
        files.append(file)
      }
    }
    if files.count > 1, let stream = files.first(where: NotebookPath.isStream) {
      throw .stream(path: stream, reason: "it has to be the only notebook of a call")
    }
    return files
  }

  /// Returns `path` if there is a notebook.
  static func notebook(at path: String) throws(NotebookError) -> String {
    if NotebookPath.isStream(path) { return path }
    // A file that cannot be looked at is not missing, and reading it says why.
    if access(path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR { throw missing(path) }
    if isFolder(path) { throw .unreadable(path: path, reason: "it is a folder") }
    guard NotebookPath.isMarkdown(path) else { throw .noNotebook(path: path) }
    return path
  }

  /// Returns `path` if there is a notebook that can be read again and again.
  static func file(at path: String, for reason: String) throws(NotebookError) -> String {
    if NotebookPath.isStream(path) { throw .stream(path: path, reason: reason) }
    return try notebook(at: path)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Returns what to tell of a word that is no file: what its author may have meant.
  static func missing(_ word: String) -> NotebookError {
    if FileManager.default.fileExists(atPath: word + ".md") { return .unknownWord(word, meant: word + ".md") }
    if NBRun.commands.contains(word) { return .unknownWord(word, meant: "nbrun \(word) …") }
    guard !word.contains("/"), !word.contains("."),
      let meant = Spelling.nearest(to: word, among: NBRun.commands)
    else { return .missing(path: word) }
    return .unknownWord(word, meant: meant)
  }

  private static func markdown(below folder: String, besides output: String?) throws(NotebookError)
    -> [String]
  {
    // With a '/' behind it, a link to a folder is the folder.
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: base) else {
      throw .unreadable(path: folder, reason: "it cannot be listed")
    }
    let root = realPath(base)
    let excluded = output.map { realPath($0) + "/" }.flatMap {
      $0.hasPrefix(root + "/") && $0 != root + "/" ? $0 : nil
    }
    let files = names.filter { name in
      NotebookPath.isMarkdownOfFolder(name) && !name.split(separator: "/").contains { $0.hasPrefix(".") }
        && !(excluded.map { "\(root)/\(name)".hasPrefix($0) } ?? false)
        && !isFolder(base + name) && !HandoutFiles.isListed(base + name)
    }
    if files.isEmpty { throw .unreadable(path: folder, reason: "it contains no notebook") }
    return files.sorted().map { base + $0 }
  }

  /// Returns the path without links to folders; a file keeps the name that the user has given it.
  static func realPath(_ path: String) -> String {
    let (folder, name) =
      isFolder(path)
      ? (path, "")
      : (FilePath.folder(of: path), "/" + FilePath.name(of: path))
    return FilePath.real(folder).map { $0 + name } ?? path
  }
}
