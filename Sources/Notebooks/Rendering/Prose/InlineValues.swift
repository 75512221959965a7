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
  /// The cells made of values that failed, by the line of their first value.
  private(set) var failures: [Int: [Diagnostic]] = [:]

  init(_ notebook: Notebook, _ result: NotebookResult) {
    for cell in notebook.cells where cell.isInline {
      let outputs = result.cells.first { $0.number == cell.number }?.outputs ?? []
      var texts = outputs.compactMap { if case .text(let text) = $0 { text } else { nil } }[...]
      for (index, value) in cell.inlineValues.enumerated() {
        entries[value.location] = Entry(anchor: index == 0 ? cell.anchor : nil, text: texts.popFirst())
      }
      let problems = outputs.compactMap { if case .diagnostic(let problem) = $0 { problem } else { nil } }
      if !problems.isEmpty { failures[cell.firstLine] = problems }
    }
  }

  /// Returns the text of `value`; nil if it was not computed.
  func text(of value: InlineValue) -> String? { entries[value.location]?.text }

  /// Returns `value` for the middle of a sentence, or what the author wrote if it was not computed.
  func html(_ value: InlineValue) -> HTML {
    let entry = entries[value.location]
    guard let text = entry?.text else {
      let code = value.source.drop { $0 == "`" }.reversed().drop { $0 == "`" }.reversed()
      return .element("code", ["class": "no-value", "id": entry?.anchor], HTML(String(code)))
    }
    return .element("span", ["class": "inline-value", "id": entry?.anchor], TextOutput.html(text))
  }
}
