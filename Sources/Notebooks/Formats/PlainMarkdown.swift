/// A run as markdown that GitHub shows: the prose, the code and the outputs.
public enum PlainMarkdown {
  /// Returns `notebook` with what its cells gave; figures are the files that lie beside it.
  public static func text(of notebook: Notebook, _ result: NotebookResult) -> String {
    file(of: notebook, result, fileExtension: nil).text
  }

  /// Returns a run, for the output folder.
  static func file(of run: FinishedRun) -> ExportedFile {
    file(of: run.notebook, run.result, fileExtension: HandoutFormat.markdown.fileExtension)
  }

  /// Returns the local files that `notebook` shows or links to.
  static func files(of notebook: Notebook) -> [LinkedFile] {
    file(of: notebook, NotebookResult(cells: []), fileExtension: HandoutFormat.markdown.fileExtension).files
  }

  private static func file(
    of notebook: Notebook, _ result: NotebookResult, fileExtension: String?
  ) -> ExportedFile {
    var writer = MarkdownWriter(notebook, result, fileExtension: fileExtension)
    writer.writeTitle()
    for part in writer.parts.parts { writer.write(part) }
    writer.writeWorks()
    return ExportedFile(writer.text, files: writer.prose.files)
  }
}

/// Writes the parts of a notebook as markdown that other programs show, inside the quote of a callout if they stand in
/// one.
struct MarkdownWriter {
  let parts: NotebookParts
  private let reader: ExportedProse.Reader
  /// Whether questions have no answers, as in a notebook that students get.
  private let hidesAnswers: Bool
  private let notebook: Notebook
  let prose: ExportedProse
  private let outputs: MarkdownOutputs
  private var lines: [String] = []
  /// Whether each open div is a callout, and how many of them are.
  private var open: [Bool] = []
  private var openCallouts = 0
  /// The line of the title, if the prose begins with it, and what is to be written below it.
  private var lead: (line: Int, text: [String])?

  init(
    _ notebook: Notebook, _ result: NotebookResult, for reader: ExportedProse.Reader = .gitHub,
    fileExtension: String? = nil, hidesAnswers: Bool = false
  ) {
    self.hidesAnswers = hidesAnswers
    self.notebook = notebook
    self.reader = reader
    parts = NotebookParts(notebook)
    prose = ExportedProse(
      notebook, result, for: reader, fileExtension: fileExtension, hidesAnswers: hidesAnswers)
    outputs = MarkdownOutputs(notebook, result, prose)
  }

  /// The lines, with one blank line in place of several.
  var text: String { MarkdownWriter.tidied(lines).map { $0 + "\n" }.joined() }

  /// Returns `lines` with one blank line in place of several: one outside of quotes, if there is such a one.
  private static func tidied(_ lines: [String]) -> [String] {
    var kept: [String] = []
    let isBlank: (String) -> Bool = { $0.allSatisfy { $0 == " " || $0 == ">" } }
    for line in lines {
      if isBlank(line), let last = kept.last, isBlank(last) {
        if line.count < last.count { kept[kept.count - 1] = line }
      } else if !kept.isEmpty || !isBlank(line) {
        kept.append(line)
      }
    }
    return kept
  }

  /// Returns the title that the front matter says, and what stands below it; empty if the prose begins with it.
  mutating func title() -> [String] {
    guard notebook.frontMatter.title != nil else { return [] }
    lines = []
    writeTitle()
    return MarkdownWriter.tidied(lines).withoutBlankEnds
  }

  /// Returns what `part` becomes, without blank lines at its ends.
  mutating func lines(of part: NotebookParts.Part) -> [String] {
    lines = []
    write(part)
    return MarkdownWriter.tidied(lines).withoutBlankEnds
  }

  /// The list of the works that are cited by number; empty if there are none.
  var works: [String] {
    prose.cited.isEmpty
      ? []
      : ["## \(notebook.words.references)", ""]
        + prose.cited.enumerated().map {
          "\($0.offset + 1). \(notebook.frontMatter.references[$0.element] ?? "")"
        }
  }

  /// The works that are cited, as GitHub's footnotes.
  mutating func writeWorks() {
    let works = notebook.frontMatter.references
    lines += [""] + prose.cited.sorted().map { "[^\($0)]: \(works[$0] ?? "")" }
  }

  mutating func writeTitle() {
    let matter = notebook.frontMatter
    let source = [matter.authors.map(\.name).joined(separator: ", "), matter.date ?? ""].filter {
      !$0.isEmpty
    }
    let paragraphs = [
      matter.subtitle.map { "*\($0)*" }, source.isEmpty ? nil : source.joined(separator: " · "),
      matter.abstract,
    ]
    let text = paragraphs.compactMap(\.self).flatMap { ["", $0] } + [""]
    let first = notebook.lines.indices.dropFirst(notebook.frontMatterLineCount).first {
      !notebook.lines[$0].allSatisfy(\.isWhitespace)
    }
    if let first, notebook.lines[first].hasPrefix("# ") {
      lead = (first + 1, text)
    } else {
      lines += ["# \(matter.title ?? notebook.name)"] + text
    }
  }

  mutating func write(_ part: NotebookParts.Part) {
    switch part {
    case .prose(let range):
      var start = range.lowerBound
      for number in range {
        if lead?.line == number {
          emit(prose.lines(start..<number + 1) + (lead?.text ?? []))
        } else if !parts.codeLines.contains(number),
          let div = FencedDiv(notebook.lines[number - 1][...], number: number)
        {
          emit(prose.lines(start..<number))
          write(div)
        } else {
          continue
        }
        start = number + 1
      }
      emit(prose.lines(start..<range.upperBound))
    case .quiz(let quiz): write(quiz)
    case .cell(let cell, let range):
      if cell.options.isLeftOut { return }
      let margin = notebook.marginOfFence(inLine: range.lowerBound)
      let code = cell.visibleCode
      var block: [String] = []
      if cell.options.showsCode, !code.allSatisfy(\.isWhitespace) {
        block += prose.caption(ofCodeIn: cell).map { [$0, ""] } ?? []
        block += CellText.listing(
          code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), in: "swift")
      }
      block += outputs.lines(of: cell)
      if cell.options.exercise == .solution, notebook.variant == .solution {
        block = ["<details><summary>\(notebook.words.solution)</summary>", ""] + block + ["", "</details>"]
      }
      let inner = CellText.continued(margin)
      emit(block.enumerated().map { ($0.offset == 0 ? margin : inner) + $0.element })
    }
  }

  private mutating func write(_ div: FencedDiv) {
    if div.isOpening {
      let kind = div.attributes.classes.first { $0.hasPrefix("callout-") }?.dropFirst("callout-".count)
      emit([""])
      let isQuoted = kind != nil || div.isAnswer
      open.append(isQuoted)
      openCallouts += isQuoted ? 1 : 0
      if div.isAnswer { return emit(["**\(div.title ?? notebook.words.answer)**", ""]) }
      guard let kind else { return }
      let known = Alert.Kind(rawValue: String(kind))
      let mark =
        if reader == .jupyter, let known { "**\(notebook.words.title(ofAlert: known))**" } else {
          "[!\(kind.uppercased())]"
        }
      emit([mark] + (div.title.map { ["**\($0)**", ""] } ?? []))
    } else if !open.isEmpty {
      if open.popLast() == true { openCallouts -= 1 }
      emit([""])
    }
  }

  private mutating func write(_ quiz: Quiz) {
    let start = lines.count
    let margin = notebook.marginOfFence(inLine: quiz.lines.lowerBound)
    defer {
      for index in start..<lines.count where !lines[index].isEmpty { lines[index] = margin + lines[index] }
    }
    let question = prose.lines(ofQuestionIn: quiz).withoutBlankEnds
    emit(question.map { $0.replacing(MarkdownWriter.box) { "\($0.1) " } } + [""])
    if hidesAnswers { return }
    emit(["<details><summary>\(notebook.words.answer)</summary>", ""])
    emit(quiz.choices.flatMap { feedback(on: $0, in: quiz) } + [""])
    emit((quiz.answer.map { prose.lines(ofQuiz: $0).withoutBlankEnds } ?? []) + [""])
    emit(outputs.expectations(inLines: quiz.lines) + ["", "</details>", ""])
  }

  /// The marks of a choice: those of its item, and its box.
  private static var box: Regex<(Substring, Substring)> { #/^(\s*(?:[-*+]|\d+[.)])) \[[ xX]\] /# }

  /// Returns a choice with whether it is right, and why; nothing of a wrong one that is not explained.
  private func feedback(on item: MarkdownList.Item, in quiz: Quiz) -> [String] {
    let isRight = item.isChecked == true
    guard isRight || !item.explanations.isEmpty else { return [] }
    let lines = (item.choice + item.explanations).flatMap {
      prose.lines(ofQuiz: quiz.question, $0.firstLine..<max($0.firstLine, $0.lastLine) + 1)
    }
    return lines.map { $0.replacing(MarkdownWriter.box, with: isRight ? "- ✓ " : "- ✗ ") }
  }

  private mutating func emit(_ new: [String]) {
    let margin = openCallouts > 0 ? "> " : ""
    lines += new.map { margin + $0 }
  }
}

extension HandoutFormat {
  /// Markdown for GitHub, with outputs.
  public static let markdown = HandoutFormat(
    name: "markdown", fileExtension: "md", summary: "markdown for GitHub, with outputs",
    writing: .text { run throws(NotebookError) in PlainMarkdown.file(of: run) })
}
