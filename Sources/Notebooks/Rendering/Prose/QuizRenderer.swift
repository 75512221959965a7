/// Turns a quiz into HTML: the question, whose choices may unfold feedback, and below it the answer, folded.
struct QuizRenderer {
  /// What all parts of the handout share.
  let shared: SharedRendering
  /// The quiz.
  let quiz: Quiz
  /// Renders the prose of the quiz.
  let prose: ([MarkdownBlock]) -> HTML

  /// Returns the quiz as question `number` of the page, and its answer as it stands at the end on paper.
  func html(number: Int) -> (question: HTML, answerOnPaper: HTML) {
    let name = shared.words.question([.number: "\(number)"])
    let title = HTML.element("p", ["class": "quiz-title"], HTML(name))
    var feedback = HTML.empty
    let question = quiz.question.blocks.map { block in
      block.choices.map { html($0, &feedback) } ?? prose([block])
    }.joined()
    let answer = self.answer
    let section = HTML.element(
      "section",
      [
        "class": "quiz", "role": "group", "aria-label": name,
        "id": shared.values.anchor(ofExpectationIn: quiz.lines),
      ], title, question,
      // What does not hold must not be hidden.
      fold(HTML(shared.words.answer), answer, isOpen: expectations.contains(where: \.isFailure)), problems)
    return (section, HTML.element("div", ["class": "answer"], title, answer, feedback).withoutNames)
  }

  /// Returns the list of choices, and adds what is said of them to `feedback`, each behind its letter.
  private func html(_ choices: MarkdownList, _ feedback: inout HTML) -> HTML {
    // If only some unfolded, those that do not would be known to be right.
    let isExplained = choices.items.contains { !$0.explanations.isEmpty }
    var items = HTML.empty
    for (index, item) in choices.items.enumerated() {
      let words = item.choice.onlyParagraph
      if !isExplained {
        items += .element(
          "li", [:],
          choices.isTight
            ? words.map(InlineRenderer(shared: shared).html) ?? prose(item.choice) : prose(item.choice))
        continue
      }
      let isRight = item.isChecked == true
      let verdict = isRight ? "✓ " + shared.words.correct : "✗ " + shared.words.incorrect
      let explanation = prose(item.explanations.flatMap(\.children))
      func paragraph(_ text: String) -> HTML {
        .element("p", ["class": isRight ? "verdict correct" : "verdict incorrect"], HTML(text))
      }
      if !item.explanations.isEmpty { feedback += paragraph("\(letter(index)) \(verdict)") + explanation }
      let content = paragraph(verdict) + explanation
      // What can be clicked has no place in what unfolds; of a choice of several blocks, code may be clicked.
      if let words {
        let summary = InlineRenderer(shared: shared, linksAllowed: false).html(words)
        items += .element("li", [:], fold(summary, content))
      } else {
        items += .element("li", [:], prose(item.choice), fold(HTML(shared.words.answer), content))
      }
    }
    return .element("ol", ["class": "choices", "type": "A"], items)
  }

  private func fold(_ summary: HTML, _ content: HTML, isOpen: Bool = false) -> HTML {
    let isOpen = isOpen || shared.notebook.variant == .instructor
    return .element("details", ["open": isOpen ? "" : nil], .element("summary", [:], summary), content)
  }

  private var expectations: [ExpectationOutput] {
    quiz.expectations.compactMap { shared.values.expectations[$0.location.line] }
  }

  private var answer: HTML {
    let renderer = ExpectationRenderer(notebook: shared.notebook, words: shared.words)
    let list =
      expectations.isEmpty
      ? HTML.empty
      : .element("ul", ["class": "expectations"], expectations.map { renderer.html($0) }.joined())
    return rightChoices + (quiz.answer.map { prose($0.blocks) } ?? .empty) + list
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
