internal import Digest

/// Reads markdown files as notebooks.
public enum MarkdownReader {
  /// Returns the notebook in the file at `path`; `-` is standard input.
  ///
  /// What is wrong with the text itself is in `Notebook.problems`.
  ///
  /// - Parameter takesStreams: Whether the file may be a pipe.
  public static func read(path: String, takesStreams: Bool = true) throws(NotebookError) -> Notebook {
    let start = ContinuousClock.now
    let bytes = try TextFile.bytes(path, takesStreams: takesStreams)
    var notebook = read(text: try TextFile.text(of: bytes, path: path), path: NotebookPath.shown(path))
    notebook.digest = SHA256.text(of: bytes)
    notebook.readingBegan = start
    return notebook
  }

  /// Returns the notebook that `text` is; `path` is for messages.
  public static func read(text: String, path: String) -> Notebook {
    let start = ContinuousClock.now
    var notebook = Notebook(path: path, lines: lines(of: text), cells: [])
    notebook.readingBegan = start
    let locations = readFrontMatter(of: &notebook)
    readBibliography(of: &notebook, at: locations["bibliography"] ?? .start)
    let text = notebook.textBelowFrontMatter
    let tree = MarkdownTree(text)
    let contents = readCells(of: &notebook, tree.codeBlocks)
    notebook.prose = Prose(text, tree, contents: contents)
    readInlineValues(of: &notebook)
    notebook.problems += ForeignMarkup(notebook).problems
    notebook.problems.sort { ($0.location ?? .start) < ($1.location ?? .start) }
    return notebook
  }

  /// Returns the lines of `text` without line ends, whether they are those of Unix, Windows or old Macs.
  static func lines(of text: String) -> [String] {
    let text = TextFile.withUnixLineEnds(text)
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(Substring($0)) }
  }
}
