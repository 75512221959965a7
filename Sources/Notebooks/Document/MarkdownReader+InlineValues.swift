extension MarkdownReader {
  /// Finds the inline values and puts them between the cells as cells of their own.
  ///
  /// All values between two fenced cells become one cell, since each one costs a run of the compiler.
  static func readInlineValues(of notebook: inout Notebook) {
    let values = inlineValues(of: notebook)
    guard !values.isEmpty else { return }
    let count = notebook.cells.count
    var inline: [Cell] = []
    for value in values {
      let isFirst = inline.last.map { group in
        notebook.cells.contains { (group.firstLine..<value.location.line).contains($0.firstLine) }
      }
      if isFirst != false {
        inline.append(Cell(number: count + inline.count + 1, code: "", firstLine: value.location.line))
      }
      inline[inline.count - 1].inlineValues.append(value)
    }
    for index in inline.indices {
      inline[index].code = inline[index].inlineValues.map(\.expression).joined(separator: "\n")
    }
    notebook.cells = (notebook.cells + inline).sorted { $0.firstLine < $1.firstLine }
  }

  /// Returns the values that a reader sees, in order: those in comments and raw markup are not among them.
  private static func inlineValues(of notebook: Notebook) -> [InlineValue] {
    guard notebook.lines.contains(where: { $0.contains("{swift}") }) else { return [] }
    let cut = notebook.proseCut
    let values = MarkdownTree(cut.text).blocks.flatMap(\.texts).flatMap(cut.segments).compactMap { segment in
      if case .value(let value) = segment { value } else { nil }
    }
    return values.sorted { $0.location < $1.location }
  }
}

extension Notebook {
  /// The prose without its formulas and inline values.
  var proseCut: ProseCut {
    let prose = prose
    let codeLines = MarkdownTree(prose).codeBlocks.flatMap {
      $0.block.firstLine...max($0.block.firstLine, $0.block.lastLine)
    }
    return ProseCut(prose, codeLines: Set(codeLines))
  }
}
