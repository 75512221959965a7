internal import Foundation
internal import Notebooks

/// The page of a course, which leads to its handouts in an output folder: `index.html`.
///
/// A notebook `index.md` at the root of the course is what stands above the list of handouts. With it, or with an
/// `nbrun.yml`, the list is of all notebooks of the course, whatever a call names.
struct CourseFiles {
  private let notebooks: [String]
  private let layout: OutputLayout
  private let folder: String
  private let cache: CacheUse
  private let sandbox: Sandbox
  /// The path of the notebook that is the top of the page; nil if there is none.
  let opening: String?
  /// The path of the page.
  let path: String

  /// Creates the page of the notebooks at `notebooks`.
  ///
  /// - Parameter sandbox: How they were run; of those of strangers no cache takes anything.
  init(
    of notebooks: [String], _ layout: OutputLayout, in folder: String, cache: CacheUse = .none,
    sandbox: Sandbox = .none
  ) throws(NotebookError) {
    (self.layout, self.folder, self.sandbox) = (layout, folder, sandbox)
    self.cache = sandbox == .container ? .none : cache
    opening = CourseIndex.opening(below: layout.root).map { opening in
      notebooks.first { FilePath.real($0) == FilePath.real(opening) } ?? opening
    }
    let isWhole = opening != nil || layout.isProject
    let all = !isWhole ? notebooks : try NotebookFolder.notebooks(at: [layout.root], output: folder)
    let opening = opening.flatMap { FilePath.real($0) }
    self.notebooks = all.filter { path in
      (opening == nil || FilePath.real(path) != opening) && layout.variantFolder(of: path) == nil
    }
    path = "\(layout.top(of: folder))/index.html"
  }

  /// Adds the page to what a call writes that runs `notebooks`.
  func add(to plan: inout OutputPlan, besides notebooks: [String]) throws(NotebookError) {
    guard let opening else { return try plan.add(indexAt: path) }
    if !notebooks.contains(opening) { try plan.add(files(of: opening), of: opening) }
  }

  /// Writes the page of what the notebooks' runs have stored; returns whether there is one.
  ///
  /// A notebook that left nothing, since it could not be read, is not in it. Without a result of the notebook that
  /// is the top of the page there is no page.
  func write() throws(NotebookError) -> Bool {
    guard let page else { return false }
    try HandoutWriter.write(page, to: path)
    return true
  }

  /// Says whether the page is the one that its handouts make.
  ///
  /// One of more handouts than those of the notebooks cannot be made again from these.
  func check() throws(NotebookError) -> RunStatus {
    let stored = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    guard let page else { return .succeeded }
    if stored == page { return .succeeded }
    let handouts = Set((notebooks + [opening].compactMap(\.self)).map { files(of: $0).parts })
    let top = layout.top(of: folder)
    let variants = Variant.allCases.compactMap(\.folder).map { "\(top)/\($0)" }
    let others = HandoutFiles.recorded(in: top, besides: variants).subtracting(handouts)
    if stored != nil, let other = others.min() {
      let name = other.dropFirst(top.utf8.count + 1)
      Console.write("\(path) was not compared: '\(top)' holds other handouts, too, such as '\(name)'\n")
      return .succeeded
    }
    let words = stored == nil ? "is missing" : "is not the index of these handouts"
    Console.write("\(Console.style.mark(false)) \(path) \(words); run all of them to write it\n")
    return .differs
  }

  /// The list of handouts; those without a result are not in it.
  func list() -> CourseList {
    CourseList(
      notebooks.compactMap(stored), by: opening == nil ? [] : CourseIndex.parts(below: layout.root),
      cache: cache(forPageAt: path))
  }

  private var page: String? {
    guard let opening else { return CourseIndex.html(of: list()) }
    guard let (notebook, result, _) = stored(opening) else { return nil }
    return HTMLHandout.render(
      notebook: notebook, result: result, cache: cache(forPageAt: path + "#top"), list: list()
    )
    .html
  }

  /// Returns the notebook at `path` and what its run has stored; nil if it cannot be read or has not run.
  private func stored(_ path: String) -> CourseList.Handout? {
    guard var notebook = try? MarkdownReader.read(path: path) else { return nil }
    notebook.root = layout.root
    notebook.apply(layout.variant)
    notebook.apply(sandbox)
    guard let result = try? HandoutWriter.read(name: notebook.name, in: files(of: path).folder) else {
      return nil
    }
    return (notebook, result, layout.subfolder(of: path) ?? "")
  }

  private func files(of path: String) -> HandoutFiles { layout.files(of: path, in: folder) }

  private func cache(forPageAt path: String) -> MarkupCache {
    MarkupCache(
      ofIndexAt: URL(fileURLWithPath: path).path, folder: cache.isAllowed ? CacheUse.folder : nil,
      program: NBRun.executable)
  }
}
