/// A notebook in pieces that other formats keep apart, in order.
struct NotebookParts {
  /// A piece.
  enum Part {
    /// Lines of prose, and of code that does not run.
    case prose(Range<Int>)
    /// A question.
    case quiz(Quiz)
    /// A cell with its fences.
    case cell(Cell, lines: ClosedRange<Int>)
  }

  /// The pieces, without the answers that the variant leaves out; lines count from 1.
  private(set) var parts: [Part] = []
  /// The lines of code blocks, in which nothing is replaced.
  let codeLines: Set<Int>

  /// Takes `notebook` apart below its front matter.
  init(_ notebook: Notebook) {
    let blocks = notebook.prose.codeBlocks
    codeLines = Set(blocks.flatMap { $0.block.firstLine...max($0.block.firstLine, $0.block.lastLine) })
    let cells = notebook.cellsByNumber
    var next = notebook.frontMatterLineCount + 1
    var leftOut = notebook.answersLeftOut[...]
    func addProse(before end: Int) {
      while let answer = leftOut.first, answer.lowerBound < end {
        if next < answer.lowerBound { parts.append(.prose(next..<answer.lowerBound)) }
        next = answer.upperBound + 1
        leftOut.removeFirst()
      }
      if next < end { parts.append(.prose(next..<end)) }
    }
    for (block, code) in blocks {
      let part: Part
      switch code.content {
      case .cell(let number):
        guard let cell = cells[number] else { continue }
        part = .cell(cell, lines: block.firstLine...max(block.firstLine, block.lastLine))
      case .quiz(let quiz): part = .quiz(quiz)
      case .listing: continue
      }
      addProse(before: block.firstLine)
      parts.append(part)
      next = block.lastLine + 1
    }
    addProse(before: notebook.lines.count + 1)
  }
}

extension Notebook {
  /// What stands in `line` before its fence: the indentation of a list, the marks of a quote.
  func marginOfFence(inLine line: Int) -> String {
    guard lines.indices.contains(line - 1) else { return "" }
    return CellText.margin(ofFence: lines[line - 1])
  }
}

extension Sequence<String> {
  /// The lines without the blank ones at both ends.
  var withoutBlankEnds: [String] {
    let isBlank: (String) -> Bool = { $0.allSatisfy(\.isWhitespace) }
    return Array(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
