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
  /// The file's text for its variant: without the cells that are left out and, for students, without the answers to
  /// questions and with the digests of stubs that are handed out.
  public var markdown: String {
    var left: [String] = []
    var next = 1
    var writer: MarkdownWriter? =
      variant == .student
      ? MarkdownWriter(self, NotebookResult(cells: []), for: .author, hidesAnswers: true) : nil
    for part in NotebookParts(self).parts {
      if case .quiz(let quiz) = part, let question = writer?.lines(of: part) {
        // Without its answer it would be no quiz.
        left += lines[next - 1..<quiz.lines.lowerBound - 1] + question
        next = quiz.lines.upperBound + 1
      }
      guard case .cell(let cell, let range) = part else { continue }
      if cell.options.isLeftOut {
        left += lines[next - 1..<range.lowerBound - 1]
        next = range.upperBound + 1
        // One blank line is enough where a cell was.
        if left.last?.isEmpty == true, lines.indices.contains(next - 1), lines[next - 1].isEmpty { next += 1 }
      } else if variant == .student, let digest = cell.digestLine {
        let lastOption = cell.firstLine + cell.optionLineCount - 1
        left += lines[next - 1..<lastOption]
        left.append(lines[lastOption - 1].prefix { $0 != "/" } + digest)
        next = lastOption + 1
      }
    }
    left += lines.dropFirst(next - 1)
    return left.map { $0 + "\n" }.joined()
  }
}
