/// The prose of a notebook as another program reads it: values in place, references as words.
struct ProseValues {
  private let notebook: Notebook
  private let values: InlineValues
  private let references: CrossReferences
  private let codeLines: Set<Int>
  private let valuesByLine: [Int: [InlineValue]]

  init(_ notebook: Notebook, _ result: NotebookResult, codeLines: Set<Int>) {
    self.notebook = notebook
    self.codeLines = codeLines
    valuesByLine = Dictionary(grouping: notebook.prose.values, by: \.location.line)
    let results = result.cellsByNumber
    values = InlineValues(notebook, results)
    references = CrossReferences(
      notebook, notebook.prose.blocks, numbers: Numbering(notebook, results), values: values,
      findings: Findings(), places: ParagraphPlaces(notebook), words: notebook.words)
  }

  /// Returns the lines of `range` with the values of expressions in their places.
  func lines(_ range: Range<Int>) -> [String] {
    let shown = range.flatMap { valuesByLine[$0] ?? [] }
    return lines(Array(notebook.lines[range.lowerBound - 1..<range.upperBound - 1]), shown)
  }

  /// Returns `lines` with those of `values` that were computed.
  func lines(_ lines: [String], _ values: [InlineValue]) -> [String] {
    var rest = lines.joined(separator: "\n")[...]
    var text = ""
    for value in values {
      guard let found = rest.firstRange(of: value.source) else { continue }
      text += rest[..<found.lowerBound]
      text += self.values.text(of: value).map(ProseValues.escaped) ?? value.source
      rest = rest[found.upperBound...]
    }
    return (text + rest).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Returns `line`, with the number `number`, without names of formulas and headings, and with references as words.
  func readable(_ line: String, number: Int) -> String {
    guard !codeLines.contains(number), line.contains("#") || line.contains("@") else { return line }
    let works = notebook.frontMatter.references
    return ReferenceMark.split(ProseValues.withoutNames(line), works: works).map { piece in
      switch piece {
      case .text(let text): text
      case .reference(let label): references.targets[label]?.text ?? "@" + label
      case .citation(let citations):
        citations.allSatisfy { works[$0.key] == nil }
          ? "[" + citations.map(\.source).joined(separator: "; ") + "]"
          : citations.map { citation in
            let prefix = citation.prefix.isEmpty ? "" : citation.prefix + " "
            return works[citation.key] == nil
              ? citation.source : "\(prefix)[^\(citation.key)]\(citation.suffix)"
          }.joined(separator: "; ")
      }
    }.joined()
  }

  /// Returns `line` without the names of formulas and sections, `{#eq-…}`, and that of a heading.
  private static func withoutNames(_ line: String) -> String {
    var kept = ""
    var rest = line[...]
    while let start = rest.firstRange(of: "{#") {
      let name = rest[start.upperBound...].prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_"
      }
      let isClosed = rest[name.endIndex...].first == "}"
      let after = rest[name.endIndex...].dropFirst()
      let isHeading =
        line.hasPrefix("#") && name.first?.isLetter == true && after.allSatisfy(\.isWhitespace)
      let isName = ["eq-", "sec-"].contains { name.hasPrefix($0) && name.count > $0.count }
      if isClosed, isHeading || isName {
        kept += rest[..<start.lowerBound]
        kept = String(kept.withoutBlankEnd)
        rest = isHeading && !isName ? "" : after
      } else {
        kept += rest[..<start.upperBound]
        rest = rest[start.upperBound...]
      }
    }
    return kept + rest
  }

  /// Returns `text` so that markdown shows it as it is, on one line.
  static func escaped(_ text: String) -> String {
    let visible = HTML.shown(text).replacing("\n", with: " ")
    return String(visible.flatMap { "\\`*_[]<>|#$~&".contains($0) ? ["\\", $0] : [$0] })
  }
}
