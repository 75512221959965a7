/// A question whose answer folds out: a fenced block with the word `quiz`.
///
/// Above a line `---` stands the question, markdown, perhaps with choices of which the right ones are ticked:
/// `- [x] 3×3`; a quote below one of them explains it. Below the line stands the answer. A line `expect: condition` is an expectation in Swift that is checked with the
/// inline values around it.
struct Quiz: Equatable, Sendable {
  /// The question.
  let question: Prose
  /// The answer; nil if the right choices say it all.
  let answer: Prose?
  /// What is checked.
  let expectations: [InlineValue]
  /// The lines of the file that the block takes.
  let lines: ClosedRange<Int>
  /// What is wrong.
  private(set) var problems: [Diagnostic] = []

  private static let expectationMark = "expect:"

  /// Reads `code`; nil if it is no quiz.
  init?(_ block: MarkdownBlock, _ code: CodeBlock, indentation: Int = 0) {
    guard code.fence != nil, code.language == "quiz" else { return nil }
    lines = block.firstLine...max(block.firstLine, block.lastLine)
    var (expectations, question, answer): ([InlineValue], [String], [String]?) = ([], [], nil)
    for (offset, line) in code.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let number = block.firstLine + 1 + offset
      var prose = String(line)
      if line.hasPrefix(Quiz.expectationMark) {
        let expression = String(line.dropFirst(Quiz.expectationMark.count)).trimmingBlanks
        let column = line.utf8.count - line.drop { $0 != " " }.drop { $0 == " " }.utf8.count + 1 + indentation
        expectations.append(
          InlineValue(
            expression: expression, location: SourceLocation(line: number, column: column), source: prose,
            isExpectation: true))
        prose = ""
      }
      if answer == nil, prose.trimmingBlanks == "---" {
        answer = []
      } else if answer == nil {
        question.append(prose)
      } else {
        answer?.append(prose)
      }
    }
    self.expectations = expectations
    func read(_ prose: [String], below line: Int) -> Prose {
      Prose(prose.map { $0 + "\n" }.joined(), indentation: indentation, firstLine: line + 1)
    }
    self.question = read(question, below: block.firstLine)
    self.answer = answer.map { read($0, below: block.firstLine + question.count + 1) }
    if answer == nil, !self.question.blocks.contains(where: \.hasTickedItem) {
      let message = "this quiz has no answer; tick a choice, '- [x]', or write the answer below a line '---'"
      problems.append(.init(.error, message, at: .init(line: block.firstLine, column: 1 + indentation)))
    }
    for expectation in expectations where expectation.expression.isEmpty {
      problems.append(.init(.error, "'expect:' needs a condition in Swift", at: expectation.location))
    }
  }

  /// The inline values of question and answer, and the expectations, in the order of the file.
  var values: [InlineValue] {
    (question.shownValues + (answer?.shownValues ?? []) + expectations).sorted { $0.location < $1.location }
  }
}

extension Quiz {
  /// The choices of the question, in order.
  var choices: [MarkdownList.Item] { question.blocks.compactMap(\.choices).flatMap(\.items) }
}

extension MarkdownBlock {
  /// The list of choices that the block of a question is; nil if it is none.
  var choices: MarkdownList? {
    guard case .list(let list) = kind, list.items.contains(where: { $0.isChecked != nil }) else { return nil }
    return list
  }

  /// Whether the block is a list with a ticked box.
  fileprivate var hasTickedItem: Bool { choices?.items.contains { $0.isChecked == true } == true }

  /// Whether the block is a quote, and not a note that is written as one.
  fileprivate var isPlainQuote: Bool {
    guard case .quote(let inner) = kind else { return false }
    return Alert(inner) == nil
  }
}

extension MarkdownList.Item {
  /// The quotes below a choice, which say why it is right or wrong.
  var explanations: [MarkdownBlock] { blocks.dropFirst().filter(\.isPlainQuote) }

  /// What a choice says, without its explanations.
  var choice: [MarkdownBlock] { blocks.prefix(1) + blocks.dropFirst().filter { !$0.isPlainQuote } }
}
