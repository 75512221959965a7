internal import Foundation

/// Where links of the prose lead: to parts of the page, to the handouts of other notebooks, and to files, which are
/// copied beside the page.
final class NotebookLinks {
  private let notebook: Notebook
  private let findings: Findings
  private let others: OtherNotebooks
  /// The files that the page links to, by their paths from the notebook's folder on.
  private var files: [String: LinkedFile] = [:]
  /// What the files take together.
  private var size = 0
  /// The names of the parts of a notebook, by its path.
  private var names: [String: Set<String>] = [:]

  /// The extension of the files that other notebooks become.
  private let fileExtension: String

  init(
    _ notebook: Notebook, _ others: OtherNotebooks, _ findings: Findings, fileExtension: String = "html"
  ) {
    (self.notebook, self.others, self.findings) = (notebook, others, findings)
    self.fileExtension = fileExtension
  }

  /// Returns the address of the handout of the notebook at `path`, which is relative.
  static func page(ofNotebookAt path: String, fileExtension: String = "html") -> String {
    let folders = path.split(separator: "/").dropLast().filter { $0 != "." }.map { String($0).asAddress }
    let file = "\(Notebook.name(ofFileAt: path).asAddress).\(fileExtension)"
    return (folders + [file]).joined(separator: "/")
  }

  /// The files to copy, in order.
  var linkedFiles: [LinkedFile] { files.values.sorted { $0.path < $1.path } }

  /// Returns where a link to `destination` leads in the handout, and what is wrong with it.
  ///
  /// - Parameter takesPicturesFromOutside: Whether a picture is copied that is not below the notebook's folder; a page
  ///   holds its pictures itself.
  func target(
    of destination: String, takesPicturesFromOutside: Bool = false
  ) -> (address: String, problem: String?) {
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let (address, fragment) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    if address.isEmpty {
      return (destination, fragment.flatMap { missingPart($0, in: notebook, "this page") })
    }
    if address.contains(":") || address.hasPrefix("//") { return (destination, nil) }
    let path = address.removingPercentEncoding ?? address
    if path.hasPrefix("/") {
      return (destination, "'\(path)' is an absolute path; write the path from the notebook's folder")
    }
    if NotebookPath.isMarkdown(path) {
      guard let other = others.notebook(at: path) else {
        return (destination, "there is no notebook '\(path)' beside this one")
      }
      let page = NotebookLinks.page(ofNotebookAt: path, fileExtension: fileExtension)
      return (
        page + (fragment.map { "#" + $0 } ?? ""),
        outside(path) ?? fragment.flatMap { missingPart($0, in: other, "'\(path)'") }
      )
    }
    // The page of a notebook, for one who writes what the browser will show.
    if path.hasSuffix(".html"), let other = others.notebook(at: path.dropLast("html".count) + "md") {
      return (destination, fragment.flatMap { missingPart($0, in: other, "'\(path)'") })
    }
    let (file, problem) = file(at: path, fromOutside: takesPicturesFromOutside && isPicture(at: address))
    guard let file else { return (destination, problem) }
    let folders = file.split(separator: "/").map { String($0).asAddress }
    let copy = ([notebook.name.asAddress, LinkedFile.folder] + folders).joined(separator: "/")
    return (copy + (fragment.map { "#" + $0 } ?? ""), problem)
  }

  /// Returns what is wrong with a link to the notebook at `path` if its handout is in no output folder with this one.
  private func outside(_ path: String) -> String? {
    guard let root = notebook.root, Course.path(of: others.path(of: path), below: root) == nil else {
      return nil
    }
    return "the notebook '\(path)' is not below '\(root)', so its handout is not in the output folder"
  }

  /// Returns the path of a file to copy, or else what is wrong with it.
  private func file(at path: String, fromOutside: Bool) -> (path: String?, problem: String?) {
    if let known = files[path] { return (known.path, nil) }
    let origin = others.path(of: path)
    switch FileState.kind(of: origin) {
    case "absent": return (nil, "there is no file '\(path)' beside this notebook")
    case "file": break
    default: return (nil, "'\(path)' is not a file; link to a file, or to an archive of several")
    }
    let below = FilePath.real(FilePath.folder(of: notebook.path)).flatMap { folder in
      FilePath.real(origin).flatMap { FilePath.relative($0, to: folder) }
    }
    let outside = path.split(separator: "/").filter { $0 != "." }.map { $0 == ".." ? "parent" : String($0) }
    guard let inner = below ?? (fromOutside ? outside.joined(separator: "/") : nil) else {
      return (nil, "'\(path)' is not below the notebook's folder, so the handout does not come with it")
    }
    let size = FileState.size(of: origin) ?? 0
    guard size <= LinkedFile.largest, self.size + size <= LinkedFile.total else {
      let limit = size > LinkedFile.largest ? LinkedFile.largest : LinkedFile.total
      return (
        nil,
        "'\(path)' is too large to come with the handout: the limit is \(ByteCount.text(limit)) "
          + (size > LinkedFile.largest ? "a file" : "together")
      )
    }
    self.size += size
    files[path] = LinkedFile(path: inner, origin: origin)
    return (inner, nil)
  }

  /// Whether a page would hold what is at `address`: a notebook of somebody else must not publish other files of the one
  /// who runs it.
  private func isPicture(at address: String) -> Bool {
    if case .success = EmbeddedImages(of: notebook).embedded(address) { true } else { false }
  }

  private func missingPart(_ fragment: String, in other: Notebook, _ target: String) -> String? {
    let name = fragment.removingPercentEncoding ?? fragment
    let names = names(in: other)
    // An empty one is the top of the page.
    if name.isEmpty || names.isEmpty || names.contains(name) { return nil }
    let nearest = findings.takesSuggestion() ? Spelling.nearest(to: name, among: names.sorted()) : nil
    return "no part of \(target) is called '\(name)'" + (nearest.map { "; did you mean '#\($0)'?" } ?? "")
  }

  /// Returns the names of the page's parts; none if the author may give others in markup.
  private func names(in notebook: Notebook) -> Set<String> {
    if notebook.frontMatter.allowsHTML { return [] }
    if let known = names[notebook.path] { return known }
    var names: Set = ["top", "content", "contents"]
    for cell in notebook.cells { names.formUnion([cell.anchor] + [cell.options.label].compactMap(\.self)) }
    for leaf in notebook.prose.blocks.flatMap(\.leaves) {
      if case .formula(let formula) = leaf.kind, let label = formula.label { names.insert(label) }
    }
    let anchors = Anchors(reserved: names)
    for heading in notebook.prose.blocks.flatMap(\.headings).map(HeadingText.init) {
      names.insert(heading.label ?? anchors.slug(for: heading.inlines.plainText))
    }
    self.names[notebook.path] = names
    return names
  }
}

/// A file that the prose links to, which comes with the handout.
public struct LinkedFile: Sendable, Equatable {
  /// The most that one file may take, and all of a handout together, in bytes.
  static let (largest, total) = (64 << 20, 256 << 20)
  /// The folder in the parts of the handout that holds them.
  static let folder = "files"

  /// Where its copy is in that folder.
  var path: String
  /// Where it is.
  var origin: String

  /// Creates a file.
  package init(path: String, origin: String) { (self.path, self.origin) = (path, origin) }
}
