/// Prose that has been read: blocks, in which formulas, inline values and divs are nodes.
struct Prose: Equatable, Sendable {
  /// The blocks, on the lines that they have in the file.
  private(set) var blocks: [MarkdownBlock] = []
  /// The inline values, those in comments and raw markup included, which no reader sees.
  private(set) var values: [InlineValue] = []
  /// What is wrong, such as a `$$` or a div that is never closed.
  private(set) var problems: [Diagnostic] = []
  /// What the author wrote.
  private(set) var source = SourceText(lines: [])

  /// Creates prose without a word.
  init() {}

  /// Reads `text`, whose code blocks are there to be read.
  ///
  /// - Parameters:
  ///   - indentation: The number of columns that each line is missing at the left.
  ///   - firstLine: The line of the file that the first line is.
  init(_ text: String, indentation: Int = 0, firstLine: Int = 1) {
    self.init(text, MarkdownTree(text), indentation: indentation, firstLine: firstLine)
  }

  /// Reads `text`, of which `tree` has the code blocks; those in the lines of `contents` are more than that.
  init(
    _ text: String, _ tree: MarkdownTree, contents: [Int: CodeBlock.Content] = [:], indentation: Int = 0,
    firstLine: Int = 1
  ) {
    let lines = tree.codeBlocks.flatMap { $0.block.firstLine...max($0.block.firstLine, $0.block.lastLine) }
    let extractor = InlineExtractor(
      text, codeLines: Set(lines), indentation: indentation, firstLine: firstLine)
    self.init(extractor, extractor.text == text ? tree : MarkdownTree(extractor.text), contents)
  }

  /// Reads a text that stands alone, such as an abstract, which is written at `line`.
  init(fragment: String, line: Int) {
    self.init(fragment: fragment, at: SourceLocation(line: line, column: 1))
  }

  /// Reads a text that stands alone, such as a caption, which begins at `location`.
  init(fragment: String, at location: SourceLocation) {
    let extractor = InlineExtractor(
      fragment, codeLines: [], indentation: location.column - 1, firstLine: location.line)
    self.init(extractor, MarkdownTree(extractor.text), [:])
  }

  private init(_ extractor: InlineExtractor, _ tree: MarkdownTree, _ contents: [Int: CodeBlock.Content]) {
    let (blocks, problems) = extractor.divided(tree.blocks)
    self.blocks = blocks.map { extractor.resolved($0, contents) }.withTableCaptions
    self.problems = extractor.problems + problems
    values = extractor.values
    source = extractor.source
  }

  /// The inline values that a reader sees.
  var shownValues: [InlineValue] {
    values.isEmpty
      ? []
      : blocks.flatMap(\.leaves).compactMap { if case .value(let value) = $0.kind { value } else { nil } }
  }

  /// The code blocks in order, those inside lists and quotes included.
  var codeBlocks: [(block: MarkdownBlock, code: CodeBlock)] { blocks.flatMap(\.codeBlocks) }
}
