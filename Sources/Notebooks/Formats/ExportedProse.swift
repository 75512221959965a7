internal import Foundation

/// The prose of a notebook as another program reads it: values in place, references as words, numbers before captions, and
/// addresses as seen from where the file is written.
struct ExportedProse {
  /// What else than this program shows the prose.
  enum Reader {
    /// GitHub, which knows footnotes and callouts.
    case gitHub
    /// Jupyter, which does not.
    case jupyter
    /// The author, for whom nothing is replaced.
    case author
  }

  /// The keys of the works that are cited, in the order of their numbers.
  private(set) var cited: [String] = []
  /// The numbers of figures, tables and listings.
  private let numbers: Numbering
  /// The cells by their numbers.
  private let cells: [Int: Cell]
  private let notebook: Notebook
  private let reader: Reader
  private let values: InlineValues
  private let references: CrossReferences
  /// Where links lead from the file that is written; nil if that has the notebook's own folder.
  private let links: NotebookLinks?
  private let hidesAnswers: Bool
  /// What changes in the prose, in order.
  private var edits: [SourceEdit] = []
  /// What changes in questions and answers, by the lines on which they begin.
  private var quizEdits: [Int: [SourceEdit]] = [:]
  /// What is to be written above or below what cells show, by the numbers of the cells.
  private var captions: [Int: [Numbering.Kind: String]] = [:]

  /// Visits the prose of `notebook`.
  ///
  /// - Parameters:
  ///   - fileExtension: The extension of the file in the output folder; nil if the file stands beside the notebook.
  ///   - hidesAnswers: Whether the answers of quizzes are left out.
  init(
    _ notebook: Notebook, _ result: NotebookResult, for reader: Reader, fileExtension: String?,
    hidesAnswers: Bool
  ) {
    self.notebook = notebook
    self.reader = reader
    self.hidesAnswers = hidesAnswers
    links = fileExtension.map {
      NotebookLinks(
        notebook, OtherNotebooks(besides: notebook) { _ in nil }, Findings(), fileExtension: $0)
    }
    let results = result.cellsByNumber
    values = InlineValues(notebook, results)
    numbers = Numbering(notebook, results)
    references = CrossReferences(
      notebook, notebook.prose.blocks, numbers: numbers, values: values, findings: Findings(),
      words: notebook.words)
    cells = notebook.cellsByNumber
    if reader != .author { edits = edits(notebook.prose.blocks, notebook.source) }
  }

  /// The files that belong beside the export.
  var files: [LinkedFile] { links?.linkedFiles ?? [] }

  /// Returns the prose on `lines`.
  func lines(_ lines: Range<Int>) -> [String] {
    // A notebook is asked for piece by piece.
    let first = edits.partitioningIndex { $0.range.start.line >= lines.lowerBound }
    return notebook.source.lines(lines, edits: edits[first...])
  }

  /// Returns the lines of a question or an answer; those with these numbers if any are given.
  func lines(ofQuiz part: Prose, _ numbers: Range<Int>? = nil) -> [String] {
    part.source.lines(numbers ?? part.source.numbers, edits: quizEdits[part.source.firstLine] ?? [])
  }

  /// Returns the lines of the question of `quiz`, without what explains its choices and so gives the answer away.
  func lines(ofQuestionIn quiz: Quiz) -> [String] {
    let source = quiz.question.source
    let hidden = quiz.choices.flatMap(\.explanations).map { SourceEdit(range: $0.range, replacement: "") }
    let edits = hidden + (quizEdits[source.firstLine] ?? [])
    return source.lines(source.numbers, edits: edits.sorted { $0.range.start < $1.range.start })
  }

  // MARK: Captions

  /// Returns what stands above the code of `cell`; nil if that has no number.
  func caption(ofCodeIn cell: Cell) -> String? {
    numbers.entry(codeOfCell: cell.number).map { caption(.listing, $0, captions[cell.number]?[.listing]) }
  }

  /// Returns what stands beside the figure or the table that is output `index` of `cell`; nil if that has no number.
  ///
  /// - Parameter other: What it says if the author of the cell wrote no caption.
  func caption(
    _ kind: Numbering.Kind, ofOutput index: Int, in cell: Cell, else other: String? = nil
  ) -> String? {
    numbers.entry(cell: cell.number, output: index).map { entry in
      caption(kind, entry, (entry.isFirst ? captions[cell.number]?[kind] : nil) ?? other)
    }
  }

  private func caption(_ kind: Numbering.Kind, _ entry: Numbering.Entry, _ text: String?) -> String {
    let number = notebook.words.boldCaption(of: kind, entry.number)
    return text.flatMap { $0.isEmpty ? nil : "\(number) \($0)" } ?? number
  }

  private mutating func readCaptions(of cell: Cell) {
    let written: [(Numbering.Kind, CellCaption?)] = [
      (.listing, cell.caption(.listing)), (.figure, cell.caption(.figure)), (.table, cell.caption(.table)),
    ]
    for case (let kind, let caption?) in written {
      captions[cell.number, default: [:]][kind] = line(caption.prose)
    }
  }

  /// Returns what stands for the pictures of `cell` where they cannot be seen.
  func alternative(of cell: Cell) -> FigureAlternative { FigureAlternative(cell, values) }

  /// Returns a text that stands alone.
  private mutating func line(_ prose: Prose) -> String {
    let changes = edits(prose.blocks, prose.source)
    return prose.source.lines(prose.source.numbers, edits: changes).joined(separator: "\n").trimmingBlanks
  }

  // MARK: Blocks

  /// Returns what changes in `blocks`, which stand in `source`.
  private mutating func edits(_ blocks: [MarkdownBlock], _ source: SourceText) -> [SourceEdit] {
    var edits: [SourceEdit] = []
    for block in blocks { visit(block, source, &edits) }
    return edits.sorted { $0.range.start < $1.range.start }
  }

  private mutating func visit(_ block: MarkdownBlock, _ source: SourceText, _ edits: inout [SourceEdit]) {
    switch block.kind {
    case .paragraph(let text):
      visit(text, source, &edits)
      if let entry = numbers.entry(line: block.firstLine), let image = block.lonePicture {
        let caption = image.text.range.map { [edits] in source.text($0, edits: edits.within($0)) }
        let margin = CellText.continued(source.margin(before: text[0].range.start))
        let below = "\n\(margin)\n\(margin)" + self.caption(.figure, entry, caption)
        edits.append(
          SourceEdit(range: SourceRange(start: text[0].range.end, end: text[0].range.end), replacement: below)
        )
      }
    case .heading(_, let text):
      visit(text, source, &edits)
      if let range = HeadingText(text).labelRange { edits.append(SourceEdit(range: range, replacement: "")) }
    case .table(let table):
      for cell in table.rows.joined() { visit(cell, source, &edits) }
      guard let range = table.captionRange, let written = table.caption else { break }
      var inner: [SourceEdit] = []
      visit(written, source, &inner)
      guard let entry = numbers.entry(line: block.firstLine) else { edits += inner; break }
      let text = written.range.map { source.text($0, edits: inner.within($0)) }
      let margin = CellText.continued(source.margin(before: range.start))
      // Below a row it would be one.
      let isApart = range.start.line != block.firstLine + table.rows.count + 1
      edits.append(
        SourceEdit(
          range: range, replacement: (isApart ? "" : "\n\(margin)") + caption(.table, entry, text)))
    case .code(let code):
      visit(code, block, source, &edits)
    case .html: rewriteAddresses(inMarkup: block.range, source, &edits)
    case .quote(let inner):
      if reader == .jupyter, let alert = Alert(inner), let mark = alert.mark {
        edits.append(SourceEdit(range: mark, replacement: "**\(notebook.words.title(ofAlert: alert.kind))**"))
      }
      for block in inner { visit(block, source, &edits) }
    case .list, .footnote, .div, .rule:
      for block in block.children { visit(block, source, &edits) }
    }
  }

  private mutating func visit(
    _ code: CodeBlock, _ block: MarkdownBlock, _ source: SourceText, _ edits: inout [SourceEdit]
  ) {
    switch code.content {
    case .cell(let number): if let cell = cells[number] { readCaptions(of: cell) }
    case .quiz(let quiz):
      for part in [quiz.question, hidesAnswers ? nil : quiz.answer].compactMap(\.self) {
        quizEdits[part.source.firstLine] = self.edits(part.blocks, part.source)
      }
    case .listing:
      guard let listing = code.listing, let fence = code.fence,
        let entry = numbers.entry(line: block.firstLine)
      else { return }
      let caption = self.caption(
        .listing, entry, listing.values["lst-cap"].map { line(Prose(fragment: $0, line: 0)) })
      let start = SourceLocation(line: block.firstLine, column: fence.column)
      let margin = CellText.continued(source.margin(before: start))
      let marks = String(repeating: Character(.init(fence.character)), count: fence.length)
      edits.append(
        SourceEdit(
          range: SourceRange(start: start, end: source.end(ofLine: start.line)),
          replacement: "\(caption)\n\(margin)\n\(margin)\(marks)\(listing.classes.first ?? "")"))
    }
  }

  // MARK: Running text

  private mutating func visit(_ text: [MarkdownInline], _ source: SourceText, _ edits: inout [SourceEdit]) {
    for inline in text {
      switch inline.kind {
      case .reference(let label):
        if let text = references.targets[label]?.text {
          edits.append(SourceEdit(range: inline.range, replacement: text))
        }
      case .citation(let works, _):
        if let text = citation(of: works) { edits.append(SourceEdit(range: inline.range, replacement: text)) }
      case .value(let value):
        if let text = values.text(of: value) {
          edits.append(SourceEdit(range: inline.range, replacement: ExportedProse.escaped(text)))
        }
      case .formula(let formula):
        guard let label = formula.label else { continue }
        let number = references.equationNumbers[label]
        edits.append(
          SourceEdit(
            range: inline.range,
            replacement: ExportedProse.numbered(source.text(inline.range), number)))
      case .link(let link):
        visit(link.text, source, &edits)
        rewrite(link.address, link.destination, link.title, source, &edits)
      case .image(let image):
        visit(image.text, source, &edits)
        rewrite(image.address, image.destination, image.title, source, &edits)
        if let range = image.attributesRange { edits.append(SourceEdit(range: range, replacement: "")) }
      case .html: rewriteAddresses(inMarkup: inline.range, source, &edits)
      case .emphasis, .strong, .strikethrough: visit(inline.children, source, &edits)
      case .text, .code, .footnoteReference, .softBreak, .lineBreak: break
      }
    }
  }

  /// Returns a formula with its number in place of its label.
  private static func numbered(_ formula: String, _ number: Int?) -> String {
    guard let brace = formula.lastIndex(of: "{") else { return formula }
    let bare = formula[..<brace].withoutBlankEnd
    guard let number, let closing = ["$$", "\\]"].first(where: bare.hasSuffix) else { return String(bare) }
    let inner = bare.dropLast(2)
    // The mark may stand on a line of its own, behind the margin of that.
    let line = inner.reversed().prefix { $0 != "\n" }
    let isAlone = line.count < inner.count && line.allSatisfy { $0 == " " || $0 == ">" }
    return (isAlone ? inner : inner.withoutBlankEnd + " ") + "\\tag{\(number)} \(closing)"
  }

  private mutating func citation(of citations: [ReferenceMark.Citation]) -> String? {
    let works = notebook.frontMatter.references
    guard citations.contains(where: { works[$0.key] != nil }) else { return nil }
    let marks = citations.map { citation in
      guard works[citation.key] != nil else { return citation.source }
      if !cited.contains(citation.key) { cited.append(citation.key) }
      let mark = reader == .gitHub ? "^\(citation.key)" : "\((cited.firstIndex(of: citation.key) ?? 0) + 1)"
      return "\(citation.prefix.isEmpty ? "" : citation.prefix + " ")[\(mark)]\(citation.suffix)".replacing(
        "\n", with: " ")
    }
    let text = marks.joined(separator: "; ")
    return citations.allSatisfy(\.isBare) ? text : "(\(text))"
  }

  /// Returns `text` so that markdown shows it as it is, on one line.
  static func escaped(_ text: String) -> String {
    let visible = HTML.shown(text).replacing("\n", with: " ")
    return String(visible.flatMap { "\\`*_[]<>|#$~&".contains($0) ? ["\\", $0] : [$0] })
  }

  // MARK: Addresses

  /// Returns where `destination` is from the file that is written; nil if nothing changes.
  private func address(of destination: String) -> String? {
    guard let target = links?.target(of: destination, takesPicturesFromOutside: true).address else {
      return nil
    }
    return target == destination ? nil : target
  }

  private func rewrite(
    _ address: AddressRange, _ destination: String, _ title: String, _ source: SourceText,
    _ edits: inout [SourceEdit]
  ) {
    guard let target = self.address(of: destination) else { return }
    // A link by the name of a definition becomes one with its address.
    let words = title.isEmpty ? "" : " \"\(title.replacing("\"", with: "\\\""))\""
    edits.append(
      SourceEdit(range: address.range, replacement: address.isInline ? target : "(\(target)\(words))"))
  }

  private func rewriteAddresses(
    inMarkup range: SourceRange, _ source: SourceText, _ edits: inout [SourceEdit]
  ) {
    guard links != nil else { return }
    let markup = source.text(range)
    for match in markup.matches(of: /\b(?:src|href)="([^"]*)"/) {
      guard let target = address(of: String(match.1)) else { continue }
      func location(_ index: String.Index) -> SourceLocation {
        source.location(
          ofByte: markup.utf8.distance(from: markup.startIndex, to: index), in: markup, from: range.start)
      }
      let range = SourceRange(start: location(match.1.startIndex), end: location(match.1.endIndex))
      edits.append(SourceEdit(range: range, replacement: target))
    }
  }
}

extension SourceText {
  /// Returns what stands on the line before `location`.
  fileprivate func margin(before location: SourceLocation) -> String {
    text(
      SourceRange(start: SourceLocation(line: location.line, column: 1 + indentation), end: location))
  }
}

extension [SourceEdit] {
  /// The edits inside `range`, in order.
  fileprivate func within(_ range: SourceRange) -> [SourceEdit] {
    filter { $0.range.start >= range.start && $0.range.end <= range.end }
      .sorted { $0.range.start < $1.range.start }
  }
}

extension PageWords {
  /// Returns the number of a thing of `kind` in bold, as it stands before a caption in markdown.
  func boldCaption(of kind: Numbering.Kind, _ number: String) -> String {
    "**\(caption(of: kind)([.number: number]))**"
  }
}
