/// Notebooks as files of whatever kind.
public enum NotebookSource {
  /// Returns the notebook in the file at `path` as markdown, with what of it is not understood.
  ///
  /// The extension `ipynb` says that it is one of Jupyter's; a stream has none, and is one if it begins like JSON.
  public static func notebook(ofFileAt path: String) throws(NotebookError) -> ImportedNotebook {
    let text = try TextFile.read(path, takesStreams: true)
    let isJSON = NotebookPath.isStream(path) && text.first { !$0.isWhitespace } == "{"
    if isJSON || path.lowercased().hasSuffix(".ipynb") {
      return try JupyterImport.notebook(of: text, path: NotebookPath.shown(path))
    }
    let isQuarto = ["qmd", "rmd"].contains { path.lowercased().hasSuffix("." + $0) }
    return MarkdownImport.notebook(of: text, isQuarto: isQuarto)
  }
}

extension Notebook {
  /// The file's text for its variant: without the cells and answers that are left out and, for students, without the
  /// answers to questions and with the digests of stubs that are handed out.
  public var markdown: String {
    var left = Array(lines.prefix(frontMatterLineCount))
    var next = frontMatterLineCount + 1
    func add(_ new: some Collection<String>, from range: Range<Int>) {
      // One blank line is enough where something was left out.
      let isRepeated = next < range.lowerBound && left.last?.isEmpty == true && new.first?.isEmpty == true
      left += new.dropFirst(isRepeated ? 1 : 0)
      next = range.upperBound
    }
    var writer: MarkdownWriter? =
      variant == .student
      ? MarkdownWriter(self, NotebookResult(cells: []), for: .author, hidesAnswers: true) : nil
    for part in NotebookParts(self).parts {
      switch part {
      case .prose(let range): add(lines[range.lowerBound - 1..<range.upperBound - 1], from: range)
      case .quiz(let quiz):
        // Without its answer it would be no quiz.
        let written = lines[quiz.lines.lowerBound - 1...quiz.lines.upperBound - 1]
        add(writer?.lines(of: part) ?? Array(written), from: Range(quiz.lines))
      case .cell(let cell, let range):
        if cell.options.isLeftOut { continue }
        var written = Array(lines[range.lowerBound - 1...range.upperBound - 1])
        if variant == .student, let digest = cell.digestLine {
          let lastOption = cell.firstLine + cell.optionLineCount - 1
          let margin = lines[lastOption - 1].prefix { $0 != "/" }
          written.insert(margin + digest, at: lastOption + 1 - range.lowerBound)
        }
        add(written, from: Range(range))
      }
    }
    return left.map { $0 + "\n" }.joined()
  }
}
