/// What can be written at a place of a notebook that is no Swift.
package struct NotebookCompletion: Sendable, Equatable {
  /// Something that can be written.
  package struct Item: Sendable, Equatable {
    /// What an item is.
    package enum Kind: Sendable {
      case key, value, label, work, notebook
    }

    /// What the item is.
    package var kind: Kind
    /// What it is called, which begins with what stands there already.
    package var name: String
    /// What is written in place of that.
    package var insertion: String
    /// What it is in a few words; empty if there is nothing to say.
    package var detail: String
    /// What it means in a line; empty if there is nothing to say.
    package var summary = ""
  }

  /// The columns of the line whose text an item replaces, in UTF-16, from 0.
  package var columns: Range<Int>
  /// What can be written.
  package var items: [Item]
}

extension Notebook {
  /// Returns what can be written at a place, which counts from 0 and in UTF-16: keys and values of the front matter and
  /// of the options of a cell, and behind `@` what can be referred to; nil if the place takes anything else.
  ///
  /// Other notebooks that can be referred to are those beside this one and in the folder `root`.
  package func completion(line: Int, column: Int) -> NotebookCompletion? {
    CompletionPlace(self, line: line, column: column)?.completion
  }
}

/// A place in a notebook where something may be completed.
private struct CompletionPlace {
  private let notebook: Notebook
  private let line: Int
  /// What stands before the place in its line, and behind it.
  private let (before, behind): (String, String)

  init?(_ notebook: Notebook, line: Int, column: Int) {
    guard line >= 0, column >= 0 else { return nil }
    (self.notebook, self.line) = (notebook, line)
    let units = notebook.lines.indices.contains(line) ? Array(notebook.lines[line].utf16) : []
    before = String(decoding: units.prefix(column), as: UTF16.self)
    behind = String(decoding: units.dropFirst(column), as: UTF16.self)
  }

  var completion: NotebookCompletion? {
    if frontMatterLines.contains(line) {
      let given = frontMatterLines.compactMap { $0 == line ? nil : notebook.lines[$0].key }
      return references ?? option(before[...], of: FrontMatter.help, besides: given)
    }
    if let cell = notebook.cell(atLine: line + 1) {
      let optionLines = cell.firstLine - 1..<cell.firstLine - 1 + cell.optionLineCount
      guard optionLines.contains(line), let text = before.option else { return nil }
      let given = optionLines.compactMap { $0 == line ? nil : notebook.lines[$0].option?.key }
      return references
        ?? option(text, of: CellOptions.help, besides: given, lead: before.hasSuffix("|") ? " " : "")
    }
    let code = notebook.prose.codeBlocks.first { $0.block.firstLine...$0.block.lastLine ~= line + 1 }?.code
    switch code?.content {
    case .listing, .cell: return nil
    case .quiz, nil: return references
    }
  }

  /// The lines of the front matter, those of one that is not closed yet up to a blank line.
  private var frontMatterLines: Range<Int> {
    let lines = notebook.lines
    if notebook.frontMatterLineCount > 1 { return 1..<notebook.frontMatterLineCount - 1 }
    guard let first = lines.first, MarkdownReader.isFence(first, allowsDots: false) else { return 0..<0 }
    return 1..<(lines.dropFirst().firstIndex { $0.allSatisfy(\.isWhitespace) } ?? lines.count)
  }

  private func completion(_ typed: some StringProtocol, _ items: [NotebookCompletion.Item])
    -> NotebookCompletion
  {
    let end = before.utf16.count
    return NotebookCompletion(columns: end - typed.utf16.count..<end, items: items)
  }

  // MARK: Keys and values

  /// Returns the keys that may stand behind `text`, or the values that its key may have.
  private func option(
    _ text: Substring, of keys: [OptionHelp], besides given: [String], lead: String = ""
  ) -> NotebookCompletion? {
    if text.wholeMatch(of: /(?:[A-Za-z][A-Za-z-]*)?/) != nil {
      let rest = behind.prefix { $0.isASCII && $0.isLetter || $0 == "-" }
      let hasColon = behind[rest.endIndex...].hasPrefix(":")
      let items = keys.filter { !given.contains($0.name) }.map { key in
        NotebookCompletion.Item(
          kind: .key, name: key.name, insertion: lead + key.name + (hasColon ? "" : ": "),
          detail: key.expected,
          summary: key.summary)
      }
      var completion = self.completion(text, items)
      // A key whose value is there already is replaced as a whole.
      if hasColon {
        let end = completion.columns.upperBound + rest.utf16.count
        completion.columns = completion.columns.lowerBound..<end
      }
      return completion
    }
    guard let match = text.wholeMatch(of: /([A-Za-z][A-Za-z-]*):(\s*)(\S*)/),
      let key = keys.first(where: { $0.name == match.1 }), !key.choices.isEmpty
    else { return nil }
    let items = key.choices.map { choice in
      NotebookCompletion.Item(
        kind: .value, name: choice.text, insertion: (match.2.isEmpty ? " " : "") + choice.text,
        detail: choice.summary, summary: key.summary)
    }
    return completion(match.3, match.2.isEmpty && !match.3.isEmpty ? [] : items)
  }

  // MARK: References

  /// What can be referred to, if the place is behind an `@` that begins a reference.
  private var references: NotebookCompletion? {
    guard let at = before.lastIndex(of: "@") else { return nil }
    let typed = before[at...].dropFirst()
    // Code in a sentence holds no references.
    guard let match = typed.wholeMatch(of: /(?:([\p{L}\p{N}_.\/-]*)(#))?([\p{L}\p{N}_.\/-]*)/),
      ReferenceMark.mayStand(behind: before[..<at].last), before.count(where: { $0 == "`" }).isMultiple(of: 2)
    else { return nil }
    let others = OtherNotebooks(besides: notebook) { _ in nil }
    if let name = match.1, match.2 != nil {
      let items = others.notebook(named: String(name)).map { labels(in: $0, others) }
      return completion(match.3, items ?? [])
    }
    let works = notebook.frontMatter.references.sorted { $0.key < $1.key }.map { key, work in
      NotebookCompletion.Item(kind: .work, name: key, insertion: key, detail: work)
    }
    let names = others.names.map { name, title in
      NotebookCompletion.Item(kind: .notebook, name: name + "#", insertion: name + "#", detail: title)
    }
    return completion(typed, labels(in: notebook, others) + works + names)
  }

  private func labels(in other: Notebook, _ others: OtherNotebooks) -> [NotebookCompletion.Item] {
    func parts(_ items: [OutlineItem]) -> [(String, OutlineItem)] {
      items.flatMap { [($0.kind == .section ? $0.detail : $0.name, $0)] + parts($0.children) }
    }
    let known = Dictionary(parts(other.outline)) { first, _ in first }
    return others.references(in: other).targets.sorted { $0.key < $1.key }.compactMap { label, target in
      guard ReferenceMark.isReference(label[...]) else { return nil }
      let part = known[label]
      return NotebookCompletion.Item(
        kind: .label, name: label, insertion: label, detail: target.text,
        summary: (part?.kind == .section ? part?.name : part?.detail) ?? "")
    }
  }
}

extension StringProtocol where SubSequence == Substring {
  /// What stands behind the mark of an option, `//|` or `#|`; nil if the line is none.
  fileprivate var option: Substring? {
    // In front of it there may be the mark of a quote.
    let line = self[...]
    guard let mark = line.prefixMatch(of: /[ \t>]*(?:\/\/|#)\|[ \t]*/) else { return nil }
    return line[mark.range.upperBound...]
  }

  /// The key with which the line begins; nil if there is none.
  fileprivate var key: String? {
    self[...].prefixMatch(of: /([A-Za-z][A-Za-z-]*)[ \t]*:/).map { String($0.1) }
  }
}
