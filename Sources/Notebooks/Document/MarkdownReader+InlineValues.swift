extension MarkdownReader {
  /// Finds the inline values and puts them between the cells as cells of their own.
  ///
  /// All values between two fenced cells become one cell, since each one costs a run of the compiler, up to a number
  /// from which on the compiler's time grows with its square.
  static func readInlineValues(of notebook: inout Notebook) {
    let values = inlineValues(of: &notebook)
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
  private static func inlineValues(of notebook: inout Notebook) -> [InlineValue] {
    var values = notebook.prose.shownValues
    for case .quiz(let quiz) in notebook.prose.codeBlocks.map(\.code.content) {
      values += quiz.values
      notebook.problems += quiz.problems
    }
    return values.sorted { $0.location < $1.location }
  }
}
