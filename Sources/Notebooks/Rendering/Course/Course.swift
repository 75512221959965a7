internal import Foundation

/// The notebooks of a course in their order, as far as the pages of the others have to know them.
///
/// They are those below the root of the outputs that name the same `course`. Their `chapter` orders them, or the
/// `parts` of the course's own page, `index.md`.
struct Course {
  /// A notebook of the course.
  struct Member {
    /// The path of its file, from the root on.
    let path: String
    /// What the top of the file says.
    let matter: FrontMatter
    /// Its title without marks.
    let title: String
  }

  /// The notebooks in their order, without the course's own page.
  private(set) var members: [Member] = []

  /// Finds the course that `notebook` belongs to; nil if it names none.
  ///
  /// Submissions of a class are copies of one notebook: where two claim one chapter, each of them belongs to its own
  /// folder only.
  init?(of notebook: Notebook) {
    guard let course = notebook.frontMatter.course, let root = notebook.root,
      let own = Course.path(of: notebook.path, below: root)
    else { return nil }
    let found = Course.notebooks(below: root).compactMap { Course.member(at: $0, below: root) }
      .filter { $0.matter.course == course }
    let chapters = found.compactMap(\.matter.chapter)
    let folder = FilePath.folder(of: own)
    members = Course.ordered(
      Set(chapters).count == chapters.count ? found : found.filter { FilePath.folder(of: $0.path) == folder },
      by: Course.parts(below: root)
    ) { ($0.path, $0.matter.chapter) }.flatMap(\.members)
  }

  /// Returns `items` by the parts of their course: those that `parts` list in that order, the others below them by
  /// chapter and path.
  static func ordered<Item>(
    _ items: [Item], by parts: [CoursePart], _ key: (Item) -> (path: String, chapter: Int?)
  ) -> [(title: String?, members: [Item])] {
    let sorted = items.map { (item: $0, key: key($0)) }
      .sorted { ($0.key.chapter ?? .max, $0.key.path) < ($1.key.chapter ?? .max, $1.key.path) }
    var rest = sorted
    var ordered: [(title: String?, members: [Item])] = []
    for part in parts {
      var members: [Item] = []
      for name in part.notebooks {
        guard let index = rest.firstIndex(where: { CoursePart.names(name, $0.key.path) }) else { continue }
        members.append(rest.remove(at: index).item)
      }
      if !members.isEmpty { ordered.append((part.title, members)) }
    }
    if !rest.isEmpty { ordered.append((nil, rest.map(\.item))) }
    return ordered
  }

  /// Returns the path of the course's own page below `root`, `index.md`; nil if there is none.
  static func indexNotebook(below root: String) -> String? {
    indexNames.map { root + "/" + $0 }.first { FileState.kind(of: $0) == "file" }
  }

  /// Returns the parts that the course's own page lists.
  static func parts(below root: String) -> [CoursePart] {
    guard let path = indexNotebook(below: root), let head = try? MarkdownReader.readHead(path: path) else {
      return []
    }
    return head.frontMatter.parts
  }

  /// Returns what is wrong with the parts that `notebook` lists.
  static func problems(withPartsOf notebook: Notebook) -> [Diagnostic] {
    guard let root = notebook.root else { return [] }
    let names = notebook.frontMatter.parts.flatMap(\.notebooks)
    func location(_ text: String) -> SourceLocation {
      let line = notebook.lines.prefix(notebook.frontMatterLineCount).firstIndex { $0.contains(text) }
      return SourceLocation(line: (line ?? 0) + 1, column: 1)
    }
    if !names.isEmpty, path(of: notebook.path, below: root).map({ !indexNames.contains($0) }) ?? true {
      let message = "'parts' is read in the course's own page only, 'index.md' at the top of its folder"
      return [Diagnostic(.warning, message, at: location("parts"))]
    }
    let missing = names.filter { name in
      !["", ".md", ".markdown"].contains { FileState.kind(of: "\(root)/\(name)\($0)") == "file" }
    }
    return missing.map {
      .init(.warning, "there is no notebook '\($0)' in the course's folder", at: location($0))
    }
  }

  /// What the file of the course's own page is called.
  private static let indexNames = ["index.md", "index.markdown"]

  /// Returns the path of the file at `path` from `root` on; nil if it is elsewhere.
  static func path(of path: String, below root: String) -> String? {
    FilePath.real(FilePath.folder(of: path)).flatMap {
      FilePath.relative(FilePath.joined($0, FilePath.name(of: path)), to: root)
    }
  }

  private static func member(at path: String, below root: String) -> Member? {
    guard let head = try? MarkdownReader.readHead(path: root + "/" + path) else { return nil }
    return Member(path: path, matter: head.frontMatter, title: head.title)
  }

  /// How deep folders are searched, and how many: a notebook may lie in somebody's home.
  private static let (deepest, mostFolders) = (4, 500)

  /// Returns the notebooks below `root`, as paths from there on, without the course's own page and what runs have written;
  /// none if there are too many folders to look at.
  static func notebooks(below root: String) -> [String] {
    var files: [String] = []
    var folders = [""]
    var next = 0
    while next < folders.count {
      let folder = folders[next]
      next += 1
      if folders.count > mostFolders { return [] }
      for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
      where !name.hasPrefix(".") {
        let path = folder + name
        if NotebookPath.isMarkdownOfFolder(name) {
          if FileState.kind(of: "\(root)/\(path)") == "file" { files.append(path) }
        } else if folder.count(where: { $0 == "/" }) < deepest,
          FileState.kind(of: "\(root)/\(path)") == "folder"
        {
          folders.append(path + "/")
        }
      }
    }
    return files.filter { !indexNames.contains($0) && !HandoutFiles.isListed("\(root)/\($0)") }.sorted()
  }
}
