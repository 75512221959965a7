internal import Glibc

/// What `nbrun.yml` says: the front matter of every notebook in its folder and below, as far as these say nothing else.
public enum ProjectDefaults {
  /// The name of the file.
  public static let fileName = "nbrun.yml"

  /// Returns the folder with the file that is nearest to `folder`, the same or one above it, without symbolic links;
  /// nil if there is none.
  public static func folder(above folder: String) -> String? {
    guard var current = FilePath.real(folder) else { return nil }
    while true {
      if FileState.kind(of: FilePath.joined(current, fileName)) == "file" { return current }
      if current == "/" { return nil }
      current = FilePath.folder(of: current)
    }
  }

  /// Returns the path of that file.
  static func file(above folder: String) -> String? {
    self.folder(above: folder).map { FilePath.joined($0, fileName) }
  }

  /// Returns the files above `folder` that notebooks in it begin with: `nbrun.yml` and the bibliography that it names.
  ///
  /// None if the nearest `nbrun.yml` is in `folder` itself, where it is part of what the author of the notebook gave.
  public static func files(above folder: String) -> [String] {
    guard let place = self.folder(above: folder), place != FilePath.real(folder) else { return [] }
    let named = read(forNotebookAt: FilePath.joined(place, "notebook.md")).matter.bibliography
    return [FilePath.joined(place, fileName)] + named.compactMap(FilePath.real)
  }

  /// Returns what a notebook at `path` begins with, and what is wrong with that.
  static func read(forNotebookAt path: String) -> (matter: FrontMatter, problems: [Diagnostic]) {
    guard let folder = folder(above: FilePath.folder(of: path)) else { return (FrontMatter(), []) }
    var reader = OptionReader(
      FrontMatter(), keys: keys, foreignKeys: FrontMatter.foreignKeys.merging(ownKeys) { $1 }, noun: "key")
    do throws(NotebookError) {
      let text = try TextFile.read(FilePath.joined(folder, fileName))
      reader.read(MarkdownReader.lines(of: text).joined(separator: "\n"), from: .start)
    } catch {
      return (FrontMatter(), [Diagnostic(.error, error.diagnosticText, at: .start)])
    }
    var matter = reader.subject
    matter.bibliography = matter.bibliography.map { FilePath.joined(folder, $0) }
    let problems = reader.problems.map { problem in
      let location = problem.location.map { ", line \($0.line)" } ?? ""
      return Diagnostic(problem.severity, "\(fileName)\(location): \(problem.message)", at: .start)
    }
    return (matter, problems)
  }

  private static let keys = FrontMatter.keys.filter { ownKeys[$0.name] == nil }

  /// The keys of the front matter that are about one notebook.
  private static let ownKeys: [String: String] = {
    let advice = ["title", "subtitle", "abstract", "description", "chapter", "params"].map {
      ($0, "it is about one notebook, which says it at its own top")
    }
    return Dictionary(advice + [("parts", "'index.md' lists them at its top")]) { $1 }
  }()
}
