/// Answers that only the instructor's handout shows: divs `::: {.answer}`.
extension FencedDiv {
  /// Whether what the div holds is for instructors.
  var isAnswer: Bool { attributes.classes.contains("answer") }
}

extension MarkdownBlock {
  /// The answers inside, the outermost of those that hold others.
  var answers: [MarkdownBlock] {
    if case .div(let div, _) = kind, div.isAnswer { [self] } else { children.flatMap(\.answers) }
  }

  /// The labels that the block and what it holds have in the prose.
  fileprivate var labels: [String] {
    let own: [String?] =
      switch kind {
      case .heading(_, let text): [HeadingText(text).label]
      case .paragraph: [lonePicture?.figureLabel]
      case .table(let table): [table.label]
      case .div(let div, _): [div.figureLabel]
      case .code(let code): [code.listing?.label]
      case .quote, .list, .html, .rule, .footnote: []
      }
    return own.compactMap(\.self) + children.flatMap(\.labels)
  }
}

extension Notebook {
  /// Takes the answers out of the prose; their cells and values do not run.
  mutating func leaveOutAnswers() {
    let answers = prose.blocks.flatMap(\.answers)
    if answers.isEmpty { return }
    var labels = Set(answers.flatMap(\.labels))
    for leaf in answers.flatMap(\.leaves) {
      if case .formula(let formula) = leaf.kind, let label = formula.label { labels.insert(label) }
    }
    for index in cells.indices where answers.hold(line: cells[index].firstLine) {
      cells[index].options.runs = false
      cells[index].options.isLeftOut = true
      if let label = cells[index].options.label { labels.insert(label) }
    }
    answersLeftOut = answers.map { $0.firstLine...max($0.firstLine, $0.lastLine) }
    labelsLeftOut = labels
    prose = prose.without(answersLeftOut)
  }
}

extension [MarkdownBlock] {
  /// Whether `line` belongs to one of the blocks, which are in order.
  func hold(line: Int) -> Bool {
    let below = partitioningIndex { $0.firstLine > line }
    return below > 0 && line <= self[below - 1].lastLine
  }
}

extension Prose {
  /// Returns the prose without `ranges` of its lines, as if they had never been written: footnotes to which only they
  /// refer are gone, too.
  fileprivate func without(_ ranges: [ClosedRange<Int>]) -> Prose {
    var lines = source.lines
    for range in ranges {
      for line in range { lines[line - source.firstLine] = "" }
      // What stands above and below remains apart, as two lists do.
      lines[range.lowerBound - source.firstLine] = "<!-- -->"
    }
    let text = lines.map { $0 + "\n" }.joined()
    let contents = codeBlocks.map { ($0.block.firstLine, $0.code.content) }
    return Prose(
      text, MarkdownTree(text), contents: Dictionary(contents) { first, _ in first },
      indentation: source.indentation, firstLine: source.firstLine)
  }
}
