internal import Foundation
internal import Notebooks

/// Where the handouts of a call are in an output folder: in the folder of their variant, and there in subfolders like
/// those of their notebooks.
struct OutputLayout {
  /// The folder, without symbolic links, whose subfolders the output folder has.
  let root: String
  /// Whom the handouts are for.
  let variant: Variant
  /// Whether all notebooks below the root are of one course, since there is an `nbrun.yml`.
  let isProject: Bool

  /// Creates a layout like the folders below `root`.
  init(root: String, _ variant: Variant) {
    (self.root, self.variant) = (NotebookFolder.realPath(root), variant)
    isProject = ProjectDefaults.folder(above: self.root) == self.root
  }

  /// Creates the layout of a call that names `paths`, files and folders.
  ///
  /// Its root is the folder of the `nbrun.yml` that is about all of them. Without one, it is the deepest folder that
  /// holds all of them, so one file and the files of one folder need no subfolder.
  init(ofCallNaming paths: [String], _ variant: Variant) {
    let folders = paths.filter { !NotebookPath.isStream($0) }.map { path in
      NotebookFolder.realPath(NotebookFolder.isFolder(path) ? path : FilePath.folder(of: path))
        .split(separator: "/")
    }
    let first = folders.first ?? []
    let depth = folders.map { zip($0, first).prefix { $0 == $1 }.count }.min() ?? 0
    let deepest = "/" + first.prefix(depth).joined(separator: "/")
    let project = ProjectDefaults.folder(above: deepest)
    (root, isProject, self.variant) = (project ?? deepest, project != nil, variant)
  }

  /// Creates the layout like the folders below `root`; nil for that of a call that names `paths`.
  init(root: String?, ofCallNaming paths: [String], _ variant: Variant) {
    self = root.map { OutputLayout(root: $0, variant) } ?? OutputLayout(ofCallNaming: paths, variant)
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

  /// Returns the folder in `base` for what belongs to all notebooks.
  func top(of base: String) -> String { variant.folder.map { "\(base)/\($0)" } ?? base }

  /// Returns the folder in `base` for what belongs to the notebook at `path`.
  func folder(for path: String, in base: String) -> String {
    let (top, subfolder) = (top(of: base), subfolder(of: path) ?? "")
    return subfolder.isEmpty ? top : "\(top)/\(subfolder)"
  }

  /// Returns where in `base` the handout of the notebook at `path` is.
  func files(of path: String, in base: String) -> HandoutFiles {
    HandoutFiles(ofNotebookAt: path, in: folder(for: path, in: base))
  }

  /// Returns the folder of a variant in which the handout of the notebook at `path` would be if it is not of that
  /// variant; nil if it is in none.
  func variantFolder(of path: String) -> String? {
    let files = HandoutFiles(ofNotebookAt: path, in: subfolder(of: path) ?? "")
    let first = files.folder.split(separator: "/").first.map(String.init) ?? files.name
    return Variant.allCases.compactMap(\.folder).first { $0 == first }
  }

  /// Throws if one of `paths` is not below the root, or two of them would have one handout, or one's would be among
  /// those of a variant.
  func check(_ paths: [String]) throws(NotebookError) {
    var taken: [String: String] = [:]
    for path in paths {
      guard let subfolder = subfolder(of: path) else {
        throw .outsideRoot(path: path, root: root)
      }
      if let folder = variantFolder(of: path) { throw .amongVariant(path: path, folder: folder) }
      let handout = HandoutFiles(ofNotebookAt: path, in: subfolder).parts
      if let other = taken.updateValue(path, forKey: handout) { throw .ambiguous(path: path, other: other) }
    }
  }
}
