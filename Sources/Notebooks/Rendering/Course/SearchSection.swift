internal import Display

/// A stretch of a handout from one heading to the next, as the search sees it.
struct SearchSection: Equatable {
  /// The title of the handout.
  let handout: String
  /// Where the section begins.
  let address: String
  /// Its heading; empty for what stands above the first one.
  let heading: String
  /// What it defines: the words that the author has set apart, and the names that its cells declare.
  var terms = ""
  /// Its words and formulas.
  var text = ""
  /// Its code.
  var code = ""

  /// The section as a record of the search index.
  var record: JSON {
    .object([
      "page": .string(handout), "address": .string(address), "heading": .string(heading),
      "terms": .string(terms), "text": .string(text), "code": .string(code),
    ])
  }

  /// Returns the sections of `blocks`, whose anchors are those of the page.
  static func sections(
    of blocks: [MarkdownBlock], _ shared: SharedRendering, title: String, address: String
  ) -> [SearchSection] {
    let anchors = Anchors(reserved: HTMLHandout.reservedAnchors(shared))
    var sections = [SearchSection(handout: title, address: address, heading: "")]
    for block in blocks {
      if case .heading(_, let inlines) = block.kind {
        let heading = HeadingText(inlines)
        let anchor = heading.label ?? anchors.slug(for: heading.inlines.plainText)
        sections.append(
          SearchSection(
            handout: title, address: "\(address)#\(anchor)",
            heading: shared.values.plain(heading.inlines)))
      } else {
        takeAnchors(of: [block], anchors)
        sections[sections.count - 1].take(block, shared)
      }
    }
    return sections.filter { !($0.text + $0.code).allSatisfy(\.isWhitespace) || !$0.heading.isEmpty }
  }

  /// Headings inside quotes and lists have anchors too, which are counted.
  private static func takeAnchors(of blocks: [MarkdownBlock], _ anchors: Anchors) {
    for block in blocks {
      switch block.kind {
      case .heading(_, let inlines) where HeadingText(inlines).label == nil:
        _ = anchors.slug(for: HeadingText(inlines).inlines.plainText)
      case .quote(let inner), .footnote(let inner): takeAnchors(of: inner, anchors)
      case .div(let div, let inner):
        takeAnchors(of: Alert(div, inner)?.blocks ?? inner, anchors)
      case .list(let list): for item in list.items { takeAnchors(of: item.blocks, anchors) }
      default: break
      }
    }
  }

  /// Takes in what a reader sees of `block`.
  private mutating func take(_ block: MarkdownBlock, _ shared: SharedRendering) {
    switch block.kind {
    case .code(let code): take(code, shared)
    case .paragraph(let inlines): take(inlines, shared)
    case .heading(_, let inlines): take(HeadingText(inlines).inlines, shared)
    case .table(let table): for cell in table.rows.joined() { take(cell, shared) }
    case .quote, .footnote, .div, .list: for child in block.children { take(child, shared) }
    case .html, .rule: break
    }
  }

  private mutating func take(_ inlines: [MarkdownInline], _ shared: SharedRendering) {
    text += shared.values.plain(inlines) + " "
    for inline in inlines {
      switch inline.kind {
      case .emphasis(let inner), .strong(let inner): terms += shared.values.plain(inner) + " "
      default: break
      }
    }
  }

  /// What a variant leaves out must not be found in its index either.
  private mutating func take(_ block: CodeBlock, _ shared: SharedRendering) {
    switch block.content {
    case .listing: code += block.code + " "
    case .quiz(let quiz):
      for block in quiz.question.blocks + (quiz.answer?.blocks ?? []) { take(block, shared) }
    case .cell(let number):
      guard let cell = shared.cells[number], !cell.options.isLeftOut else { return }
      if let caption = cell.caption(.figure) { text += shared.values.filled(caption) + " " }
      guard cell.options.showsCode else { return }
      code += cell.visibleCode + " "
      terms += SearchSection.declaredNames(in: cell.visibleCode).map { $0 + " " }.joined()
    }
  }

  /// Returns the names of the functions and types that `code` declares.
  private static func declaredNames(in code: String) -> [String] {
    let declaration = /\b(?:func|struct|class|enum|protocol|actor|typealias)\s+([\w]+)/
    return code.matches(of: declaration).map { String($0.1) }
  }
}
