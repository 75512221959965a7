extension ProseCut {
  /// The prose as blocks, with what stands between two lines of colons inside a division.
  ///
  /// Divisions below the depth to which quotes and lists are read are opened up like those.
  var blocks: (blocks: [MarkdownBlock], problems: [Diagnostic]) {
    var problems = TableRows.excessiveRules(in: text).sorted().map { line in
      Diagnostic(
        .warning,
        "this table is too large and is shown as text; a table may have \(TableRows.mostColumns) columns, and all "
          + "tables together \(TableRows.mostCells) cells",
        at: SourceLocation(line: fileLine(line + 1), column: 1))
    }
    // What is open, outermost first; the first entry is the page.
    var open: [(division: Division?, line: Int, blocks: [MarkdownBlock])] = [(nil, 1, [])]
    func close() {
      guard let (division, line, inner) = open.popLast(), let division else { return }
      if open.count > MarkdownTree.deepest {
        open[open.count - 1].blocks += inner
        return
      }
      let last = inner.last?.lastLine ?? line
      open[open.count - 1].blocks.append(
        MarkdownBlock(kind: .division(division, inner), firstLine: line, lastLine: last))
    }
    for block in MarkdownTree(text).blocks {
      guard let division = division(block) else {
        open[open.count - 1].blocks.append(block)
        continue
      }
      if division.isOpening {
        open.append((division, block.firstLine, []))
      } else if open.count > 1 {
        close()
      } else {
        problems.append(.init(.warning, "this ':::' closes nothing", at: division.location))
      }
    }
    while open.count > 1 {
      if let division = open.last?.division {
        let message = "this ':::' is never closed; end it with a line ':::'"
        problems.append(.init(.warning, message, at: division.location))
      }
      close()
    }
    return (open[0].blocks, problems)
  }

  private func division(_ block: MarkdownBlock) -> Division? {
    guard case .paragraph(let inlines) = block.kind, inlines.count == 1, case .text(let text) = inlines[0]
    else { return nil }
    let segments = segments(of: text)
    guard segments.count == 1, case .division(let division) = segments[0] else { return nil }
    return division
  }
}
