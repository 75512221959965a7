extension MarkdownReader {
  /// Reads the cells and the quizzes among `codeBlocks`, and returns them by the lines on which they begin.
  static func readCells(
    of notebook: inout Notebook, _ codeBlocks: [(block: MarkdownBlock, code: CodeBlock)]
  ) -> [Int: CodeBlock.Content] {
    var contents: [Int: CodeBlock.Content] = [:]
    for (block, code) in codeBlocks {
      if let fence = code.fence, !isClosed(block, fence, in: notebook.lines) {
        let marks = String(repeating: Character(.init(fence.character)), count: fence.length)
        let message = "this code is never closed; end it with a line '\(marks)'"
        notebook.problems.append(
          .init(.error, message, at: .init(line: block.firstLine, column: fence.column)))
      }
      if code.isCell {
        readCell(block, code, into: &notebook)
        contents[block.firstLine] = .cell(notebook.cells.count)
      } else if let quiz = Quiz(block, code, indentation: (code.fence?.column ?? 1) - 1) {
        contents[block.firstLine] = .quiz(quiz)
      }
    }
    diagnoseLabels(of: &notebook)
    return contents
  }

  private static func readCell(_ block: MarkdownBlock, _ code: CodeBlock, into notebook: inout Notebook) {
    var cell = Cell(
      number: notebook.cells.count + 1, code: withoutLastLineEnd(code.code), firstLine: block.firstLine + 1)
    cell.indentation = indentation(of: cell, fence: code.fence, in: notebook.lines)
    cell.code = OptionLines.marked(cell.code)
    let reading = CellOptionReading(of: cell)
    cell.options = reading.options
    notebook.problems += reading.problems
    if let attribute = code.attributes.first {
      let parts = attribute.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpaces }
      let message =
        "'\(attribute)' in the fence is not read; write a line '//| \(parts[0]): \(parts[1])' at the top of the cell"
      notebook.problems.append(
        .init(.warning, message, at: .init(line: block.firstLine, column: code.fence?.column ?? 1)))
    }
    notebook.cells.append(cell)
  }

  private static func withoutLastLineEnd(_ code: String) -> String {
    code.hasSuffix("\n") ? String(code.dropLast()) : code
  }

  /// Returns the number of bytes that the first line that isn't blank has in the file but not in the code.
  private static func indentation(of cell: Cell, fence: CodeBlock.Fence?, in lines: [String]) -> Int {
    for (offset, line) in cell.lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      let index = cell.firstLine - 1 + offset
      guard lines.indices.contains(index), lines[index].hasSuffix(line) else { break }
      return lines[index].utf8.count - line.utf8.count
    }
    return (fence?.column ?? 1) - 1
  }

  /// Whether the last line of `block` closes its fence.
  static func isClosed(_ block: MarkdownBlock, _ fence: CodeBlock.Fence, in lines: [String]) -> Bool {
    guard block.lastLine > block.firstLine, lines.indices.contains(block.lastLine - 1) else { return false }
    let mark = Unicode.Scalar(fence.character)
    let marks = lines[block.lastLine - 1].unicodeScalars.drop { $0 == " " || $0 == "\t" || $0 == ">" }
    let rest = marks.drop { $0 == mark }
    return marks.count - rest.count >= fence.length && rest.allSatisfy { $0 == " " || $0 == "\t" }
  }

  private static func isTakenByNumber(_ label: String, _ cell: Cell) -> Bool {
    guard let prefix = ["cell-", "values-"].first(where: label.hasPrefix) else { return false }
    return Int(label.dropFirst(prefix.count)) != nil && label != "cell-\(cell.number)"
  }

  private static func diagnoseLabels(of notebook: inout Notebook) {
    var lines: [String: Int] = [:]
    for cell in notebook.cells {
      guard let label = cell.options.label, let location = CellOptionReading(of: cell).locations["label"]
      else {
        continue
      }
      if let line = lines[label] {
        let message = "the label '\(label)' is already taken in line \(line)"
        notebook.problems.append(.init(.error, message, at: location))
      } else if isTakenByNumber(label, cell) {
        let message = "'\(label)' is what cells without label are called; choose another label"
        notebook.problems.append(.init(.error, message, at: location))
      } else {
        lines[label] = location.line
      }
    }
  }
}
