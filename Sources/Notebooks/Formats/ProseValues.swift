/// The prose of a notebook as another program reads it: values in place, references as words.
struct ProseValues {
  private let notebook: Notebook
  private let values: InlineValues
  private let references: CrossReferences
  private let cut: ProseCut
  private let codeLines: Set<Int>

  init(_ notebook: Notebook, _ result: NotebookResult, codeLines: Set<Int>) {
    self.notebook = notebook
    self.codeLines = codeLines
    cut = notebook.proseCut
    values = InlineValues(notebook, result)
    references = CrossReferences(
      notebook, cut.blocks.blocks, cut, figures: FigureNumbers(notebook, result), values: values,
      findings: Findings())
  }

  /// Returns the lines of `range` with the values of expressions in their places.
  func lines(_ range: Range<Int>) -> [String] {
    let shown = cut.values.filter { range.contains($0.location.line) }
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
    var line = line.replacing(/\s*\{#(?:eq|sec)-[A-Za-z0-9_-]+\}/, with: "")
    if line.hasPrefix("#") { line = line.replacing(/\s*\{#[A-Za-z][A-Za-z0-9_-]*\}\s*$/, with: "") }
    return ReferenceMark.split(line).map { piece in
      switch piece {
      case .text(let text): text
      case .reference(let label): references.targets[label]?.text ?? "@" + label
      case .citation(let key): notebook.frontMatter.references[key] == nil ? "[@\(key)]" : "[^\(key)]"
      }
    }.joined()
  }

  /// Returns `text` so that markdown shows it as it is, on one line.
  static func escaped(_ text: String) -> String {
    let visible = HTML.shown(text).replacing("\n", with: " ")
    return String(visible.flatMap { "\\`*_[]<>|#$~&".contains($0) ? ["\\", $0] : [$0] })
  }
}
