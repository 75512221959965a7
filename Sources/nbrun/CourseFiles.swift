internal import Foundation
internal import Notebooks

/// The index of the handouts that lie in a folder.
enum CourseFiles {
  /// Writes `index.html` for the notebooks at `paths`, from what their runs have stored; returns its path.
  ///
  /// A notebook that left nothing, since it could not be read, is not in it.
  static func writeIndex(
    of paths: [String], variant: Variant, to folder: String
  ) throws(NotebookError) -> String {
    let page = index(of: paths, variant: variant, in: folder)
    return try HandoutWriter.write(page, as: .html, name: "index" + variant.suffix, to: folder)
  }

  /// Tells whether the index in `folder` is the one that its handouts make.
  static func checkIndex(
    of paths: [String], variant: Variant, in folder: String
  ) throws(NotebookError) -> RunStatus {
    let path = "\(folder)/index\(variant.suffix).html"
    let stored = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    if stored == index(of: paths, variant: variant, in: folder) { return .succeeded }
    let words = stored == nil ? "is missing" : "is not the index of these handouts"
    Console.write("\(Console.style.mark(false)) \(path) \(words); 'nbrun run' on all of them writes it\n")
    return .differs
  }

  private static func index(of paths: [String], variant: Variant, in folder: String) -> String {
    var handouts: [(notebook: Notebook, result: NotebookResult)] = []
    for path in paths {
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
