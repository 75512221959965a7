internal import Foundation
internal import Notebooks

/// The index of the handouts that lie in a folder.
struct CourseFiles {
  private let notebooks: [String]
  private let variant: Variant
  private let folder: String
  /// The path of the index.
  let path: String

  /// Creates the index of the notebooks at `notebooks`.
  ///
  /// It is `index.html`, unless that is the handout of a notebook called `index.md`.
  init(of notebooks: [String], _ variant: Variant, in folder: String) {
    (self.notebooks, self.variant, self.folder) = (notebooks, variant, folder)
    let handouts = Set(notebooks.map { HandoutFiles(ofNotebookAt: $0, variant, in: folder).name })
    let names = ["index", "course-index"].map { $0 + variant.suffix }
    let isFree = { name in
      !handouts.contains(name) && !FileManager.default.fileExists(atPath: "\(folder)/\(name)/results.json")
    }
    path = "\(folder)/\(names.first(where: isFree) ?? names[1]).html"
  }

  /// Writes the index of what the notebooks' runs have stored.
  ///
  /// A notebook that left nothing, since it could not be read, is not in it.
  func write() throws(NotebookError) { try HandoutWriter.write(page, to: path) }

  /// Tells whether the index is the one that its handouts make.
  func check() throws(NotebookError) -> RunStatus {
    let stored = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    if stored == page { return .succeeded }
    let words = stored == nil ? "is missing" : "is not the index of these handouts"
    Console.write("\(Console.style.mark(false)) \(path) \(words); 'nbrun run' on all of them writes it\n")
    return .differs
  }

  private var page: String {
    var handouts: [(notebook: Notebook, result: NotebookResult)] = []
    for path in notebooks {
      do throws(NotebookError) {
        var notebook = try MarkdownReader.read(path: path)
        notebook.apply(variant)
        handouts.append((notebook, try HandoutWriter.read(name: notebook.name, in: folder)))
      } catch { continue }
    }
    let chapters = handouts.map { $0.notebook.frontMatter.chapter ?? .max }
    // Those without a chapter come last, in the order of their names.
    handouts = handouts.indices.sorted { (chapters[$0], $0) < (chapters[$1], $1) }.map { handouts[$0] }
    return CourseIndex.html(of: handouts)
  }
}
