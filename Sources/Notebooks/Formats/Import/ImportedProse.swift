/// The prose of another tool, in which nothing runs.
enum ImportedProse {
  /// Returns `lines` in which listings and quizzes stay what they are there, code to read, and every fence is closed.
  static func escaped(_ lines: [String]) -> [String] {
    var lines = lines
    var closing: String?
    for (block, code) in MarkdownTree(lines.map { $0 + "\n" }.joined()).codeBlocks {
      guard let fence = code.fence, lines.indices.contains(block.firstLine - 1) else { continue }
      let opening = lines[block.firstLine - 1]
      let margin = CellText.margin(ofFence: opening)
      let marks = String(repeating: Character(.init(fence.character)), count: fence.length)
      if let name = runningName(of: code) {
        lines[block.firstLine - 1] = margin + marks + "{{\(name)}}"
      }
      if !MarkdownReader.isClosed(block, fence, in: lines) {
        closing = CellText.continued(margin) + marks
      }
    }
    return lines + (closing.map { [$0] } ?? [])
  }

  /// The word that makes a block more than a listing here.
  private static func runningName(of code: CodeBlock) -> String? {
    code.isCell ? "swift" : code.language == "quiz" ? "quiz" : nil
  }
}
