internal import Foundation

/// Links of the prose to parts of the page, and to other notebooks, which lead to their handouts.
final class NotebookLinks {
  private let notebook: Notebook
  private let findings: Findings
  /// The names that links to a notebook may point to, by its path; nil if there is no such notebook.
  private var known: [String: Set<String>?] = [:]

  init(_ notebook: Notebook, _ findings: Findings) { (self.notebook, self.findings) = (notebook, findings) }

  /// Returns where a link to `destination` leads in the handout, and what is wrong with it.
  func target(of destination: String) -> (address: String, problem: String?) {
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let (path, fragment) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    if path.isEmpty {
      return (destination, fragment.flatMap { problem(with: $0, in: names(in: notebook), of: "this page") })
    }
    guard !path.contains(":"), !path.hasPrefix("/") else { return (destination, nil) }
    let file = FilePath.folder(of: notebook.path) + "/" + (path.removingPercentEncoding ?? path)
    if NotebookPath.isMarkdown(file) {
      guard let names = names(inFileAt: file) else {
        return (destination, "there is no notebook '\(path)' beside this one")
      }
      let page = Notebook.name(ofFileAt: file, notebook.variant).asAddress + ".html"
      return (
        page + (fragment.map { "#" + $0 } ?? ""),
        fragment.flatMap { problem(with: $0, in: names, of: "'\(path)'") }
      )
    }
    // A link to the page of a notebook.
    guard path.hasSuffix(".html"), let fragment,
      let names = names(inFileAt: file.dropLast("html".count) + "md")
    else { return (destination, nil) }
    return (destination, problem(with: fragment, in: names, of: "'\(path)'"))
  }

  private func problem(with fragment: String, in names: Set<String>, of place: String) -> String? {
    let name = fragment.removingPercentEncoding ?? fragment
    // An empty one is the top of the page.
    if name.isEmpty || names.isEmpty || names.contains(name) { return nil }
    let nearest = findings.takesSuggestion() ? Spelling.nearest(to: name, among: names.sorted()) : nil
    return "no part of \(place) is called '\(name)'" + (nearest.map { "; did you mean '#\($0)'?" } ?? "")
  }

  private func names(inFileAt path: String) -> Set<String>? {
    if let known = known[path] { return known }
    let other = try? MarkdownReader.read(path: path, takesStreams: false)
    let names = other.map(names)
    known[path] = .some(names)
    return names
  }

  /// Returns the names of the page's parts; none if the author may give others in markup.
  private func names(in notebook: Notebook) -> Set<String> {
    if notebook.frontMatter.allowsHTML { return [] }
    let key = "#" + notebook.path
    if let names = known[key] ?? nil { return names }
    var names: Set = ["top", "content", "contents"]
    for cell in notebook.cells { names.formUnion([cell.anchor] + [cell.options.label].compactMap(\.self)) }
    for case .formula(let formula) in notebook.prose.blocks.flatMap(\.leaves) {
      if let label = formula.label { names.insert(label) }
    }
    let anchors = Anchors(reserved: names)
    for heading in notebook.prose.blocks.flatMap(\.headings).map(HeadingText.init) {
      names.insert(heading.label ?? anchors.slug(for: heading.inlines.plainText))
    }
    known[key] = names
    return names
  }
}
