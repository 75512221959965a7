/// The prose of a notebook as another program reads it: values in place, references as words.
struct ProseValues {
  private let notebook: Notebook
  private let values: InlineValues
  private let references: CrossReferences
  /// The numbers of figures, tables and listings.
  let numbers: Numbering
  private let codeLines: Set<Int>
  private let valuesByLine: [Int: [InlineValue]]
  /// Where links lead from the file that is written; nil if that has the notebook's own folder.
  private let links: ExportedLinks?

  init(_ notebook: Notebook, _ result: NotebookResult, codeLines: Set<Int>, links: ExportedLinks?) {
    self.notebook = notebook
    self.links = links
    self.codeLines = codeLines
    valuesByLine = Dictionary(grouping: notebook.prose.values, by: \.location.line)
    let results = result.cellsByNumber
    values = InlineValues(notebook, results)
    numbers = Numbering(notebook, results)
    references = CrossReferences(
      notebook, notebook.prose.blocks, numbers: numbers, values: values,
      findings: Findings(), locations: ParagraphLocations(notebook), words: notebook.words)
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

  /// Returns what stands above the code of `cell`; nil if that has no number.
  func caption(ofCodeIn cell: Cell) -> String? {
    guard let entry = numbers.entry(codeOfCell: cell.number) else { return nil }
    return caption(.listing, entry.number, cell.options.listingCaption ?? "")
  }

  /// Returns what stands below the figure that is output `index` of `cell`; nil if that has no number.
  func caption(ofFigure index: Int, in cell: Cell) -> String? {
    guard let entry = numbers.entry(cell: cell.number, output: index) else { return nil }
    return caption(.figure, entry.number, entry.isFirst ? words(cell.options.figureCaption ?? "") : "")
  }

  private func caption(_ kind: Numbering.Kind, _ number: String, _ text: String) -> String {
    let number = notebook.words.boldCaption(of: kind, number)
    return text.isEmpty ? number : "\(number) \(text)"
  }

  /// Returns `line`, with the number `number`, as other programs understand it: numbers in place of the names of formulas,
  /// pictures, tables and listings, and references as words.
  func readable(_ line: String, number: Int) -> [String] {
    if codeLines.contains(number) { return listing(line, number) }
    // Expressions cost more than a look at the line.
    if line.contains("{#tbl-"), let match = line.wholeMatch(of: #/\s*:\s+(.*?)\s*\{#(tbl-[\w-]+)\}\s*/#),
      let tableNumber = numbers.targets[String(match.2)]?.number
    {
      return [caption(.table, tableNumber, words(String(match.1)))]
    }
    if line.contains("!["), let match = line.wholeMatch(of: #/(\s*(?:>\s*)*)(!\[(.*)\]\(.*\))\{(.*)\}\s*/#),
      Attributes(match.4) != nil
    {
      let picture = relinked("\(match.1)\(match.2)")
      guard let entry = numbers.entry(line: number) else { return [picture] }
      return [picture, String(match.1), match.1 + caption(.figure, entry.number, words(String(match.3)))]
    }
    return [words(line)]
  }

  /// Returns a line of a block of code; the first one of a numbered listing says its number.
  private func listing(_ line: String, _ number: Int) -> [String] {
    guard let match = line.wholeMatch(of: #/(\s*)([`~]{3,})\s*\{(.*)\}\s*/#),
      let entry = numbers.entry(line: number),
      let attributes = Attributes(match.3)
    else { return [line] }
    let text = caption(.listing, entry.number, words(attributes.values["lst-cap"] ?? ""))
    return [match.1 + text, "", "\(match.1)\(match.2)\(attributes.classes.first ?? "")"]
  }

  /// Returns `line` with addresses as seen from the file that is written.
  func relinked(_ line: String) -> String { links?.rewritten(line) ?? line }

  /// Returns `line` with references as words, and addresses as seen from the file that is written.
  private func words(_ line: String) -> String {
    let line = relinked(line)
    guard line.contains("#") || line.contains("@") else { return line }
    let works = notebook.frontMatter.references
    let code = CodeSpans(line)
    let words = ReferenceMark.split(withoutNames(code.text), works: works).map { piece in
      switch piece {
      case .text(let text): text
      case .reference(let label): references.targets[label]?.text ?? "@" + label
      case .citation(let citations):
        citations.allSatisfy { works[$0.key] == nil }
          ? "[" + citations.map(\.source).joined(separator: "; ") + "]"
          : ProseValues.parenthesized(
            citations.map { citation in
              let prefix = citation.prefix.isEmpty ? "" : citation.prefix + " "
              return works[citation.key] == nil
                ? citation.source : "\(prefix)[^\(citation.key)]\(citation.suffix)"
            }.joined(separator: "; "), if: !citations.allSatisfy(\.isBare))
      }
    }.joined()
    return code.restored(in: words)
  }

  private static func parenthesized(_ text: String, if condition: Bool) -> String {
    condition ? "(\(text))" : text
  }

  /// Returns `line` without the names of sections, `{#sec-…}`, and that of a heading, and with the numbers of formulas in
  /// place of their names.
  private func withoutNames(_ line: String) -> String {
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
        if let number = references.equationNumbers[String(name)], kept.hasSuffix("$$") {
          kept = "\(String(kept.dropLast(2)).withoutBlankEnd) \\tag{\(number)} $$"
        }
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

/// A line whose code spans are taken out, in which names and references are common code.
private struct CodeSpans {
  /// The line, with a number between two `mark`s in place of each span.
  private(set) var text = ""
  private var spans: [String] = []
  /// A character for private use; a line that contains it is left as it is.
  private static let mark: Character = "\u{F8FF}"

  init(_ line: String) {
    guard line.contains("`"), !line.contains(CodeSpans.mark) else {
      text = line
      return
    }
    var scanner = ProseScanner(line, firstLine: 1)
    while scanner.position < scanner.scalars.count {
      let start = scanner.position
      switch scanner.scalars[start] {
      case "\\": scanner.position = min(start + 2, scanner.scalars.count)
      case "`": scanner.skipCode()
      default: scanner.position += 1
      }
      let piece = scanner.text(start..<scanner.position)
      if piece.first == "`", piece.contains(where: { $0 != "`" }) {
        text += "\(CodeSpans.mark)\(spans.count)\(CodeSpans.mark)"
        spans.append(piece)
      } else {
        text += piece
      }
    }
  }

  /// Returns `words` with the spans in their places.
  func restored(in words: String) -> String {
    if spans.isEmpty { return words }
    let pieces = words.split(separator: CodeSpans.mark, omittingEmptySubsequences: false)
    // Every other piece is a number.
    return pieces.enumerated().map { index, piece in
      index.isMultiple(of: 2) ? String(piece) : Int(piece).map { spans[$0] } ?? String(piece)
    }.joined()
  }
}

extension PageWords {
  /// Returns the number of a thing of `kind` in bold, as it stands before a caption in markdown.
  func boldCaption(of kind: Numbering.Kind, _ number: String) -> String {
    "**\(caption(of: kind)([.number: number]))**"
  }
}
