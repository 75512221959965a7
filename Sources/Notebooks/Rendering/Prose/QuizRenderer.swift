/// Turns a quiz into HTML: the question, and below it the answer, folded.
struct QuizRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The quiz.
  let quiz: Quiz
  /// Renders the prose of the quiz.
  let prose: ([MarkdownBlock]) -> HTML

  /// The quiz as question `number` of the page.
  func html(number: Int) -> HTML {
    let name = shared.words.question([.number: "\(number)"])
    let title = HTML.element("p", ["class": "quiz-title"], HTML(name))
    let question = quiz.question.blocks.map { block in
      choices(in: block).map { html($0) } ?? prose([block])
    }.joined()
    return .element(
      "section",
      [
        "class": "quiz", "role": "group", "aria-label": name,
        "id": shared.values.anchor(ofExpectationIn: quiz.lines),
      ], title, question, answer, problems)
  }

  private func choices(in block: MarkdownBlock) -> MarkdownList? {
    guard case .list(let list) = block.kind, list.items.contains(where: { $0.isChecked != nil }) else {
      return nil
    }
    return list
  }

  private func html(_ choices: MarkdownList) -> HTML {
    let items = choices.items.map { HTML.element("li", [:], content(of: $0, isTight: choices.isTight)) }
    return .element("ol", ["class": "choices", "type": "A"], items.joined())
  }

  private func content(of item: MarkdownList.Item, isTight: Bool) -> HTML {
    guard isTight, item.blocks.count == 1, case .paragraph(let text) = item.blocks[0].kind else {
      return prose(item.blocks)
    }
    return InlineRenderer(shared: shared).html(text)
  }

  private var answer: HTML {
    let expectations = quiz.expectations.compactMap { shared.values.expectations[$0.location.line] }
    let checked = expectations.map {
      ExpectationRenderer(notebook: shared.notebook, words: shared.words).html($0)
    }.joined()
    let list = expectations.isEmpty ? HTML.empty : .element("ul", ["class": "expectations"], checked)
    let text = quiz.answer.map { prose($0.blocks) } ?? .empty
    // What does not hold must not be hidden.
    let isOpen = shared.notebook.variant == .instructor || expectations.contains(where: \.isFailure)
    return .element(
      "details", ["open": isOpen ? "" : nil], .element("summary", [:], HTML(shared.words.answer)),
      rightChoices, text,
      list)
  }

  private var rightChoices: HTML {
    let lists = quiz.question.blocks.compactMap(choices)
    let letters = lists.flatMap { list in
      list.items.enumerated().filter { $0.element.isChecked == true }.map { letter($0.offset) }
    }
    if letters.isEmpty { return .empty }
    return .element("p", ["class": "right"], HTML(letters.joined(separator: shared.words.comma)))
  }

  /// Returns how browsers number item `index` of a list of type A: A to Z, then AA.
  private func letter(_ index: Int) -> String {
    let last = String(Character(Unicode.Scalar(UInt8(65 + index % 26))))
    return (index >= 26 ? letter(index / 26 - 1) : "") + last
  }

  /// The messages about expectations; those about values stand below their paragraphs.
  private var problems: HTML {
    let lines = Set(quiz.expectations.map(\.location.line))
    let problems = lines.sorted().flatMap { shared.values.failures[$0] ?? [] }
    return problems.map { DiagnosticRenderer(notebook: shared.notebook).html($0) }.joined()
  }
}
