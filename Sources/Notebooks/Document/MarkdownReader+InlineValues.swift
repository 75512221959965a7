extension MarkdownReader {
  /// Finds the inline values and puts them between the cells as cells of their own.
  ///
  /// All values between two fenced cells become one cell, since each one costs a run of the compiler, up to a number
  /// from which on the compiler's time grows with its square. Those of an answer, which may be left out, are apart,
  /// and those in the captions of a cell, which come right behind it.
  static func readInlineValues(of notebook: inout Notebook) {
    var inline = cells(of: inlineValues(of: &notebook), in: notebook)
    for cell in notebook.cells {
      let values = cell.captionValues
      if !values.isEmpty { inline.append(InlineCell(values: values, captioned: cell)) }
    }
    guard !inline.isEmpty else { return }
    inline.sort { $0.values[0].location < $1.values[0].location }
    let count = notebook.cells.count
    notebook.cells += inline.enumerated().map { index, group in
      var cell = Cell(
        number: count + index + 1, code: group.values.map(\.expression).joined(separator: "\n"),
        firstLine: group.values[0].location.line)
      cell.inlineValues = group.values
      cell.captionedCell = group.captioned?.number
      cell.options.runs = group.captioned?.options.runs ?? true
      return cell
    }
    notebook.cells.sort { ($0.firstLine, $0.number) < ($1.firstLine, $1.number) }
  }

  /// Values that become one cell.
  private struct InlineCell {
    var values: [InlineValue]
    /// The cell in whose captions they stand.
    var captioned: Cell?
  }

  /// Returns the values of the prose as cells.
  private static func cells(of values: [InlineValue], in notebook: Notebook) -> [InlineCell] {
    var inline: [InlineCell] = []
    // The cells and the values are both in order.
    var cells = notebook.cells[...]
    let answers = notebook.prose.blocks.flatMap(\.answers)
    var wasInAnswer = false
    for value in values {
      let above = cells.prefix { $0.firstLine < value.location.line }
      cells = cells.dropFirst(above.count)
      let isInAnswer = answers.hold(line: value.location.line)
      if inline.isEmpty || !above.isEmpty || isInAnswer != wasInAnswer
        || inline[inline.count - 1].values.count == mostValues
      {
        inline.append(InlineCell(values: []))
      }
      inline[inline.count - 1].values.append(value)
      wasInAnswer = isInAnswer
    }
    return inline
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
