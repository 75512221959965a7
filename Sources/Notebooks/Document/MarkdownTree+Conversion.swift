extension MarkdownTree {
  /// The depth at which quotes, lists and emphasis are opened up, so that no text exhausts the stack.
  static let deepest = 60

  /// Returns the blocks inside `node`, which itself is inside `depth` others.
  static func blocks(in node: CmarkNode, depth: Int = 0) -> [MarkdownBlock] {
    let children =
      depth < deepest ? node.children : node.leaves(below: ["block_quote", "list", "item", "tasklist"])
    return children.compactMap { child in
      kind(of: child, depth: depth + 1)
        .map { .init(kind: $0, firstLine: child.firstLine, lastLine: child.lastLine) }
    }
  }

  private static func kind(of node: CmarkNode, depth: Int) -> MarkdownBlock.Kind? {
    switch node.type {
    case "paragraph": .paragraph(inlines(in: node))
    case "heading": .heading(level: node.headingLevel, inlines(in: node))
    case "code_block": .code(CodeBlock(info: node.info, code: node.literal, fence: node.fence))
    case "block_quote": .quote(blocks(in: node, depth: depth))
    case "list": .list(list(node, depth: depth))
    case "table": .table(table(node))
    case "html_block": .html(node.literal)
    case "thematic_break": .rule
    case "footnote_definition": .footnote(blocks(in: node, depth: depth))
    default: nil
    }
  }

  private static func list(_ node: CmarkNode, depth: Int) -> MarkdownList {
    let items = node.children.map { item in
      MarkdownList.Item(
        isChecked: item.type == "tasklist" ? item.isTicked : nil, blocks: blocks(in: item, depth: depth))
    }
    return MarkdownList(start: node.listStart, isTight: node.isTight, items: items)
  }

  private static func table(_ node: CmarkNode) -> MarkdownTable {
    MarkdownTable(
      alignments: node.tableAlignments,
      rows: node.children.map { row in row.children.map { inlines(in: $0) } })
  }

  /// Returns the running text inside `node`.
  private static func inlines(in node: CmarkNode, depth: Int = 0) -> [MarkdownInline] {
    let children =
      depth < deepest
      ? node.children : node.leaves(below: ["emph", "strong", "strikethrough", "link", "image"])
    return children.compactMap { child in
      switch child.type {
      case "text": .text(child.literal)
      case "code": .code(child.literal)
      case "emph": .emphasis(inlines(in: child, depth: depth + 1))
      case "strong": .strong(inlines(in: child, depth: depth + 1))
      case "strikethrough": .strikethrough(inlines(in: child, depth: depth + 1))
      case "link":
        .link(destination: child.destination, title: child.title, inlines(in: child, depth: depth + 1))
      case "image":
        .image(
          MarkdownImage(
            destination: child.destination, title: child.title, text: inlines(in: child, depth: depth + 1)))
      case "html_inline": .html(child.literal)
      case "footnote_reference": .footnoteReference(child.literal)
      case "softbreak": .softBreak
      case "linebreak": .lineBreak
      default: nil
      }
    }
  }
}
