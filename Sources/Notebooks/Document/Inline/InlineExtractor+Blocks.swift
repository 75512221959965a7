extension InlineExtractor {
  /// Returns `blocks`, those of `text`, with what stands between two lines of colons inside a div.
  ///
  /// Fenced divs below the depth to which quotes and lists are read are opened up like those.
  func divided(_ blocks: [MarkdownBlock]) -> (blocks: [MarkdownBlock], problems: [Diagnostic]) {
    var problems = TableRows.excessiveRules(in: text).sorted().map { line in
      Diagnostic(
        .warning,
        "this table is too large and is shown as text; a table may have \(TableRows.mostColumns) columns, and all "
          + "tables together \(TableRows.mostCells) cells",
        at: SourceLocation(line: fileLine(line + 1), column: 1))
    }
    // What is open, outermost first; the first entry is the page.
    var open: [(div: FencedDiv?, line: Int, blocks: [MarkdownBlock])] = [(nil, 1, [])]
    func close(at lastLine: Int?) {
      guard let (div, line, inner) = open.popLast(), let div else { return }
      if open.count > MarkdownTree.deepest {
        open[open.count - 1].blocks += inner
        return
      }
      let last = lastLine ?? inner.last?.lastLine ?? line
      open[open.count - 1].blocks.append(
        MarkdownBlock(kind: .div(div, inner), firstLine: line, lastLine: last))
    }
    for block in blocks {
      guard let div = div(block) else {
        open[open.count - 1].blocks.append(block)
        continue
      }
      problems += div.problems
      if div.isOpening {
        open.append((div, block.firstLine, []))
      } else if open.count > 1 {
        close(at: block.lastLine)
      } else {
        problems.append(.init(.warning, "this ':::' closes nothing", at: div.location))
      }
    }
    while open.count > 1 {
      if let div = open.last?.div {
        let message = "this ':::' is never closed; end it with a line ':::'"
        problems.append(.init(.warning, message, at: div.location))
      }
      close(at: nil)
    }
    return (open[0].blocks, problems)
  }

  private func div(_ block: MarkdownBlock) -> FencedDiv? {
    guard case .paragraph(let inlines) = block.kind, inlines.count == 1,
      case .text(let text) = inlines[0].kind
    else { return nil }
    let segments = segments(of: text)
    guard segments.count == 1, case .piece(.div(let div), _) = segments[0] else { return nil }
    return div
  }

  /// Returns `block` on its lines of the file, with what its placeholders stand for.
  func resolved(_ block: MarkdownBlock, _ contents: [Int: CodeBlock.Content]) -> MarkdownBlock {
    func resolved(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
      blocks.map { self.resolved($0, contents) }.withTableCaptions
    }
    let firstLine = fileLine(block.firstLine)
    let kind: MarkdownBlock.Kind =
      switch block.kind {
      case .paragraph(let text): .paragraph(self.resolved(text))
      case .heading(let level, let text): .heading(level: level, self.resolved(text))
      case .code(let code):
        .code(
          CodeBlock(
            info: self.resolved(code.info), code: self.resolved(code.code), fence: code.fence,
            content: contents[firstLine] ?? .listing))
      case .quote(let inner): .quote(resolved(inner))
      case .list(var list):
        .list(
          {
            for index in list.items.indices { list.items[index].blocks = resolved(list.items[index].blocks) }
            return list
          }())
      case .table(let table):
        .table(
          MarkdownTable(alignments: table.alignments, rows: table.rows.map { $0.map { self.resolved($0) } }))
      case .html(let markup): .html(self.resolved(markup))
      case .rule: .rule
      case .footnote(let inner): .footnote(resolved(inner))
      case .div(let div, let inner): .div(div, resolved(inner))
      }
    return MarkdownBlock(kind: kind, firstLine: firstLine, lastLine: fileLine(block.lastLine))
  }

  private func resolved(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
    inlines.flatMap { inline -> [MarkdownInline] in
      let range = fileRange(inline.range)
      let kind: MarkdownInline.Kind
      switch inline.kind {
      case .text(let text): return pieces(of: text, range)
      case .code(let code): kind = .code(resolved(code))
      case .emphasis(let inner): kind = .emphasis(resolved(inner))
      case .strong(let inner): kind = .strong(resolved(inner))
      case .strikethrough(let inner): kind = .strikethrough(resolved(inner))
      case .link(let link):
        kind = .link(
          MarkdownLink(
            destination: resolved(link.destination), title: resolved(link.title), text: resolved(link.text),
            address: resolved(link.address)))
      case .image(let image):
        kind = .image(
          MarkdownImage(
            destination: resolved(image.destination), title: resolved(image.title),
            text: resolved(image.text), address: resolved(image.address)))
      case .html(let markup): kind = .html(resolved(markup))
      case .formula, .value, .reference, .citation, .footnoteReference, .softBreak, .lineBreak:
        kind = inline.kind
      }
      return [MarkdownInline(kind: kind, range: range)]
    }.withImageAttributes.withReferences(source)
  }

  private func resolved(_ address: AddressRange) -> AddressRange {
    AddressRange(range: fileRange(address.range), isInline: address.isInline)
  }

  /// Returns `text`, which takes `range` of the file, and what its placeholders stand for.
  private func pieces(of text: String, _ range: SourceRange) -> [MarkdownInline] {
    let segments = segments(of: text)
    var start = range.start
    return segments.enumerated().map { index, segment in
      switch segment {
      case .text(let text):
        var end = range.end
        if segments.indices.contains(index + 1), case .piece(_, let next) = segments[index + 1] {
          end = next.start
        }
        return MarkdownInline(kind: .text(text), range: SourceRange(start: start, end: end))
      case .piece(let piece, let range):
        start = range.end
        let kind: MarkdownInline.Kind =
          switch piece {
          case .formula(let formula): .formula(formula)
          case .value(let value): .value(value)
          case .div(let div): .text(div.source)
          }
        return MarkdownInline(kind: kind, range: range)
      }
    }
  }

  /// A stretch of text between placeholders, or what one stands for and where that is.
  enum Segment {
    case text(String)
    case piece(Piece, SourceRange)
  }

  /// Returns the text, the formulas and the values of `text`, in order.
  func segments(of text: String) -> [Segment] {
    guard mayHoldMark(text) else { return text.isEmpty ? [] : [.text(text)] }
    // Every second piece stands between two marks, so it is a number.
    return text.unicodeScalars.split(separator: mark, omittingEmptySubsequences: false).enumerated()
      .compactMap { index, piece in
        let piece = String(String.UnicodeScalarView(piece))
        if index % 2 == 1, let number = Int(piece) {
          return .piece(pieces[number].piece, pieces[number].range)
        }
        return piece.isEmpty ? nil : .text(piece)
      }
  }

  private func mayHoldMark(_ text: String) -> Bool {
    // The marks are characters of private use, of which prose has few.
    text.utf8.contains { $0 == 0xEE || $0 == 0xEF }
  }

  /// Returns `text` as the author wrote it, where mathematics has no place, as in code and addresses.
  func resolved(_ text: String) -> String {
    guard mayHoldMark(text) else { return text }
    return segments(of: text).map { segment in
      switch segment {
      case .text(let text): text
      case .piece(.formula(let formula), _): formula.source
      case .piece(.value(let value), _): value.source
      case .piece(.div(let div), _): div.source
      }
    }.joined()
  }
}
