/// Turns the blocks of the prose into HTML; cells come out through `CellRenderer`.
struct ProseRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// What is added to the levels of headings, since the title is the only one of the first.
  let headingShift: Int
  /// The headings so far.
  private(set) var contents: [ContentsEntry] = []
  /// The footnotes so far.
  private var footnotes: [HTML] = []
  private let anchors: Anchors

  init(shared: SharedRendering, headingShift: Int, anchors: Anchors) {
    self.shared = shared
    self.headingShift = headingShift
    self.anchors = anchors
  }

  /// Returns `blocks` as HTML, with the footnotes at the end.
  mutating func document(_ blocks: [MarkdownBlock]) -> HTML {
    let body = html(blocks)
    var notes = HTML.empty
    if !footnotes.isEmpty {
      let list = HTML.element("ol", [:], footnotes.joined())
      notes = .element("section", ["class": "footnotes", "aria-label": shared.words.footnotes], list)
    }
    return body + notes + works + answersOnPaper
  }

  /// The answers of quizzes, for paper alone: where they stand in the text they are folded away.
  private var answersOnPaper: HTML {
    let answers = shared.findings.answersOnPaper
    if answers.isEmpty { return .empty }
    return .element(
      "section", ["class": "paper-answers"], .element("h2", [:], HTML(shared.words.answers)), answers.joined()
    )
  }

  /// The works that were cited, in the order of their numbers.
  private var works: HTML {
    let keys = shared.findings.citedWorks
    guard !keys.isEmpty else { return .empty }
    let items = keys.enumerated().map { index, key in
      let work = shared.notebook.frontMatter.references[key] ?? key
      let text = shared.fragment(ReferenceMark.linkingDOIs(in: work), line: 1)
      return HTML.element("li", ["id": "ref-\(index + 1)"], text)
    }
    return .element(
      "section", ["class": "footnotes works", "aria-label": shared.words.references],
      .element("p", ["class": "works-title"], HTML(shared.words.references)),
      .element("ol", [:], items.joined()))
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
    let inlines = InlineRenderer(shared: shared)
    switch block.kind {
    case .paragraph(let text):
      let entry = shared.numbers.entry(line: block.firstLine)
      if let image = block.lonePicture, entry != nil || image.figureLabel != nil {
        return inlines.figure(image, entry, block.range)
      }
      return isTight ? inlines.html(text) : .element("p", [:], inlines.html(text))
    case .heading(let level, let text): return heading(level + headingShift, block, text)
    case .code(let code): return self.code(code, block)
    case .quote(let inner): return quote(inner)
    case .list(let list): return self.list(list)
    case .table(let table): return inlines.html(table, shared.numbers.entry(line: block.firstLine))
    case .html(let markup): return raw(markup)
    case .div(let div, let inner): return self.div(div, inner, line: block.firstLine)
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
    case .quote, .list, .footnote, .div, .code, .html, .rule: return .empty
    }
    let lines = block.firstLine...max(block.firstLine, block.lastLine)
    let problems = lines.flatMap { shared.values.failures[$0] ?? [] }
    return problems.map { DiagnosticRenderer(notebook: shared.notebook).html($0) + HTML("\n") }.joined()
  }

  private mutating func heading(_ level: Int, _ block: MarkdownBlock, _ text: [MarkdownInline]) -> HTML {
    let inlines = InlineRenderer(shared: shared)
    let (text, label) = (HeadingText(text).inlines, HeadingText(text).label)
    let anchor = label ?? anchors.slug(for: text.plainText)
    var plain = inlines
    plain.linksAllowed = false
    let number = shared.references.sectionNumbers[block.firstLine].map {
      HTML.element("span", ["class": "section-number"], HTML($0)) + HTML(" ")
    }
    contents.append(
      ContentsEntry(level: level, anchor: anchor, title: (number ?? .empty) + plain.html(text)))
    let link = HTML.element(
      "a", ["class": "anchor", "href": "#" + anchor, "aria-label": shared.words.linkToSection], HTML("#"))
    let content = (number ?? .empty) + inlines.html(text) + HTML(" ") + link
    switch level {
    case 1: return .element("h1", ["id": anchor], content)
    case 2: return .element("h2", ["id": anchor], content)
    case 3: return .element("h3", ["id": anchor], content)
    case 4: return .element("h4", ["id": anchor], content)
    case 5: return .element("h5", ["id": anchor], content)
    default: return .element("h6", ["id": anchor], content)
    }
  }

  private mutating func code(_ code: CodeBlock, _ block: MarkdownBlock) -> HTML {
    switch code.content {
    case .quiz(let quiz): return self.quiz(quiz)
    case .cell(let number):
      if let cell = shared.cells[number] { return CellRenderer(shared: shared).html(cell) }
    case .listing: break
    }
    let name = code.isShownCell ? "swift" : code.language
    let language = name.isEmpty ? nil : "language-" + name
    let marked =
      code.isCell || code.isShownCell ? shared.colored(code.code, line: block.firstLine) : HTML(code.code)
    let text = HTML.element("code", ["class": language], marked)
    let listing = HTML.element("pre", ["class": "listing", "tabindex": "0"], text)
    guard let entry = shared.numbers.entry(line: block.firstLine) else { return listing }
    let caption = code.listing?.values["lst-cap"].map { shared.fragment($0, line: block.firstLine) }
    return .element(
      "figure", ["class": "listing", "id": entry.anchor],
      .element("figcaption", [:], shared.caption(.listing, entry, caption)), listing)
  }

  private mutating func quiz(_ quiz: Quiz) -> HTML {
    shared.findings.quizCount += 1
    shared.findings.problems += [quiz.question, quiz.answer].compactMap { $0?.problems }.joined()
    let (shared, headingShift, anchors) = (shared, headingShift, anchors)
    let renderer = QuizRenderer(shared: shared, quiz: quiz) { blocks in
      var inner = ProseRenderer(shared: shared, headingShift: headingShift, anchors: anchors)
      return inner.html(blocks)
    }
    let (question, answer) = renderer.html(number: shared.findings.quizCount)
    shared.findings.answersOnPaper.append(answer)
    return question
  }

  private mutating func quote(_ blocks: [MarkdownBlock]) -> HTML {
    guard let alert = Alert(blocks) else { return .element("blockquote", [:], html(blocks)) }
    return callout(alert)
  }

  private mutating func div(_ div: FencedDiv, _ blocks: [MarkdownBlock], line: Int) -> HTML {
    if let alert = Alert(div, blocks) { return callout(alert) }
    if div.isAnswer { return answer(div, blocks) }
    guard div.figureLabel != nil else { return columns(div, blocks) }
    // The last paragraph of a figure is its caption.
    var (parts, caption): ([MarkdownBlock], HTML?) = (blocks, nil)
    if let last = blocks.last, case .paragraph(let text) = last.kind, last.lonePicture == nil {
      caption = InlineRenderer(shared: shared).html(text)
      parts.removeLast()
    }
    let entry = shared.numbers.entry(line: line)
    return .element(
      "figure", ["class": "parts", "id": entry?.anchor], columns(div, parts),
      .element("figcaption", [:], shared.caption(.figure, entry, caption)))
  }

  /// An answer for those who teach.
  private mutating func answer(_ div: FencedDiv, _ blocks: [MarkdownBlock]) -> HTML {
    let title = HTML.element("p", ["class": "alert-title"], HTML(div.title ?? shared.words.answer))
    return .element("div", ["class": "alert answer", "role": "note"], title, html(blocks))
  }

  /// What stands side by side, or one below the other.
  private mutating func columns(_ div: FencedDiv, _ blocks: [MarkdownBlock]) -> HTML {
    let columns = div.columns(of: blocks.count)
    return .element(
      "div",
      ["class": columns == nil ? "div" : "columns", "style": columns.map { "--columns: \($0)" }],
      HTML("\n"), html(blocks))
  }

  private mutating func callout(_ alert: Alert) -> HTML {
    let inlines = InlineRenderer(shared: shared)
    let title =
      alert.heading.map(inlines.html) ?? HTML(alert.title ?? shared.words.title(ofAlert: alert.kind))
    let content = html(alert.blocks)
    guard alert.isFolded else {
      let head = HTML.element("p", ["class": "alert-title"], title)
      // A note and no landmark: those are for the parts of the page.
      return .element("div", ["class": "alert \(alert.kind)", "role": "note"], head, content)
    }
    let summary = HTML.element("summary", ["class": "alert-title"], title)
    return .element("details", ["class": "alert \(alert.kind)"], summary, content)
  }

  private mutating func list(_ list: MarkdownList) -> HTML {
    var items = HTML.empty
    for item in list.items {
      let isTask = item.isChecked != nil
      let box = HTML.void(
        "input",
        [
          "type": "checkbox", "disabled": "", "checked": item.isChecked == true ? "" : nil,
          "aria-label": item.isChecked == true ? shared.words.done : shared.words.toDo,
        ])
      let content = html(item.blocks, isTight: list.isTight)
      items += .element("li", ["class": isTask ? "task" : nil], isTask ? box + HTML(" ") : .empty, content)
    }
    guard let start = list.start else { return .element("ul", [:], items) }
    return .element("ol", ["start": start == 1 ? nil : "\(start)"], items)
  }

  private mutating func footnote(_ blocks: [MarkdownBlock]) -> HTML {
    let number = footnotes.count + 1
    let back = HTML.element(
      "a", ["href": "#fnref-\(number)", "class": "back", "aria-label": shared.words.backToText], HTML("↩"))
    return .element("li", ["id": "fn-\(number)"], html(blocks), back)
  }

  /// Comments are for authors; other markup is shown as it is written.
  private func raw(_ markup: String) -> HTML {
    let bare = markup.trimmingBlanks
    if shared.notebook.frontMatter.allowsHTML { return RawHTML.checked(markup) }
    if bare.hasPrefix("<!--"), bare.hasSuffix("-->") { return .empty }
    return .element("p", ["class": "raw"], HTML(bare))
  }
}
