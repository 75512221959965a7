/// A run as markdown that GitHub shows: the prose, the code and the outputs.
public enum PlainMarkdown {
  /// Returns `notebook` with what its cells gave; figures are the files that lie beside it.
  public static func text(of notebook: Notebook, _ result: NotebookResult) -> String {
    text(of: notebook, result, links: nil)
  }

  /// Returns a run, for the output folder.
  static func file(of run: FinishedRun) -> ExportedFile {
    let links = ExportedLinks(run.notebook, fileExtension: HandoutFormat.markdown.fileExtension)
    let text = text(of: run.notebook, run.result, links: links)
    return ExportedFile(text, files: links.files)
  }

  private static func text(
    of notebook: Notebook, _ result: NotebookResult, links: ExportedLinks?
  ) -> String {
    var writer = MarkdownWriter(notebook, result, links: links)
    writer.writeTitle()
    for part in writer.parts.parts { writer.write(part) }
    writer.writeWorks()
    return writer.text
  }
}

/// Writes the parts of a notebook as markdown that other programs show, inside the quote of a callout if they stand in
/// one.
struct MarkdownWriter {
  /// What else than markdown shows the text.
  enum Reader {
    /// GitHub, which knows footnotes and callouts.
    case gitHub
    /// Jupyter, which does not.
    case jupyter
  }

  let parts: NotebookParts
  private let reader: Reader
  /// Whether questions have no answers, as in a notebook that students get.
  private let hidesAnswers: Bool
  private let notebook: Notebook
  let prose: ProseValues
  private let outputs: MarkdownOutputs
  private var lines: [String] = []
  /// Whether each open div is a callout, and how many of them are.
  private var open: [Bool] = []
  private var openCallouts = 0
  /// What stands below the title and is not written yet.
  private var lead: [String] = []

  /// The keys of the works that are cited, in the order of their numbers.
  private var cited: [String] = []

  init(
    _ notebook: Notebook, _ result: NotebookResult, for reader: Reader = .gitHub,
    links: ExportedLinks? = nil, hidesAnswers: Bool = false
  ) {
    self.hidesAnswers = hidesAnswers
    self.notebook = notebook
    self.reader = reader
    parts = NotebookParts(notebook)
    prose = ProseValues(notebook, result, codeLines: parts.codeLines, links: links)
    outputs = MarkdownOutputs(notebook, result, numbers: prose.numbers)
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
    return numbered(MarkdownWriter.tidied(lines)).withoutBlankEnds
  }

  /// The list of the works that are cited by number; empty if there are none.
  var works: [String] {
    cited.isEmpty
      ? []
      : ["## \(notebook.words.references)", ""]
        + cited.enumerated().map { "\($0.offset + 1). \(notebook.frontMatter.references[$0.element] ?? "")" }
  }

  /// Returns `lines` with numbers in place of footnotes, `[1]`, and bold words in place of the marks of callouts.
  private mutating func numbered(_ lines: [String]) -> [String] {
    guard reader == .jupyter else { return lines }
    let works = notebook.frontMatter.references
    return lines.map { line in
      if let match = line.wholeMatch(of: #/((?:\s*>)+ ?)\[!(\w+)\]\s*/#),
        let kind = Alert.Kind(rawValue: match.2.lowercased())
      {
        return "\(match.1)**\(notebook.words.title(ofAlert: kind))**"
      }
      return line.replacing(#/\[\^([^\]\s]+)\]/#) { match in
        let key = String(match.1)
        guard works[key] != nil else { return String(match.0) }
        if !cited.contains(key) { cited.append(key) }
        return "[\((cited.firstIndex(of: key) ?? 0) + 1)]"
      }
    }
  }

  /// The works that are cited, as GitHub's footnotes.
  mutating func writeWorks() {
    let works = notebook.frontMatter.references.sorted { $0.key < $1.key }
    let cited = works.isEmpty ? [] : works.filter { [marks = footnoteMarks] in marks.contains($0.key) }
    lines += [""] + cited.map { "[^\($0.key)]: \($0.value)" }
  }

  /// What stands between `[^` and `]`.
  private var footnoteMarks: Set<String> {
    var marks: Set<String> = []
    for line in lines {
      for piece in line.split(separator: "[", omittingEmptySubsequences: true) where piece.first == "^" {
        marks.insert(String(piece.dropFirst().prefix { $0 != "]" }))
      }
    }
    return marks
  }

  mutating func writeTitle() {
    let matter = notebook.frontMatter
    let first = notebook.lines.dropFirst(notebook.frontMatterLineCount).first {
      !$0.allSatisfy(\.isWhitespace)
    }
    let source = [matter.authors.map(\.name).joined(separator: ", "), matter.date ?? ""].filter {
      !$0.isEmpty
    }
    lead =
      (matter.subtitle.map { ["", "*\($0)*"] } ?? [])
      + (source.isEmpty ? [] : ["", source.joined(separator: " · ")])
      + (matter.abstract.map { ["", $0] } ?? []) + [""]
    guard first?.hasPrefix("# ") != true else { return }
    lines += ["# \(matter.title ?? notebook.name)"] + lead
    lead = []
  }

  mutating func write(_ part: NotebookParts.Part) {
    switch part {
    case .prose(let range):
      for (offset, line) in prose.lines(range).enumerated() { write(line, number: range.lowerBound + offset) }
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

  private mutating func write(_ line: String, number: Int) {
    guard !parts.codeLines.contains(number), let div = FencedDiv(line[...], number: number) else {
      emit(prose.readable(line, number: number))
      if line.hasPrefix("# ") {
        emit(lead)
        lead = []
      }
      return
    }
    if div.isOpening {
      let kind = div.attributes.classes.first { $0.hasPrefix("callout-") }?.dropFirst("callout-".count)
      emit([""])
      open.append(kind != nil)
      openCallouts += kind == nil ? 0 : 1
      if let kind { emit(["[!\(kind.uppercased())]"] + (div.title.map { ["**\($0)**", ""] } ?? [])) }
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
    func shown(_ part: Prose) -> [String] {
      let lines = part.source.split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      return prose.lines(lines.withoutBlankEnds, part.values).map(prose.relinked)
    }
    let question = shown(quiz.question)
    let right = question.filter { $0.contains(#/^\s*[-*+] \[[xX]\] /#) }
    emit(question.map { $0.replacing(#/^(\s*[-*+]) \[[ xX]\] /#) { "\($0.1) " } } + [""])
    if hidesAnswers { return }
    emit(["<details><summary>\(notebook.words.answer)</summary>", ""])
    emit(right.map { $0.replacing(#/^\s*[-*+] \[[xX]\] /#, with: "- ✓ ") } + [""])
    emit((quiz.answer.map(shown) ?? []) + [""])
    emit(outputs.expectations(inLines: quiz.lines) + ["", "</details>", ""])
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
