/// Directives, roles and shortcodes of MyST and Quarto that stand in a notebook and mean nothing here.
struct ForeignMarkup {
  /// What to tell of them, in order.
  private(set) var problems: [Diagnostic] = []
  private let notebook: Notebook

  /// Looks through the prose of `notebook`.
  init(_ notebook: Notebook) {
    self.notebook = notebook
    for block in notebook.prose.blocks { visit(block) }
  }

  private mutating func visit(_ block: MarkdownBlock) {
    switch block.kind {
    case .code(let code): read(code, at: block.firstLine)
    case .paragraph(let text), .heading(_, let text): read(text)
    case .table(let table):
      for cell in table.rows.joined() { read(cell) }
    case .div(let div, let inner):
      if let words = words(about: div) { warn(words, div.location) }
      inner.forEach { visit($0) }
    default: for child in block.children { visit(child) }
    }
  }

  private mutating func warn(_ message: String, _ location: SourceLocation) {
    problems.append(.init(.warning, message, at: location))
  }

  /// Languages whose cells Quarto and R Markdown run.
  private static let languages = ["python", "r", "julia", "bash", "sh", "sql", "js", "ojs", "mermaid", "dot"]

  private mutating func read(_ code: CodeBlock, at line: Int) {
    guard case .listing = code.content, let fence = code.fence, code.info.hasPrefix("{"),
      let name = code.info.prefixMatch(of: /\{([A-Za-z][\w:-]*)[\s,}]/)?.1
    else { return }
    let words =
      switch String(name) {
      case "code-cell", "raw-cell": "is for MyST, whose notebooks 'nbrun convert' reads; it is shown as code"
      case let name where ForeignMarkup.languages.contains(name.lowercased()):
        "does not run, since cells are Swift; it is shown as code"
      default: "is a directive that is not understood; it is shown as code"
      }
    warn("'{\(name)}' \(words)", SourceLocation(line: line, column: fence.column))
  }

  /// What to tell of a div by which another program would do more than set its content apart.
  private func words(about div: FencedDiv) -> String? {
    if let name = div.directive {
      return "'{\(name)}' is a directive that is not understood; what it holds is shown as other text"
    }
    let known = ["content-visible", "content-hidden", "aside"]
    let name = div.attributes.classes.first { known.contains($0) || $0.hasPrefix("column-") }
    return name.map { "'\($0)' is not understood; what the div holds is shown as other text" }
  }

  private mutating func read(_ text: [MarkdownInline]) {
    for (index, inline) in text.enumerated() {
      guard case .text(let words) = inline.kind else {
        if case .image = inline.kind { continue }
        read(inline.children)
        continue
      }
      // Most prose has none of these signs, and regular expressions cost their compilation.
      if words.utf8.contains(UInt8(ascii: "{")), let name = words.firstMatch(of: /\{\{<\s*([\w-]*)/) {
        warn(
          "the shortcode '\(name.1)' is not understood; it is shown as it is written",
          notebook.location(of: "{{<", in: inline.range))
      }
      if index == 0, words.hasPrefix("("), let label = words.wholeMatch(of: /\(([\w.:-]+)\)=\s*/) {
        warn(
          "the label '\(label.1)' is not understood; write '{#sec-\(label.1)}' behind a heading",
          inline.range.start)
      }
      if words.hasSuffix("}"), text.indices.contains(index + 1), case .code = text[index + 1].kind,
        let role = words.firstMatch(of: /\{([a-z][\w:+-]*)\}$/)
      {
        warn(
          "the role '{\(role.1)}' is not understood; it is shown as it is written",
          inline.range.end.moved(columns: -role.0.utf8.count))
      }
    }
  }
}
