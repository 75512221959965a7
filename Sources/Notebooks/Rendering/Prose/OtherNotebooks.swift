internal import Foundation

/// Notebooks that the prose links and refers to, each read once.
final class OtherNotebooks {
  private let notebook: Notebook
  /// Returns what the latest run of a notebook gave, if that is known.
  private let stored: (Notebook) -> NotebookResult?
  private var known: [String: Notebook?] = [:]
  private var references: [String: CrossReferences] = [:]
  /// The notebooks of the course by their names; nil until one is looked for.
  private var paths: [String: [String]]?

  init(besides notebook: Notebook, stored: @escaping (Notebook) -> NotebookResult?) {
    (self.notebook, self.stored) = (notebook, stored)
  }

  /// Returns the path of the file at `path`, which is seen from the notebook's folder.
  func path(of path: String) -> String { FilePath.folder(of: notebook.path) + "/" + path }

  /// Returns the notebook at `path`, which is seen from the notebook's folder; nil if there is none.
  func notebook(at path: String) -> Notebook? {
    let path = self.path(of: path)
    if let known = known[path] { return known }
    var other = try? MarkdownReader.read(path: path, takesStreams: false)
    other?.apply(notebook.variant)
    known[path] = .some(other)
    return other
  }

  /// Returns what the reference `@name#label` says and where it leads, or else what is wrong with it.
  ///
  /// Figures have the numbers of the latest run; before the first one each cell counts as if it drew one.
  func target(of label: String, inNotebook name: String, _ findings: Findings) -> Result<
    (text: String, address: String), Problem
  > {
    guard let path = path(ofNotebook: name), let other = notebook(at: path) else {
      return .failure(Problem(message: "there is no notebook '\(name)' beside this one or in the course"))
    }
    let references = references(in: other)
    guard let target = references.targets[label] else {
      return .failure(Problem(message: references.message(about: label, findings, in: other.fileName)))
    }
    let title = (try? MarkdownReader.readHead(path: other.path))?.title ?? other.name
    let page = NotebookLinks.page(ofNotebookAt: path)
    return .success(
      ("\(target.text) (\(notebook.words.quoted([.title: title])))", "\(page)#\(target.anchor)"))
  }

  /// Returns the notebook that references call `name`; nil if there is none.
  func notebook(named name: String) -> Notebook? { path(ofNotebook: name).flatMap { notebook(at: $0) } }

  /// The names of the notebooks that can be referred to, and their titles: those beside this one, and of those of the
  /// course the ones that no other is called like.
  var names: [(name: String, title: String)] {
    let folder = FilePath.folder(of: notebook.path)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let beside = files.filter(NotebookPath.isMarkdownOfFolder).map { Notebook.name(ofFileAt: $0) }
    let names = Set(beside).union(notebooksOfCourse.filter { $0.value.count == 1 }.keys)
    return names.subtracting([notebook.name]).sorted().compactMap { name in
      guard let path = path(ofNotebook: name) else { return nil }
      return (name, (try? MarkdownReader.readHead(path: self.path(of: path)))?.title ?? "")
    }
  }

  /// Why a reference leads nowhere.
  struct Problem: Error {
    let message: String
  }

  /// Returns what references in `other`, or to it, find.
  func references(in other: Notebook) -> CrossReferences {
    if let known = references[other.path] { return known }
    let results = stored(other)?.cellsByNumber ?? [:]
    let found = CrossReferences(
      other, other.prose.blocks, numbers: Numbering(other, results, foresees: true),
      values: InlineValues(other, results), findings: Findings(), words: notebook.words)
    references[other.path] = found
    return found
  }

  /// Returns the path of the notebook `name` as seen from this one's folder: a path without its ending, or the name of
  /// the only such notebook of the course.
  private func path(ofNotebook name: String) -> String? {
    let beside = ["md", "markdown"].map { "\(name).\($0)" }.first {
      FileState.kind(of: path(of: $0)) == "file"
    }
    if let beside { return beside }
    guard !name.contains("/"), let found = notebooksOfCourse[name], found.count == 1,
      let root = notebook.root,
      let own = Course.path(of: notebook.path, below: root)
    else { return nil }
    return String(repeating: "../", count: own.count { $0 == "/" }) + found[0]
  }

  /// The paths of the notebooks of the course, from the root on, by their names; each is looked for once.
  private var notebooksOfCourse: [String: [String]] {
    if let paths { return paths }
    let found = notebook.root.map(Course.notebooks) ?? []
    let all = Dictionary(grouping: found) { Notebook.name(ofFileAt: $0) }
    paths = all
    return all
  }
}
