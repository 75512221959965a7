/// Turns the blocks of the prose into HTML; cells come out through `CellRenderer`.
struct ProseRenderer {
  /// The prose without its formulas.
  let cut: ProseCut
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// What is added to the levels of headings, since the title is the only one of the first.
  let headingShift: Int
  /// The headings so far.
  private(set) var contents: [ContentsEntry] = []
  /// The footnotes so far.
  private var footnotes: [HTML] = []
  private var anchors: Anchors
  private var cells: ArraySlice<Cell>

  init(cut: ProseCut, shared: SharedRendering, headingShift: Int, anchors: Anchors) {
    self.cut = cut
    self.shared = shared
    self.headingShift = headingShift
    self.anchors = anchors
    cells = shared.notebook.fencedCells[...]
  }

  /// Returns `blocks` as HTML, with the footnotes at the end.
  mutating func document(_ blocks: [MarkdownBlock]) -> HTML {
    let body = html(blocks)
    guard !footnotes.isEmpty else { return body }
    let list = HTML.element("ol", [:], footnotes.joined())
    return body + .element("section", ["class": "footnotes", "aria-label": "Footnotes"], list)
  }

  private mutating func html(_ blocks: [MarkdownBlock], isTight: Bool = false) -> HTML {
    var html = HTML.empty
    for block in blocks {
      html += self.html(block, isTight: isTight) + HTML("\n")
      html += failedValues(in: block)
    }
    return html
  }

  private mutating func html(_ block: MarkdownBlock, isTight: Bool) -> HTML {
    let inlines = InlineRenderer(cut: cut, shared: shared, line: cut.fileLine(block.firstLine))
    switch block.kind {
    case .paragraph(let text): return isTight ? inlines.html(text) : .element("p", [:], inlines.html(text))
    case .heading(let level, let text): return heading(level + headingShift, text, inlines)
    case .code(let code): return self.code(code)
    case .quote(let inner): return quote(inner)
    case .list(let list): return self.list(list)
    case .table(let table): return inlines.html(table)
    case .html(let markup): return ProseRenderer.raw(cut.restored(markup))
    case .rule: return .void("hr")
    case .footnote(let inner):
      footnotes.append(footnote(inner))
      return .empty
    }
  }

  /// What is wrong with inline values whose first one is in `block`.
  private func failedValues(in block: MarkdownBlock) -> HTML {
    switch block.kind {
    case .paragraph, .heading, .table: break
    // What is inside tells for itself.
    case .quote, .list, .footnote, .code, .html, .rule: return .empty
    }
    let lines =
      cut.fileLine(block.firstLine)...max(cut.fileLine(block.firstLine), cut.fileLine(block.lastLine))
    let problems = lines.flatMap { shared.values.failures[$0] ?? [] }
    return problems.map { DiagnosticRenderer(notebook: shared.notebook).html($0) + HTML("\n") }.joined()
  }

  private mutating func heading(_ level: Int, _ text: [MarkdownInline], _ inlines: InlineRenderer) -> HTML {
    let anchor = anchors.slug(for: cut.restored(text.plainText))
    var plain = inlines
    plain.linksAllowed = false
    contents.append(ContentsEntry(level: level, anchor: anchor, title: plain.html(text)))
    let link = HTML.element(
      "a", ["class": "anchor", "href": "#" + anchor, "aria-label": "Link to this section"], HTML("#"))
    let content = inlines.html(text) + HTML(" ") + link
    switch level {
    case 1: return .element("h1", ["id": anchor], content)
    case 2: return .element("h2", ["id": anchor], content)
    case 3: return .element("h3", ["id": anchor], content)
    case 4: return .element("h4", ["id": anchor], content)
    case 5: return .element("h5", ["id": anchor], content)
    default: return .element("h6", ["id": anchor], content)
    }
  }

  private mutating func code(_ code: CodeBlock) -> HTML {
    if code.isCell, let cell = cells.popFirst() { return CellRenderer(shared: shared).html(cell) }
    let language = code.language.isEmpty ? nil : "language-" + cut.restored(code.language)
    let text = HTML.element("code", ["class": language], HTML(cut.restored(code.code)))
    return .element("pre", ["class": "listing", "tabindex": "0"], text)
  }

  private mutating func quote(_ blocks: [MarkdownBlock]) -> HTML {
    guard let alert = Alert(blocks) else { return .element("blockquote", [:], html(blocks)) }
    let title = HTML.element("p", ["class": "alert-title"], HTML(alert.title))
    return .element("aside", ["class": "alert \(alert.name)"], title, html(alert.blocks))
  }

  private mutating func list(_ list: MarkdownList) -> HTML {
    var items = HTML.empty
    for item in list.items {
      let isTask = item.isChecked != nil
      let box = HTML.void(
        "input", ["type": "checkbox", "disabled": "", "checked": item.isChecked == true ? "" : nil])
      let content = html(item.blocks, isTight: list.isTight)
      items += .element("li", ["class": isTask ? "task" : nil], isTask ? box + HTML(" ") : .empty, content)
    }
    guard let start = list.start else { return .element("ul", [:], items) }
    return .element("ol", ["start": start == 1 ? nil : "\(start)"], items)
  }

  private mutating func footnote(_ blocks: [MarkdownBlock]) -> HTML {
    let number = footnotes.count + 1
    let back = HTML.element(
      "a", ["href": "#fnref-\(number)", "class": "back", "aria-label": "Back to the text"], HTML("↩"))
    return .element("li", ["id": "fn-\(number)"], html(blocks), back)
  }

  /// Comments are for authors; other markup is shown as it is written.
  private static func raw(_ markup: String) -> HTML {
    let bare = markup.trimmingBlanks
    if bare.hasPrefix("<!--"), bare.hasSuffix("-->") { return .empty }
    return .element("p", ["class": "raw"], HTML(bare))
  }
}
