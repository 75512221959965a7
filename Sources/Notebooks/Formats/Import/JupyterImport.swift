internal import Display

/// Jupyter notebooks read as markdown notebooks.
public enum JupyterImport {
  /// Returns the markdown notebook that the `.ipynb` text `text` is; `path` is for messages.
  ///
  /// Cells of other languages become listings, which do not run. Outputs stay behind.
  public static func notebook(of text: String, path: String) throws(NotebookError) -> ImportedNotebook {
    let record: JSON
    do { record = try JSONParser.parse(TextFile.withUnixLineEnds(text)) } catch {
      throw .unreadable(path: path, reason: "line \(error.line) is not JSON: \(error.reason)")
    }
    guard case .object(let notebook) = record, case .array(let cells) = notebook["cells"] else {
      throw .unreadable(
        path: path, reason: "it has no list 'cells', so it is no notebook of Jupyter's version 4")
    }
    let language = language(of: notebook)
    let allLines = cells.flatMap { lines(of: $0) }
    var result = ImportedNotebook(ofLines: allLines)
    if let language, language != "swift" {
      result.warn("the notebook is for a kernel of '\(language)'; its cells are listings, which do not run")
    }
    if language == nil { result.warn("the notebook names no kernel; its cells are taken for Swift") }
    var markup = MySTMarkup(of: allLines)
    for cell in cells {
      guard case .object(let cell) = cell else { continue }
      let source = CellText.text(of: cell["source"])
      if source.allSatisfy(\.isWhitespace) { continue }
      let metadata = CellMetadata(yaml: cell["metadata"]?.text ?? "{}")
      let lines = lines(of: .object(cell))
      let kind = if case .string(let kind) = cell["cell_type"] { kind } else { "" }
      switch kind {
      case "code":
        result.append(
          ImportedCell(code: lines, language: language ?? "swift", metadata: metadata),
          opening: metadata.text("nbrun", "fence"))
      case "raw":
        let isFrontMatter = result.isEmpty && lines.first == "---"
        result.append(block: isFrontMatter ? lines : ImportedProse.raw(lines, metadata), metadata)
      default:
        let source = withAttachments(source, cell)
        let missing = source.matches(of: /\]\(attachment:([^)\s]*)/).map {
          "the cell has no attachment '\($0.1)'"
        }
        let lines = prose(source, metadata, isFirst: result.isEmpty, &markup)
        result.append(block: lines, metadata, isProse: true, warnings: missing)
      }
    }
    result.append([""])
    return result
  }

  private static func lines(of cell: JSON) -> [String] {
    guard case .object(let cell) = cell else { return [] }
    return CellText.text(of: cell["source"]).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The language that the notebook says; nil if it says none.
  private static func language(of notebook: JSON.Members) -> String? {
    guard case .object(let metadata) = notebook["metadata"] else { return nil }
    for (key, member) in [("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")] {
      guard case .object(let facts) = metadata[key], case .string(let name) = facts[member] else { continue }
      return ImportedCell.language(ofKernel: name)
    }
    return nil
  }

  /// The prose as it was written, if the cell still shows what that gave.
  private static func prose(
    _ source: String, _ metadata: CellMetadata, isFirst: Bool, _ markup: inout MySTMarkup
  ) -> [String] {
    if let written = metadata.written(if: source) { return written }
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // At the top it would open a front matter.
    if isFirst, lines.first == "---" { lines[0] = "***" }
    return markup.converted(ImportedProse.escaped(lines))
  }

  /// Returns `source` with the pictures that the cell carries in place of their names.
  private static func withAttachments(_ source: String, _ cell: JSON.Members) -> String {
    guard case .object(let attachments) = cell["attachments"] else { return source }
    var pictures: [String: String] = [:]
    for file in attachments.list {
      guard case .object(let forms) = file.value, let form = forms.list.first,
        case .string(let data) = form.value
      else { continue }
      pictures[file.key] =
        "data:\(form.key);base64," + String(decoding: data.utf8.filter { $0 != 0x0A }, as: UTF8.self)
    }
    // A name may be the beginning of another one.
    let lengths = Set(pictures.keys.map(\.count)).sorted(by: >)
    let mark = "attachment:"
    var text = ""
    var rest = source[...]
    while let found = rest.firstRange(of: mark) {
      text += rest[..<found.lowerBound]
      rest = rest[found.upperBound...]
      if let name = lengths.lazy.map({ String(rest.prefix($0)) }).first(where: { pictures[$0] != nil }) {
        text += pictures[name] ?? ""
        rest = rest.dropFirst(name.count)
      } else {
        text += mark
      }
    }
    return text + rest
  }
}

/// The parts of a Jupyter cell.
enum CellText {
  /// Returns the text that `source` is: one string, or one a line.
  static func text(of source: JSON?) -> String {
    let text =
      switch source {
      case .string(let text): text
      case .array(let lines): lines.map { if case .string(let line) = $0 { line } else { "" } }.joined()
      default: ""
      }
    return TextFile.withUnixLineEnds(text)
  }

  /// Returns `lines` as a listing in `language`.
  static func listing(_ lines: [String], in language: String = "") -> [String] {
    let fence = fence(for: lines.joined(separator: "\n"))
    return [fence + language] + lines + [fence]
  }

  /// Returns what stands in `line` before its fence: the indentation of a list, the marks of a quote.
  static func margin(ofFence line: String) -> String { String(line.prefix { $0 != "`" && $0 != "~" }) }

  /// Returns what stands before the lines below one with `margin`: no mark of a list item comes twice.
  static func continued(_ margin: String) -> String { String(margin.map { $0 == ">" ? ">" : " " }) }

  /// Returns a fence that no line of `source` closes.
  static func fence(for source: String) -> String {
    let longest = source.matches(of: /`+/).map(\.0.count).max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }
}

extension JSON.Members {
  /// The value of the member called `key`; nil if there is none.
  subscript(key: String) -> JSON? { list.last { $0.key == key }?.value }
}
