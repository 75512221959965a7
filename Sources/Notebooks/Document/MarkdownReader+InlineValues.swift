extension MarkdownReader {
  /// Finds the inline values and puts them between the cells as cells of their own.
  ///
  /// All values between two fenced cells become one cell, since each one costs a run of the compiler, up to a number
  /// from which on the compiler's time grows with its square.
  static func readInlineValues(
    of notebook: inout Notebook, _ prose: String, _ codeBlocks: [(block: MarkdownBlock, code: CodeBlock)]
  ) {
    let values = inlineValues(of: &notebook, prose, codeBlocks)
    guard !values.isEmpty else { return }
    let count = notebook.cells.count
    var inline: [Cell] = []
    // The cells and the values are both in order.
    var cells = notebook.cells[...]
    for value in values {
      let above = cells.prefix { $0.firstLine < value.location.line }
      cells = cells.dropFirst(above.count)
      if inline.isEmpty || !above.isEmpty || inline[inline.count - 1].inlineValues.count == mostValues {
        inline.append(Cell(number: count + inline.count + 1, code: "", firstLine: value.location.line))
      }
      inline[inline.count - 1].inlineValues.append(value)
    }
    for index in inline.indices {
      inline[index].code = inline[index].inlineValues.map(\.expression).joined(separator: "\n")
    }
    notebook.cells = (notebook.cells + inline).sorted {
      ($0.firstLine, $0.number) < ($1.firstLine, $1.number)
    }
  }

  /// The most values that become one cell.
  private static let mostValues = 500

  /// Returns the values of the prose and of the quizzes in it, in order.
  private static func inlineValues(
    of notebook: inout Notebook, _ prose: String, _ codeBlocks: [(block: MarkdownBlock, code: CodeBlock)]
  ) -> [InlineValue] {
    var values: [InlineValue] = []
    if prose.holds("{swift}") { values = ProseCut(prose, codeBlocks).shownValues }
    for (block, code) in codeBlocks {
      guard let quiz = Quiz(block, code, indentation: (code.fence?.column ?? 1) - 1) else { continue }
      values += quiz.values
      notebook.problems += quiz.problems
    }
    return values.sorted { $0.location < $1.location }
  }
}

extension ProseCut {
  /// Cuts `prose`, whose first line is line `firstLine` of the file, and leaves its code alone.
  init(_ prose: String, indentation: Int = 0, firstLine: Int = 1) {
    self.init(prose, MarkdownTree(prose).codeBlocks, indentation: indentation, firstLine: firstLine)
  }

  /// Cuts `prose`, of which `codeBlocks` are the code.
  fileprivate init(
    _ prose: String, _ codeBlocks: [(block: MarkdownBlock, code: CodeBlock)], indentation: Int = 0,
    firstLine: Int = 1
  ) {
    let codeLines = codeBlocks.flatMap {
      $0.block.firstLine...max($0.block.firstLine, $0.block.lastLine)
    }
    self.init(prose, codeLines: Set(codeLines), indentation: indentation, firstLine: firstLine)
  }

  /// The inline values that a reader sees: those in comments and raw markup are not among them.
  var shownValues: [InlineValue] {
    guard !values.isEmpty else { return [] }
    return blocks.blocks.flatMap(\.texts).flatMap(segments).compactMap { segment in
      if case .value(let value) = segment { value } else { nil }
    }
  }
}

extension Notebook {
  /// The prose without its formulas and inline values.
  var proseCut: ProseCut { ProseCut(prose) }
}
