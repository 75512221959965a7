/// Notebooks as files of whatever kind.
public enum NotebookSource {
  /// Returns the notebook in the file at `path` as markdown; the extension `ipynb` says that it is one of Jupyter's.
  public static func markdown(ofFileAt path: String) throws(NotebookError) -> String {
    let text = try TextFile.read(path)
    if path.hasSuffix(".ipynb") { return try JupyterImport.markdown(of: text, path: path) }
    return JupytextImport.markdown(of: text)
  }

  /// Writes `text` to the file at `path`, whole or not at all.
  public static func write(_ text: String, to path: String) throws(NotebookError) {
    try WholeFile.write(Array(text.utf8), to: path)
  }
}

extension Notebook {
  /// The file's text without the cells that the variant leaves out.
  public var markdown: String {
    var left: [String] = []
    var next = 1
    for case .cell(let cell, let range) in NotebookParts(self).parts where cell.options.isLeftOut {
      left += lines[next - 1..<range.lowerBound - 1]
      next = range.upperBound + 1
      // One blank line is enough where a cell was.
      if left.last?.isEmpty == true, lines.indices.contains(next - 1), lines[next - 1].isEmpty { next += 1 }
    }
    left += lines.dropFirst(next - 1)
    return left.map { $0 + "\n" }.joined()
  }
}
