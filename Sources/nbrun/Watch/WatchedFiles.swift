internal import Notebooks

/// A notebook's file and those that it is read with: `nbrun.yml` and its bibliography.
struct WatchedFiles {
  private let path: String
  private var marks: [String: FileMark] = [:]

  /// Looks at the files of the notebook at `path`.
  init(ofNotebookAt path: String) {
    self.path = path
    look()
  }

  /// Looks again, and says whether something has changed.
  ///
  /// A file that is gone counts once it is back, since some editors remove it for a moment.
  mutating func hasChanged() -> Bool {
    var isChanged = false
    for (path, mark) in marks {
      let now = FileMark(path: path)
      if now != mark, now.exists { isChanged = true }
      marks[path] = now
    }
    if isChanged { look() }
    return isChanged
  }

  private mutating func look() {
    let files = [path] + MarkdownReader.filesBeside(path)
    marks = Dictionary(files.map { ($0, marks[$0] ?? FileMark(path: $0)) }) { $1 }
  }
}
