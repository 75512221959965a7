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
      block.choices.map(html) ?? prose([block])
    }.joined()
    return .element(
      "section",
      [
        "class": "quiz", "role": "group", "aria-label": name,
        "id": shared.values.anchor(ofExpectationIn: quiz.lines),
      ], title, question, answer, problems)
  }

  private func html(_ choices: MarkdownList) -> HTML {
    // If only some unfolded, those that do not would be known to be right.
    let isExplained = choices.items.contains { !$0.explanations.isEmpty }
    let items = choices.items.map { item in
      let text = content(of: item.choice, isTight: choices.isTight)
      if !isExplained { return HTML.element("li", [:], text) }
      let explanation = feedback(on: item)
      // What can be clicked has no place in what unfolds; of a choice of several blocks, code may be clicked.
      guard let words = item.choice.onlyParagraph else {
        return .element("li", [:], text, fold(HTML(shared.words.answer), explanation))
      }
      return .element(
        "li", [:], fold(InlineRenderer(shared: shared, linksAllowed: false).html(words), explanation))
    }
    return .element("ol", ["class": "choices", "type": "A"], items.joined())
  }

  private func content(of blocks: [MarkdownBlock], isTight: Bool) -> HTML {
    guard isTight, let text = blocks.onlyParagraph else { return prose(blocks) }
    return InlineRenderer(shared: shared).html(text)
  }

  /// Whether the choice is right, and why.
  private func feedback(on item: MarkdownList.Item) -> HTML {
    let isRight = item.isChecked == true
    let verdict = isRight ? "✓ " + shared.words.correct : "✗ " + shared.words.incorrect
    return .element("p", ["class": isRight ? "verdict correct" : "verdict incorrect"], HTML(verdict))
      + prose(item.explanations.flatMap(\.children))
  }

  private func fold(_ summary: HTML, _ content: HTML, isOpen: Bool = false) -> HTML {
    let isOpen = isOpen || shared.notebook.variant == .instructor
    return .element(
      "details", ["open": isOpen ? "" : nil], .element("summary", [:], summary), content)
  }

  private var answer: HTML {
    let expectations = quiz.expectations.compactMap { shared.values.expectations[$0.location.line] }
    let checked = expectations.map {
      ExpectationRenderer(notebook: shared.notebook, words: shared.words).html($0)
    }.joined()
    let list = expectations.isEmpty ? HTML.empty : .element("ul", ["class": "expectations"], checked)
    let text = quiz.answer.map { prose($0.blocks) } ?? .empty
    // What does not hold must not be hidden.
    let isOpen = expectations.contains(where: \.isFailure)
    return fold(HTML(shared.words.answer), rightChoices + text + list, isOpen: isOpen)
  }

  private var rightChoices: HTML {
    let lists = quiz.question.blocks.compactMap(\.choices)
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

extension [MarkdownBlock] {
  /// The text of the paragraph that is all there is; nil if there is more or something else.
  fileprivate var onlyParagraph: [MarkdownInline]? {
    guard count == 1, case .paragraph(let text) = self[0].kind else { return nil }
    return text
  }
}
