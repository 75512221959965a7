/// What became of the inline values of the prose.
struct InlineValues {
  private struct Entry {
    /// The name that links to the values point to; nil if it is not the first of its cell.
    var anchor: String?
    /// The value as text; nil if there is none, since the run did not come that far.
    var text: String?
  }

  /// A value is known by its place: a quiz is read apart from the prose around it.
  private var entries: [SourceLocation: Entry] = [:]
  /// Where links to the expectations of quizzes point to, by the lines of the expectations.
  private var expectationAnchors: [Int: String] = [:]
  /// The cells made of values that failed, by the line of their first value.
  private(set) var failures: [Int: [Diagnostic]] = [:]
  /// What is wrong with the values in the captions of cells, and what links to them point to, by the cells' numbers.
  private(set) var captionFailures: [Int: (anchor: String, problems: [Diagnostic])] = [:]
  /// The expectations of quizzes that were checked, by their lines.
  private(set) var expectations: [Int: ExpectationOutput] = [:]
  private let words: PageWords

  init(_ notebook: Notebook, _ results: [Int: CellResult]) {
    words = notebook.words
    for cell in notebook.cells where cell.isInline {
      let outputs = results[cell.number]?.outputs ?? []
      var texts = outputs.compactMap { if case .text(let text) = $0 { text } else { nil } }[...]
      for (index, value) in cell.inlineValues.enumerated() {
        entries[value.location] = Entry(
          anchor: index == 0 && cell.captionedCell == nil ? cell.anchor : nil,
          text: value.isExpectation ? nil : texts.popFirst())
      }
      if let first = cell.inlineValues.first, first.isExpectation {
        expectationAnchors[first.location.line] = cell.anchor
      }
      for case .expectation(let expectation) in outputs {
        expectations[expectation.location.line] = expectation
      }
      let problems = outputs.compactMap { if case .diagnostic(let problem) = $0 { problem } else { nil } }
      if problems.isEmpty { continue }
      if let captioned = cell.captionedCell {
        captionFailures[captioned] = (cell.anchor, problems)
      } else {
        failures[cell.firstLine, default: []] += problems
      }
    }
  }

  /// Returns the name for the quiz on `lines`, if links to failed expectations point to it.
  func anchor(ofExpectationIn lines: ClosedRange<Int>) -> String? {
    lines.lazy.compactMap { expectationAnchors[$0] }.first
  }

  /// Returns the text of `value`; nil if it was not computed.
  func text(of value: InlineValue) -> String? { entries[value.location]?.text }

  /// Returns `caption` with its values in place, and nothing else changed.
  func filled(_ caption: CellCaption) -> String { caption.plain { text(of: $0) ?? $0.source } }

  /// Returns `inlines` for places that hold no markup: formulas as TeX, values as text.
  func plain(_ inlines: [MarkdownInline]) -> String {
    inlines.map { inline in
      switch inline.kind {
      case .value(let value): text(of: value) ?? value.source
      case .emphasis, .strong, .strikethrough, .link, .image: plain(inline.children)
      case .text, .formula, .reference, .citation, .code, .html, .footnoteReference, .softBreak, .lineBreak:
        inline.plainText
      }
    }.joined()
  }

  /// Returns `value` for the middle of a sentence, or what the author wrote if it was not computed.
  func html(_ value: InlineValue) -> HTML {
    let entry = entries[value.location]
    guard let text = entry?.text else {
      let code = value.source.drop { $0 == "`" }.reversed().drop { $0 == "`" }.reversed()
      return .element("code", ["class": "no-value", "id": entry?.anchor], HTML(String(code)))
    }
    return .element(
      "span", ["class": "inline-value", "id": entry?.anchor],
      TextOutput.html(InlineRenderer.unbroken(text), words))
  }
}
