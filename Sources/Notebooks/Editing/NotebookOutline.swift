/// A part of a notebook, as editors list and fold them; lines count from 0.
package struct OutlineItem: Sendable, Equatable {
  /// What a part is.
  package enum Kind: Sendable {
    case section, cell, figure, table, listing, equation
  }

  /// What the part is.
  package var kind: Kind
  /// The title of a section, the label of everything else.
  package var name: String
  /// The label of a section, the caption or the TeX of everything else; empty if there is none.
  package var detail = ""
  /// The lines that the part takes.
  package var lines: ClosedRange<Int>
  /// The lines of these that an editor goes to.
  package var titleLines: ClosedRange<Int>
  /// The parts inside.
  package var children: [OutlineItem] = []
}

extension Notebook {
  /// The sections with what has a label in them: cells, figures, tables, listings and equations.
  package var outline: [OutlineItem] {
    // The sections that are open, outermost first; the first entry is the page.
    var open: [(level: Int, items: [OutlineItem])] = [(0, [])]
    var last = 0
    func close(to level: Int, before line: Int) {
      while let (_, items) = open.last, open.count > 1, open[open.count - 1].level >= level {
        open.removeLast()
        var section = open[open.count - 1].items.removeLast()
        section.children = items
        let end = (section.titleLines.upperBound..<max(line, section.titleLines.upperBound + 1)).last {
          lines.indices.contains($0) && !lines[$0].allSatisfy(\.isWhitespace)
        }
        section.lines = section.titleLines.lowerBound...(end ?? section.titleLines.upperBound)
        open[open.count - 1].items.append(section)
      }
    }
    let cells = cellsByNumber
    for block in prose.blocks {
      last = max(last, block.lastLine)
      guard case .heading(let level, let inlines) = block.kind else {
        open[open.count - 1].items += block.labeledParts(cells)
        continue
      }
      close(to: level, before: block.lines.lowerBound)
      let heading = HeadingText(inlines)
      let title = heading.inlines.plainText
      // Editors refuse a name without a letter.
      let name = title.allSatisfy(\.isWhitespace) ? String(repeating: "#", count: level) : title
      open[open.count - 1].items.append(
        OutlineItem(
          kind: .section, name: name, detail: heading.label ?? "", lines: block.lines, titleLines: block.lines
        ))
      open.append((level, []))
    }
    close(to: 0, before: max(last, lines.count))
    return open[0].items
  }

  /// The lines that can be folded away but for their first: the front matter, sections, code and divs.
  package var foldableLines: [ClosedRange<Int>] {
    func sections(_ items: [OutlineItem]) -> [ClosedRange<Int>] {
      items.filter { $0.kind == .section }.flatMap { [$0.lines] + sections($0.children) }
    }
    let matter = frontMatterLineCount > 0 ? [0...frontMatterLineCount - 1] : []
    return (matter + sections(outline) + prose.blocks.flatMap(\.foldableLines)).filter { $0.count > 1 }
      .sorted { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
  }
}

extension MarkdownBlock {
  /// The lines of the block, from 0.
  fileprivate var lines: ClosedRange<Int> { firstLine - 1...max(firstLine, lastLine) - 1 }

  /// The lines of blocks of code and divs, this one or inside.
  fileprivate var foldableLines: [ClosedRange<Int>] {
    let own =
      switch kind {
      case .code(let code): code.fence != nil
      case .div: true
      default: false
      }
    return (own ? [lines] : []) + children.flatMap(\.foldableLines)
  }

  /// What has a label, this block or what is inside.
  fileprivate func labeledParts(_ cells: [Int: Cell]) -> [OutlineItem] {
    switch kind {
    case .code(let code):
      if case .cell(let number) = code.content, let cell = cells[number] {
        return [part(cell)].compactMap(\.self)
      }
      guard let listing = code.listing else { return [] }
      return part(.listing, listing.label, listing.values["lst-cap"])
    case .paragraph:
      if let image = lonePicture, image.figureLabel != nil {
        return part(.figure, image.figureLabel, image.text.plainText)
      }
      return equations
    case .table(let table): return part(.table, table.label, table.caption?.plainText) + equations
    case .div(let div, let inner):
      let parts = inner.flatMap { $0.labeledParts(cells) }
      guard let label = div.figureLabel else { return parts }
      var figure = OutlineItem(
        kind: .figure, name: label, lines: lines, titleLines: firstLine - 1...firstLine - 1)
      if let last = inner.last, case .paragraph(let text) = last.kind, last.lonePicture == nil {
        figure.detail = text.plainText
      }
      figure.children = parts
      return [figure]
    case .heading: return equations
    case .quote, .list, .footnote, .html, .rule: return children.flatMap { $0.labeledParts(cells) }
    }
  }

  private func part(_ kind: OutlineItem.Kind, _ label: String?, _ caption: String?) -> [OutlineItem] {
    label.map { [OutlineItem(kind: kind, name: $0, detail: caption ?? "", lines: lines, titleLines: lines)] }
      ?? []
  }

  private func part(_ cell: Cell) -> OutlineItem? {
    guard let label = cell.options.label else { return nil }
    let kind = Numbering.Kind.allCases.first { label.hasPrefix($0.prefix) }
    let caption =
      switch kind {
      case .figure: cell.options.figureCaption
      case .table: cell.options.tableCaption
      case .listing: cell.options.listingCaption
      case nil: nil as String?
      }
    return part(kind.map(OutlineItem.Kind.init) ?? .cell, label, caption).first
  }

  /// The formulas in the running text that have a label.
  private var equations: [OutlineItem] {
    leaves.compactMap { leaf in
      guard case .formula(let formula) = leaf.kind, let label = formula.label else { return nil }
      let lines = leaf.range.start.line - 1...max(leaf.range.start.line, leaf.range.end.line) - 1
      return OutlineItem(
        kind: .equation, name: label, detail: formula.tex.trimmingBlanks, lines: lines, titleLines: lines)
    }
  }
}

extension OutlineItem.Kind {
  fileprivate init(_ kind: Numbering.Kind) {
    self =
      switch kind {
      case .figure: .figure
      case .table: .table
      case .listing: .listing
      }
  }
}
