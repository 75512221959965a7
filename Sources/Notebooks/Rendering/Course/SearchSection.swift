internal import Display

/// A stretch of a handout from one heading to the next, as the search sees it.
struct SearchSection: Equatable {
  /// The title of the handout.
  let handout: String
  /// Where the section begins.
  let address: String
  /// Its heading; empty for what stands above the first one.
  let heading: String
  /// Its words, formulas and code.
  var text = ""

  /// The section as a record of the search index.
  var record: JSON {
    .object([
      "page": .string(handout), "address": .string(address), "heading": .string(heading),
      "text": .string(text),
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
        sections[sections.count - 1].text += words(of: block, shared) + " "
      }
    }
    return sections.filter { !$0.text.allSatisfy(\.isWhitespace) || !$0.heading.isEmpty }
  }

  /// Headings inside quotes and lists have anchors too, which are counted.
  private static func takeAnchors(of blocks: [MarkdownBlock], _ anchors: Anchors) {
    for block in blocks {
      switch block.kind {
      case .heading(_, let inlines) where HeadingText(inlines).label == nil:
        _ = anchors.slug(for: HeadingText(inlines).inlines.plainText)
      case .quote(let inner), .footnote(let inner): takeAnchors(of: inner, anchors)
      case .division(let division, let inner):
        takeAnchors(of: Alert(division, inner)?.blocks ?? inner, anchors)
      case .list(let list): for item in list.items { takeAnchors(of: item.blocks, anchors) }
      default: break
      }
    }
  }

  private static func words(of block: MarkdownBlock, _ shared: SharedRendering) -> String {
    switch block.kind {
    case .code(let code): return code.code
    case .quote(let inner), .footnote(let inner), .division(_, let inner):
      return inner.map { words(of: $0, shared) }.joined(separator: " ")
    case .list(let list):
      return list.items.flatMap(\.blocks).map { words(of: $0, shared) }.joined(separator: " ")
    case .paragraph(let inlines): return shared.values.plain(inlines)
    case .heading(_, let inlines): return shared.values.plain(HeadingText(inlines).inlines)
    case .table(let table):
      return table.rows.joined().map { shared.values.plain($0) }.joined(separator: " ")
    case .html, .rule: return ""
    }
  }
}
