/// Turns an error, a warning or a note into HTML, with the line it is about; these are always in English.
struct DiagnosticRenderer {
  /// The notebook, for places and lines.
  let notebook: Notebook

  /// Returns `problem` and the notes below it.
  func html(_ problem: Diagnostic) -> HTML {
    let kind = problem.severity.rawValue
    let location = problem.location.map {
      HTML.element("span", ["class": "place"], HTML(notebook.location($0))) + HTML(" ")
    }
    let severity = HTML.element("strong", [:], HTML(kind + ":"))
    let lines = problem.message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let message = HTML.element(
      "p", ["class": "message"], location ?? .empty, severity, HTML(" "),
      TextOutput.html(String(lines[0]), .english))
    let notes = problem.notes.map(html).joined()
    let language = notebook.frontMatter.language
    return .element(
      "div",
      [
        "class": "diagnostic \(kind)", "lang": LanguageTag(language).base == "en" ? nil : "en",
        "dir": LanguageTag(language).isRightToLeft ? "ltr" : nil,
      ], message, further(lines.dropFirst()), excerpt(problem.location),
      notes)
  }

  /// What follows the first line is often a table, whose columns need letters of one width.
  private func further(_ lines: ArraySlice<Substring>) -> HTML {
    let text = lines.joined(separator: "\n").drop { $0 == "\n" }
    if text.isEmpty { return .empty }
    return .element("pre", ["class": "further", "tabindex": "0"], TextOutput.html(String(text), .english))
  }

  private func excerpt(_ location: SourceLocation?) -> HTML {
    guard let location, notebook.lines.indices.contains(location.line - 1) else { return .empty }
    let excerpt = SourceExcerpt(notebook.lines[location.line - 1], column: location.column)
    let caret = HTML.element("span", ["class": "caret", "aria-hidden": "true"], HTML(excerpt.space + "^"))
    return .element("pre", ["class": "excerpt", "tabindex": "0"], HTML(excerpt.text + "\n"), caret)
  }
}
