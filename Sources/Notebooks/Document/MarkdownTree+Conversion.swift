extension MarkdownTree {
  /// The depth at which quotes, lists and emphasis are opened up, so that no text exhausts the stack.
  static let deepest = 60

  /// Returns the blocks inside `node`, which itself is inside `depth` others.
  static func blocks(in node: CmarkNode, _ locator: inout InlineLocator, depth: Int = 0) -> [MarkdownBlock] {
    let children =
      depth < deepest ? node.children : node.leaves(below: ["block_quote", "list", "item", "tasklist"])
    return children.indices.compactMap { index in
      let child = children[index]
      var lines = child.firstLine...max(child.firstLine, child.lastLine)
      // Of a paragraph right above a table cmark-gfm says no line, and that the table begins with it.
      if child.type == "table" {
        let rule = child.children.count > 1 ? child.children[1].firstLine - 1 : child.lastLine
        lines = max(rule - 1, 1)...max(rule - 1, 1, child.lastLine)
      } else if child.firstLine == 0, let next = children[(index + 1)...].first, next.type == "table" {
        let rule = next.children.count > 1 ? next.children[1].firstLine - 1 : next.lastLine
        lines = next.firstLine...max(next.firstLine, rule - 2)
      }
      return kind(of: child, lines, &locator, depth: depth + 1)
        .map { MarkdownBlock(kind: $0, firstLine: lines.lowerBound, lastLine: lines.upperBound) }
    }
  }

  private static func kind(
    of node: CmarkNode, _ lines: ClosedRange<Int>, _ locator: inout InlineLocator, depth: Int
  ) -> MarkdownBlock.Kind? {
    switch node.type {
    case "paragraph", "heading":
      locator.enter(lines, column: node.firstColumn, beginsWithBracket: node.beginsWithBracket)
      let text = inlines(in: node, &locator)
      return node.type == "heading" ? .heading(level: node.headingLevel, text) : .paragraph(text)
    case "code_block": return .code(CodeBlock(info: node.info, code: node.literal, fence: node.fence))
    case "block_quote": return .quote(blocks(in: node, &locator, depth: depth))
    case "list": return .list(list(node, &locator, depth: depth))
    case "table": return .table(table(node, firstLine: lines.lowerBound, &locator))
    case "html_block": return .html(node.literal)
    case "thematic_break": return .rule
    case "footnote_definition": return .footnote(blocks(in: node, &locator, depth: depth))
    default: return nil
    }
  }

  private static func list(_ node: CmarkNode, _ locator: inout InlineLocator, depth: Int) -> MarkdownList {
    let items = node.children.map { item in
      MarkdownList.Item(
        isChecked: item.type == "tasklist" ? item.isTicked : nil,
        blocks: blocks(in: item, &locator, depth: depth))
    }
    return MarkdownList(start: node.listStart, isTight: node.isTight, items: items)
  }

  private static func table(
    _ node: CmarkNode, firstLine: Int, _ locator: inout InlineLocator
  ) -> MarkdownTable {
    MarkdownTable(
      alignments: node.tableAlignments,
      rows: node.children.enumerated().map { index, row in
        row.children.enumerated().map { column, cell in
          locator.enterCell(column, onLine: index == 0 ? firstLine : row.firstLine)
          return inlines(in: cell, &locator)
        }
      })
  }

  /// Returns the running text inside `node`.
  private static func inlines(
    in node: CmarkNode, _ locator: inout InlineLocator, depth: Int = 0
  ) -> [MarkdownInline] {
    let children =
      depth < deepest
      ? node.children : node.leaves(below: ["emph", "strong", "strikethrough", "link", "image"])
    return children.compactMap { child in
      func inner(_ locator: inout InlineLocator) -> [MarkdownInline] {
        inlines(in: child, &locator, depth: depth + 1)
      }
      switch child.type {
      case "text":
        let text = child.literal
        return MarkdownInline(kind: .text(text), range: locator.text(text))
      case "code": return MarkdownInline(kind: .code(child.literal), range: locator.code())
      case "emph", "strong", "strikethrough":
        let marks = ["emph": 1, "strong": 2][child.type]
        let (range, text) = locator.emphasis(marks: marks, inner)
        let kind: MarkdownInline.Kind =
          marks == nil ? .strikethrough(text) : marks == 1 ? .emphasis(text) : .strong(text)
        return MarkdownInline(kind: kind, range: range)
      case "link":
        let (range, text, address) = locator.link(isPicture: false, inner)
        let link = MarkdownLink(
          destination: child.destination, title: child.title, text: text, address: address)
        return MarkdownInline(kind: .link(link), range: range)
      case "image":
        let (range, text, address) = locator.link(isPicture: true, inner)
        let image = MarkdownImage(
          destination: child.destination, title: child.title, text: text, address: address)
        return MarkdownInline(kind: .image(image), range: range)
      case "html_inline":
        let markup = child.literal
        return MarkdownInline(kind: .html(markup), range: locator.html(markup))
      case "footnote_reference":
        return MarkdownInline(kind: .footnoteReference(child.literal), range: locator.footnoteReference())
      case "softbreak": return MarkdownInline(kind: .softBreak, range: locator.lineBreak())
      case "linebreak": return MarkdownInline(kind: .lineBreak, range: locator.lineBreak())
      default: return nil
      }
    }
  }
}

extension CmarkNode {
  /// Whether the text inside begins with a bracket and is no definition of a link all the same.
  fileprivate var beginsWithBracket: Bool {
    let first = children.prefix(2)
    return switch first.first?.type {
    case "text": first[0].literal.hasPrefix("[")
    case "link": first.count == 2 && first[1].type == "text" && first[1].literal.hasPrefix(":")
    default: false
    }
  }
}
