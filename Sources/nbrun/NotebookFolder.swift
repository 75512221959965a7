internal import Foundation
internal import Notebooks

/// Finds the notebooks that a call names.
enum NotebookFolder {
  /// Returns the files at `paths`, and the markdown files below those that are folders, sorted.
  ///
  /// - Throws: `NotebookError.ambiguous` when the handouts of two would overwrite each other.
  static func notebooks(at paths: [String]) throws(NotebookError) -> [String] {
    var files: [String] = []
    for path in paths {
      for file in isFolder(path) ? try markdown(below: path) : [path] where !files.contains(file) {
        files.append(file)
      }
    }
    var taken: [String: String] = [:]
    for file in files {
      let name = (((file as NSString).lastPathComponent) as NSString).deletingPathExtension
      if let other = taken.updateValue(file, forKey: name) { throw .ambiguous(path: file, other: other) }
    }
    return files
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func markdown(below folder: String) throws(NotebookError) -> [String] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
      throw .unreadable(path: folder, reason: "the folder cannot be listed")
    }
    let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let files = names.filter { name in
      name.hasSuffix(".md") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
    }
    if files.isEmpty { throw .unreadable(path: folder, reason: "there is no markdown file in it") }
    return files.sorted().map { "\(base)/\($0)" }
  }
}
