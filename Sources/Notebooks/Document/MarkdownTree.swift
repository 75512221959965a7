internal import CCmark

/// What tests ask of the parser.
package enum MarkdownParsing {
  /// Called with each text that cmark-gfm parses, on the same task.
  @TaskLocal package static var observer: (@Sendable (String) -> Void)?

  /// Returns what the author wrote for the pieces of running text in `text`, with what cmark-gfm read there.
  package static func pieces(of text: String) -> [(kind: String, content: String, source: String)] {
    let prose = Prose(text)
    func pieces(_ inlines: [MarkdownInline]) -> [(kind: String, content: String, source: String)] {
      inlines.flatMap { inline in
        let content =
          switch inline.kind {
          case .link(let link): link.destination
          case .image(let image): image.destination
          case .html(let markup): markup
          default: inline.plainText
          }
        let name = "\(inline.kind)".prefix { $0 != "(" }
        return [(String(name), content, prose.source.text(inline.range))] + pieces(inline.children)
      }
    }
    func visit(_ block: MarkdownBlock) -> [(kind: String, content: String, source: String)] {
      switch block.kind {
      case .paragraph(let text), .heading(_, let text): pieces(text)
      case .table(let table): pieces(table.rows.joined().joined() + (table.caption ?? []))
      default: block.children.flatMap(visit)
      }
    }
    return prose.blocks.flatMap(visit)
  }
}

/// A markdown text as a tree of values, so that cmark-gfm's memory is touched in one place only.
struct MarkdownTree: Equatable {
  /// The blocks at the top level.
  var blocks: [MarkdownBlock]

  /// Reads `text`.
  init(_ text: String) {
    MarkdownParsing.observer?(text)
    cmark_gfm_core_extensions_ensure_registered()
    let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES)
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      if let syntax = cmark_find_syntax_extension(name) {
        cmark_parser_attach_syntax_extension(parser, syntax)
      }
    }
    let excessive = TableRows.excessiveRules(in: text)
    var text = excessive.isEmpty ? text : TableRows.escaping(excessive, in: text)
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    let root = cmark_parser_finish(parser)
    // A reference such as `@fig-a_b` would otherwise come in pieces.
    if let root { cmark_consolidate_text_nodes(root) }
    let document = CmarkNode(root)
    defer { document?.free() }
    var locator = InlineLocator(text)
    blocks = document.map { MarkdownTree.blocks(in: $0, &locator) } ?? []
  }

  /// The code blocks in order, those inside lists and quotes included.
  var codeBlocks: [(block: MarkdownBlock, code: CodeBlock)] {
    blocks.flatMap(\.codeBlocks)
  }
}
