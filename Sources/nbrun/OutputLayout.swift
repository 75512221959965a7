internal import Foundation
internal import Notebooks

/// Where the handouts of a call are in an output folder: in subfolders like those of their notebooks.
struct OutputLayout {
  /// The folder, without symbolic links, whose subfolders the output folder has.
  let root: String
  /// Whether all notebooks below the root are of one course, since there is an `nbrun.yml`.
  let isProject: Bool

  /// Creates a layout like the folders below `root`.
  init(root: String) {
    self.root = NotebookFolder.realPath(root)
    isProject = ProjectDefaults.folder(above: self.root) == self.root
  }

  /// Creates the layout of a call that names `paths`, files and folders.
  ///
  /// Its root is the folder of the `nbrun.yml` that is about all of them. Without one, it is the deepest folder that
  /// holds all of them, so one file and the files of one folder need no subfolder.
  init(ofCallNaming paths: [String]) {
    let folders = paths.filter { !NotebookPath.isStream($0) }.map { path in
      NotebookFolder.realPath(NotebookFolder.isFolder(path) ? path : FilePath.folder(of: path))
        .split(separator: "/")
    }
    let first = folders.first ?? []
    let depth = folders.map { zip($0, first).prefix { $0 == $1 }.count }.min() ?? 0
    let deepest = "/" + first.prefix(depth).joined(separator: "/")
    let project = ProjectDefaults.folder(above: deepest)
    (root, isProject) = (project ?? deepest, project != nil)
  }

  /// Returns the folder of the notebook at `path` as seen from the root; empty if it is the root, nil if it is not
  /// below it.
  func subfolder(of path: String) -> String? {
    if NotebookPath.isStream(path) { return "" }
    let folder = NotebookFolder.realPath(FilePath.folder(of: path))
    if folder == root { return "" }
    let start = root == "/" ? root : root + "/"
    return folder.hasPrefix(start) ? String(folder.dropFirst(start.count)) : nil
  }

  /// Returns the folder in `base` for what belongs to the notebook at `path`.
  func folder(for path: String, in base: String) -> String {
    let subfolder = subfolder(of: path) ?? ""
    return subfolder.isEmpty ? base : "\(base)/\(subfolder)"
  }

  /// Returns where in `base` the handout of the notebook at `path` is.
  func files(of path: String, _ variant: Variant, in base: String) -> HandoutFiles {
    HandoutFiles(ofNotebookAt: path, variant, in: folder(for: path, in: base))
  }

  /// Throws if one of `paths` is not below the root, or two of them would have one handout.
  func check(_ paths: [String]) throws(NotebookError) {
    var taken: [String: String] = [:]
    for path in paths {
      guard let subfolder = subfolder(of: path) else {
        throw .outsideRoot(path: path, root: root)
      }
      let handout = "\(subfolder)/\(HandoutFiles(ofNotebookAt: path, .solution, in: "").name)"
      if let other = taken.updateValue(path, forKey: handout) { throw .ambiguous(path: path, other: other) }
    }
  }
}
