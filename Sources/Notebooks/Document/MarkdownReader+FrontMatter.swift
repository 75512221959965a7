extension MarkdownReader {
  /// Reads the YAML between the two `---` at the top, if there is one, on top of what `nbrun.yml` says.
  ///
  /// - Returns: Where the keys are written.
  @discardableResult
  static func readFrontMatter(of notebook: inout Notebook) -> [String: SourceLocation] {
    let defaults = ProjectDefaults.read(forNotebookAt: notebook.path)
    notebook.frontMatter = defaults.matter
    notebook.problems += defaults.problems
    guard let first = notebook.lines.first, isFence(first, allowsDots: false) else { return [:] }
    guard let end = notebook.lines.dropFirst().firstIndex(where: { isFence($0, allowsDots: true) }) else {
      // A file may begin with a thematic break; only what reads like a key was meant as front matter.
      if let next = notebook.lines.dropFirst().first,
        next.prefix(while: { $0 != ":" }).allSatisfy(\.isLetter),
        next.contains(":")
      {
        let message = "this front matter is never closed; end it with a line '---'"
        notebook.problems.append(.init(.error, message, at: .start))
      }
      return [:]
    }
    notebook.frontMatterLineCount = end + 1
    var reader = OptionReader(
      defaults.matter, keys: FrontMatter.keys, foreignKeys: FrontMatter.foreignKeys, noun: "key")
    let yaml = notebook.lines[1..<end].joined(separator: "\n")
    if !yaml.isEmpty { reader.read(yaml, from: .init(line: 2, column: 1)) }
    notebook.frontMatter = reader.subject
    notebook.frontMatter.references.merge(defaults.matter.references) { own, _ in own }
    notebook.problems += reader.problems + reader.subject.declarations.problems
    return reader.locations
  }

  /// Adds the works that the files named by `bibliography`, at `place`, list.
  static func readBibliography(of notebook: inout Notebook, at location: SourceLocation) {
    let files = notebook.frontMatter.bibliography
    guard !files.isEmpty else { return }
    let bibliography = Bibliography(files, from: FilePath.folder(of: notebook.path))
    notebook.frontMatter.references.merge(bibliography.works) { own, _ in own }
    notebook.problems += bibliography.problems.map { Diagnostic($0.severity, $0.message, at: location) }
  }

  /// Returns the paths of the files with which the notebook at `path` is read: `nbrun.yml`, and its bibliography.
  public static func filesBeside(_ path: String) -> [String] {
    var notebook = Notebook(path: path, lines: (try? TextFile.read(path)).map(lines) ?? [], cells: [])
    readFrontMatter(of: &notebook)
    let folder = FilePath.folder(of: path)
    return [ProjectDefaults.file(above: folder)].compactMap(\.self)
      + notebook.frontMatter.bibliography.map { FilePath.joined(folder, $0) }
  }

  /// Whether `line` opens the front matter, or closes it, which three dots do, too.
  static func isFence(_ line: String, allowsDots: Bool) -> Bool {
    let mark = String(line.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    return mark == "---" || (allowsDots && mark == "...")
  }
}

extension MarkdownReader {
  /// Reads what the top of the file at `path` says, and the title of its page without marks.
  ///
  /// That is many times faster than reading all of it.
  static func readHead(path: String) throws(NotebookError) -> (frontMatter: FrontMatter, title: String) {
    var notebook = Notebook(path: path, lines: lines(of: try TextFile.read(path)), cells: [])
    readFrontMatter(of: &notebook)
    let first = notebook.lines.dropFirst(notebook.frontMatterLineCount).first {
      !$0.allSatisfy(\.isWhitespace)
    }
    let blocks = Prose(fragment: notebook.frontMatter.title ?? first ?? "", line: 1).blocks
    let title: String? =
      switch blocks.first?.kind {
      case .heading(1, let text): HeadingText(text).inlines.plainText
      case .paragraph(let text) where notebook.frontMatter.title != nil: text.plainText
      default: notebook.frontMatter.title
      }
    return (notebook.frontMatter, title ?? notebook.name)
  }
}

extension Notebook {
  /// The text below the front matter, on the lines that it has in the file.
  var textBelowFrontMatter: String {
    let blank = repeatElement("", count: frontMatterLineCount)
    return (blank + lines.dropFirst(frontMatterLineCount)).map { $0 + "\n" }.joined()
  }
}
