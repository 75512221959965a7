internal import Yams

/// Markdown as Jupytext, MyST and Quarto write it, read as a markdown notebook.
///
/// A notebook of ours stays as it is.
public struct MarkdownImport {
  private var result: ImportedNotebook
  private var rest: ArraySlice<String>
  /// Whether the front matter says that Jupytext wrote the file.
  private let isJupytext: Bool
  /// The language of cells that name none.
  private let language: String
  /// Whether the cells are those of MyST, where a fence that is called `swift` is a listing.
  private let isMyST: Bool
  private var markup: MySTMarkup
  /// Whether the cells are those of Quarto or R Markdown, where the name of the language stands in braces.
  private let isQuarto: Bool

  /// Returns `text` with what those tools mean by their marks in our words.
  ///
  /// The keys `jupyter`, `jupytext` and `kernelspec` leave the front matter, marks between cells go, `{code-cell}`
  /// becomes a fence, and options, attributes and tags of a cell become options.
  ///
  /// - Parameter isQuarto: Whether it is from a file of Quarto or R Markdown, where a fence that is called `swift` is a
  ///   listing.
  public static func notebook(of text: String, isQuarto: Bool = false) -> ImportedNotebook {
    let text = TextFile.withUnixLineEnds(text)
    var reader = MarkdownImport(
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), isQuarto: isQuarto)
    reader.read()
    return reader.result
  }

  private init(_ lines: [String], isQuarto: Bool) {
    self.isQuarto = isQuarto
    result = ImportedNotebook(ofLines: lines)
    let (kept, kernel) = MarkdownImport.withoutKernelKeys(lines)
    language = kernel
    isJupytext = kept.count < lines.count
    isMyST =
      MarkdownImport.hasCellsOfMyST(kept)
      || isJupytext && lines.contains { $0.wholeMatch(of: /\s+format_name: myst\s*/) != nil }
    markup = MySTMarkup(of: kept, hasComments: isMyST)
    rest = kept[...]
  }

  /// Whether a cell `{code-cell}` begins outside of longer fences, as a text about MyST has them.
  private static func hasCellsOfMyST(_ lines: [String]) -> Bool {
    var open: Substring?
    for line in lines {
      let marks = line.prefix { $0 == "`" }
      if marks.count >= 3, line.hasPrefix("\(marks){code-cell}"), (open?.count ?? 3) <= marks.count {
        return true
      }
      if let fence = open {
        if marks.count >= fence.count, line.allSatisfy({ $0 == "`" || $0 == " " }) { open = nil }
      } else if marks.count >= 3 {
        open = marks
      }
    }
    return false
  }

  private mutating func read() {
    var prose: [String] = []
    func end(_ reader: inout MarkdownImport) {
      let isForeign = reader.isMyST || reader.isQuarto
      let lines = reader.markup.converted(
        isForeign ? ImportedProse.escaped(prose, keepsBraces: reader.isQuarto) : prose)
      if reader.isMyST { reader.result.noteHTML(lines) }
      reader.result.append(lines)
      prose = []
    }
    while let line = rest.popFirst() {
      if let match = line.wholeMatch(of: /(`{3,}|~{3,})\s*(.*)/) {
        let body = body(of: String(match.1))
        let isClosed = rest.first.map { !isMyST || !$0.hasPrefix("```{code-cell}") } ?? false
        if match.2.contains(/^\{raw-cell\}/) {
          end(&self)
          if isClosed { rest.removeFirst() }
          let (options, lines) = MySTMarkup.options(of: body)
          raw(lines, CellMetadata(yaml: options))
          continue
        }
        guard let (cell, opening) = cell(String(match.1), String(match.2), body) else {
          // Jupytext marks what is no cell, but knows of no quizzes.
          let isListing = isJupytext && match.2 == "quiz"
          prose += [isListing ? match.1 + "{{quiz}}" : line] + body
          // What somebody forgot to close must not take the cells below along.
          if isClosed { prose.append(rest.removeFirst()) } else if isMyST { prose.append(String(match.1)) }
          continue
        }
        end(&self)
        if isClosed { rest.removeFirst() }
        append(cell, opening)
      } else if let match = line.wholeMatch(of: /<!-- #region\s*(.*?)\s*-->/) {
        end(&self)
        let lines = taken { $0 == "<!-- #endregion -->" }
        rest = rest.dropFirst()
        region(lines, CellMetadata(attributes: String(match.1)))
      } else if let match = line.wholeMatch(of: /<!-- #raw\s*(.*?)\s*-->/) {
        end(&self)
        let lines = taken { $0 == "<!-- #endraw -->" }
        rest = rest.dropFirst()
        raw(lines, CellMetadata(attributes: String(match.1)))
      } else if let match = line.wholeMatch(of: /\+\+\+\s*(\{.*\})/) {
        end(&self)
        region(
          taken { $0.hasPrefix("+++") || $0.contains(/^`{3,}\{(code|raw)-cell\}/) },
          .init(attributes: String(match.1)))
      } else if line != "+++" || !isMyST {
        prose.append(line)
      }
    }
    end(&self)
  }

  /// Takes the lines up to the one that closes the fence `open`, which stays.
  private mutating func body(of open: String) -> [String] {
    let stopsAtCells = isMyST && open == "```"
    return taken {
      $0.hasPrefix(open) && $0.allSatisfy { $0 == open.first || $0 == " " }
        || stopsAtCells && $0.hasPrefix("```{code-cell}")
    }
  }

  private mutating func taken(until isEnd: (String) -> Bool) -> [String] {
    let lines = rest.prefix { !isEnd($0) }
    rest = rest[lines.endIndex...]
    return Array(lines)
  }

  /// Adds the prose of a cell, in which nothing runs; as it was written, if it still shows what that gave.
  private mutating func region(_ lines: [String], _ metadata: CellMetadata) {
    result.note(metadata)
    if let written = metadata.written(if: lines.withoutBlankEnds.joined(separator: "\n")) {
      result.append(written + lines.reversed().prefix { $0.allSatisfy(\.isWhitespace) })
    } else {
      let lines = markup.converted(ImportedProse.escaped(lines))
      result.noteHTML(lines)
      result.append(lines)
    }
  }

  /// Adds a raw cell.
  private mutating func raw(_ lines: [String], _ metadata: CellMetadata) {
    if lines.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return }
    result.note(metadata)
    result.append(ImportedProse.raw(lines, metadata))
  }

  /// Adds `cell`, unless all of it belongs in the front matter.
  private mutating func append(_ cell: ImportedCell, _ opening: String?) {
    let left = result.withoutSettings(cell)
    result.note(left.metadata)
    if left.code.isEmpty, !cell.code.isEmpty {
      // One blank line is enough where a cell was.
      if rest.first?.isEmpty == true { rest.removeFirst() }
    } else {
      result.append(left.lines(opening: opening))
    }
  }

  private typealias Cell = (cell: ImportedCell, opening: String?)

  /// Reads a fenced block as a cell; nil for a block that stays as it is.
  private func cell(_ fence: String, _ info: String, _ body: [String]) -> Cell? {
    if let match = info.wholeMatch(of: /\{code-cell\}\s*(\S*)/) {
      let (options, code) = MySTMarkup.options(of: body)
      let language = match.1.isEmpty ? self.language : ImportedCell.language(ofKernel: String(match.1))
      return cell(fence, code, language, CellMetadata(yaml: options))
    }
    if !isQuarto, let match = info.wholeMatch(of: /(swift)\s+(\S.*)/) {
      return cell(fence, body, "swift", CellMetadata(attributes: String(match.2)))
    }
    // What R Markdown writes; a name before the options is the label.
    if let match = info.wholeMatch(of: /\{swift(?:[\s,]+([\w-]+))?(?:[\s,]+(\w.*=[^}]*))?\}/),
      match.1 != nil || match.2 != nil
    {
      let label = match.1.map { "label=\"\($0)\" " } ?? ""
      return cell(fence, body, "swift", CellMetadata(attributes: label + (match.2 ?? "")))
    }
    guard info == "{swift}" || info == "swift" && !isQuarto, body.first?.hasPrefix("#|") == true else {
      return nil
    }
    return cell(fence, body, "swift", CellMetadata(yaml: ""))
  }

  private func cell(_ fence: String, _ code: [String], _ language: String, _ metadata: CellMetadata) -> Cell {
    let cell = ImportedCell(code: code, language: language, metadata: metadata)
    // A cell for another program has another language.
    let isMagic = language == "swift" && code.first?.hasPrefix("%%") == true
    let opening = metadata.text("nbrun", "fence") ?? (isMagic ? nil : fence + language)
    return (cell, opening)
  }

  private static func withoutKernelKeys(_ lines: [String]) -> (lines: [String], language: String) {
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return (lines, "swift")
    }
    var kept: [String] = []
    var isInside = false
    for line in lines[1..<end] {
      let isIndented = line.first == " " || line.first == "\t"
      if !isIndented { isInside = line.firstMatch(of: /^(jupyter|jupytext|kernelspec):/) != nil }
      if !isInside { kept.append(line) }
    }
    let yaml = lines[1..<end].joined(separator: "\n")
    let matter = (try? Yams.compose(yaml: yaml, .default, .default, .utf8))?.mapping
    let kernel = (matter?["jupyter"]?.mapping?["kernelspec"] ?? matter?["kernelspec"])?.mapping
    let name = kernel?["language"]?.scalar?.string ?? kernel?["name"]?.scalar?.string ?? "swift"
    let below = lines[(end + 1)...]
    // Front matter that said nothing else is none, and a rule must not become one.
    let isEmpty = kept.allSatisfy { $0.allSatisfy(\.isWhitespace) }
    var rest = isEmpty ? below.drop { $0.allSatisfy(\.isWhitespace) } : below
    if isEmpty, rest.first == "---" { rest[rest.startIndex] = "***" }
    return (
      isEmpty ? Array(rest) : ["---"] + kept + ["---"] + rest,
      ImportedCell.language(ofKernel: name)
    )
  }
}
