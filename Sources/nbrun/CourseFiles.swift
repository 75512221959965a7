internal import Foundation
internal import Notebooks

/// The index of the handouts that lie in a folder.
struct CourseFiles {
  private let notebooks: [String]
  private let variant: Variant
  private let folder: String
  private let cache: CacheUse
  /// The path of the index.
  let path: String

  /// Creates the index of the notebooks at `notebooks`.
  ///
  /// It is `index.html`, unless that is the handout of a notebook called `index.md`.
  init(of notebooks: [String], _ variant: Variant, in folder: String, cache: CacheUse = .none) {
    (self.notebooks, self.variant, self.folder, self.cache) = (notebooks, variant, folder, cache)
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
  ///
  /// One of more handouts than those of the notebooks cannot be made again from these.
  func check() throws(NotebookError) -> RunStatus {
    let stored = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    if stored == page { return .succeeded }
    let handouts = Set(notebooks.map { HandoutFiles(ofNotebookAt: $0, variant, in: folder).name })
    let others = HandoutFiles.recordedNames(variant, in: folder).subtracting(handouts)
    if stored != nil, let other = others.min() {
      Console.write("\(path) was not compared: '\(folder)' holds other handouts, too, such as '\(other)'\n")
      return .succeeded
    }
    let words = stored == nil ? "is missing" : "is not the index of these handouts"
    Console.write("\(Console.style.mark(false)) \(path) \(words); run all of them to write it\n")
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
    // Those without a chapter come last. The order in which a call names them does not count.
    let position = { (notebook: Notebook) in (notebook.frontMatter.chapter ?? .max, notebook.path) }
    let markup = MarkupCache(
      ofIndexAt: URL(fileURLWithPath: path).path, folder: cache.isAllowed ? CacheUse.folder : nil,
      program: NBRun.executable)
    return CourseIndex.html(
      of: handouts.sorted { position($0.notebook) < position($1.notebook) }, cache: markup)
  }
}
