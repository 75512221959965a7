/// The prose of another tool, in which nothing runs.
enum ImportedProse {
  /// Returns `lines` in which listings and quizzes stay what they are there, code to read, every fence is closed, and
  /// pictures in HTML are those of markdown.
  ///
  /// - Parameter keepsBraces: Whether a fence with its language in braces is a cell.
  static func escaped(_ lines: [String], keepsBraces: Bool = false) -> [String] {
    var lines = withPictures(lines)
    var closing: String?
    let tree = MarkdownTree(lines.map { $0 + "\n" }.joined())
    for (block, code) in tree.codeBlocks {
      guard let fence = code.fence, lines.indices.contains(block.firstLine - 1) else { continue }
      let opening = lines[block.firstLine - 1]
      let margin = CellText.margin(ofFence: opening)
      let marks = String(repeating: Character(.init(fence.character)), count: fence.length)
      if let name = runningName(of: code), !keepsBraces || !code.info.hasPrefix("{") {
        lines[block.firstLine - 1] = margin + marks + "{{\(name)}}"
      }
      if !MarkdownReader.isClosed(block, fence, in: lines) {
        closing = CellText.continued(margin) + marks
      }
    }
    return lines + (closing.map { [$0] } ?? [])
  }

  /// Returns `lines` with the pictures in HTML as those of markdown.
  private static func withPictures(_ lines: [String]) -> [String] {
    guard lines.contains(where: { $0.contains("<img") }) else { return lines }
    let prose = Prose(lines.map { $0 + "\n" }.joined())
    let edits = prose.blocks.flatMap(\.markup).map { range in
      SourceEdit(range: range, replacement: HTMLPicture.replaced(in: prose.source.text(range)))
    }
    return prose.source.lines(
      prose.source.numbers, edits: edits.sorted { $0.range.start < $1.range.start })
  }

  /// Returns what is for a converter and not for a reader: text in markdown or HTML, or a listing of anything.
  static func raw(_ lines: [String], _ metadata: CellMetadata) -> [String] {
    switch metadata.text("raw_mimetype") ?? metadata.text("format") {
    case "text/markdown", "text/html": escaped(lines)
    default: CellText.listing(lines)
    }
  }

  /// Whether `lines` hold HTML that shows more than a comment or a line break.
  static func hasHTML(_ lines: [String]) -> Bool {
    guard lines.contains(where: { $0.contains("<") }) else { return false }
    // In a formula '<' is less than.
    return Prose(fragment: lines.map { $0 + "\n" }.joined(), line: 1).blocks.contains { $0.hasHTML }
  }

  /// The word that makes a block more than a listing here.
  private static func runningName(of code: CodeBlock) -> String? {
    code.isCell ? "swift" : code.language == "quiz" ? "quiz" : nil
  }
}

extension MarkdownBlock {
  /// Where HTML stands in running text, or in a block that holds nothing but pictures.
  fileprivate var markup: [SourceRange] {
    switch kind {
    case .html(let text):
      HTMLPicture.replaced(in: text, by: { _ in "" }).allSatisfy(\.isWhitespace) ? [range] : []
    case .paragraph(let text), .heading(_, let text): text.flatMap(\.markup)
    case .table(let table): table.rows.joined().joined().flatMap(\.markup)
    default: children.flatMap(\.markup)
    }
  }

  /// Whether HTML stands in the block that shows more than a comment or a line break.
  fileprivate var hasHTML: Bool {
    switch kind {
    case .html(let text): text.isShownHTML
    case .paragraph(let text), .heading(_, let text): text.contains { $0.hasHTML }
    case .table(let table): table.rows.joined().joined().contains { $0.hasHTML }
    default: children.contains { $0.hasHTML }
    }
  }
}

extension MarkdownInline {
  fileprivate var markup: [SourceRange] {
    if case .html = kind { [range] } else { children.flatMap(\.markup) }
  }

  fileprivate var hasHTML: Bool {
    switch kind {
    case .html(let text): text.isShownHTML
    case .image: false
    default: children.contains { $0.hasHTML }
    }
  }
}

extension String {
  fileprivate var isShownHTML: Bool {
    !trimmingBlanks.hasPrefix("<!--") && trimmingBlanks.wholeMatch(of: /<br\s*\/?>/) == nil
  }
}
