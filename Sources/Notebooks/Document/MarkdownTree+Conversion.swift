extension MarkdownTree {
  /// Returns the blocks inside `node`.
  static func blocks(in node: CmarkNode) -> [MarkdownBlock] {
    node.children.compactMap { child in
      kind(of: child).map { .init(kind: $0, firstLine: child.firstLine, lastLine: child.lastLine) }
    }
  }

  private static func kind(of node: CmarkNode) -> MarkdownBlock.Kind? {
    switch node.type {
    case "paragraph": .paragraph(inlines(in: node))
    case "heading": .heading(level: node.headingLevel, inlines(in: node))
    case "code_block": .code(CodeBlock(info: node.info, code: node.literal, fence: node.fence))
    case "block_quote": .quote(blocks(in: node))
    case "list": .list(list(node))
    case "table": .table(table(node))
    case "html_block": .html(node.literal)
    case "thematic_break": .rule
    case "footnote_definition": .footnote(blocks(in: node))
    default: nil
    }
  }

  private static func list(_ node: CmarkNode) -> MarkdownList {
    let items = node.children.map { item in
      MarkdownList.Item(
        isChecked: item.type == "tasklist" ? item.isTicked : nil, blocks: blocks(in: item))
    }
    return MarkdownList(start: node.listStart, isTight: node.isTight, items: items)
  }

  private static func table(_ node: CmarkNode) -> MarkdownTable {
    MarkdownTable(
      alignments: node.tableAlignments,
      rows: node.children.map { row in row.children.map(inlines(in:)) })
  }

  /// Returns the running text inside `node`.
  private static func inlines(in node: CmarkNode) -> [MarkdownInline] {
    node.children.compactMap { child in
      switch child.type {
      case "text": .text(child.literal)
      case "code": .code(child.literal)
      case "emph": .emphasis(inlines(in: child))
      case "strong": .strong(inlines(in: child))
      case "strikethrough": .strikethrough(inlines(in: child))
      case "link": .link(destination: child.destination, title: child.title, inlines(in: child))
      case "image": .image(destination: child.destination, title: child.title, inlines(in: child))
      case "html_inline": .html(child.literal)
      case "footnote_reference": .footnoteReference(child.literal)
      case "softbreak": .softBreak
      case "linebreak": .lineBreak
      default: nil
      }
    }
  }
}
