internal import Display

/// Jupyter notebooks read as markdown notebooks.
public enum JupyterImport {
  /// Returns the markdown notebook that the `.ipynb` text `text` is; `path` is for messages.
  ///
  /// Cells of other languages become listings, which do not run. Outputs stay behind.
  public static func markdown(of text: String, path: String) throws(NotebookError) -> String {
    let record: JSON
    do { record = try JSONParser.parse(text) } catch {
      throw .unreadable(path: path, reason: "line \(error.line) is not JSON: \(error.reason)")
    }
    guard case .object(let notebook) = record, case .array(let cells) = notebook["cells"] else {
      throw .unreadable(
        path: path, reason: "it has no list 'cells', so it is no notebook of Jupyter's version 4")
    }
    let language = language(of: notebook)
    var blocks: [String] = []
    for cell in cells {
      guard case .object(let cell) = cell else { continue }
      let source = CellText.text(of: cell["source"])
      switch cell["cell_type"]?.text {
      case "\"code\"":
        if !source.allSatisfy(\.isWhitespace) { blocks.append(code(source, cell, language)) }
      case "\"raw\"" where blocks.isEmpty && source.hasPrefix("---"): blocks.append(source)
      case "\"markdown\"": blocks.append(prose(source, cell))
      default: blocks.append("```\n\(source)\n```")
      }
    }
    return blocks.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
      .map { $0.withoutBlankEnds.joined(separator: "\n") }.filter { !$0.isEmpty }
      .joined(separator: "\n\n") + "\n"
  }

  private static func language(of notebook: JSON.Members) -> String {
    guard case .object(let metadata) = notebook["metadata"] else { return "swift" }
    for key in ["language_info", "kernelspec"] {
      guard case .object(let facts) = metadata[key] else { continue }
      if case .string(let name) = facts[key == "kernelspec" ? "language" : "name"] {
        return name.lowercased()
      }
    }
    return "swift"
  }

  /// The prose as it was written, if the cell still shows what that gave.
  private static func prose(_ source: String, _ cell: JSON.Members) -> String {
    let origin = CellText.metadata(of: cell, "nbrun")
    if let origin, CellText.text(of: origin["shown"]) == source { return CellText.text(of: origin["source"]) }
    return withAttachments(source, cell)
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

  private static func code(_ source: String, _ cell: JSON.Members, _ language: String) -> String {
    var fence = CellText.fence(for: source) + language
    if case .string(let written) = CellText.metadata(of: cell, "nbrun")?["fence"] { fence = written }
    let margin = String(fence.prefix { $0 != "`" && $0 != "~" })
    // What stands in a list keeps its place below the item.
    let inner = String(margin.map { $0 == ">" ? ">" : " " })
    let close = String(fence.dropFirst(margin.count).prefix { $0 == "`" || $0 == "~" })
    let options = language == "swift" ? CellText.options(ofTags: cell, source) : []
    let lines =
      options
      + source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        // Commands of other kernels, such as `%install`, are no Swift.
        language == "swift" && line.hasPrefix("%") ? "// " + line : String(line)
      }
    return ([fence] + (lines + [close]).map { $0.isEmpty ? $0 : inner + $0 }).joined(separator: "\n")
  }
}

/// The parts of a Jupyter cell.
enum CellText {
  /// Returns the text that `source` is: one string, or one a line.
  static func text(of source: JSON?) -> String {
    switch source {
    case .string(let text): text
    case .array(let lines): lines.map { if case .string(let line) = $0 { line } else { "" } }.joined()
    default: ""
    }
  }

  /// Returns the object `key` of the cell's metadata.
  static func metadata(of cell: JSON.Members, _ key: String) -> JSON.Members? {
    guard case .object(let metadata) = cell["metadata"], case .object(let facts) = metadata[key] else {
      return nil
    }
    return facts
  }

  /// Returns a fence that no line of `source` closes.
  static func fence(for source: String) -> String {
    let longest = source.matches(of: /`+/).map(\.0.count).max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }

  /// The options that say what common tags of Jupyter say, unless the cell has them already.
  static func options(ofTags cell: JSON.Members, _ source: String) -> [String] {
    guard case .object(let metadata) = cell["metadata"] else { return [] }
    var options: [String] = []
    if case .array(let tags) = metadata["tags"] {
      for case .string(let tag) in tags {
        switch tag {
        case "hide-input", "remove-input", "remove_input": options.append("echo: false")
        case "hide-output", "remove-output", "remove_output": options.append("output: false")
        case "raises-exception": options.append("expect: throws")
        case "skip-execution": options.append("eval: false")
        default: break
        }
      }
    }
    if case .object(let jupyter) = metadata["jupyter"], jupyter["source_hidden"] == .bool(true) {
      options.append("fold: true")
    }
    return options.filter { option in
      !source.contains("//| " + option.prefix { $0 != ":" } + ":")
    }.map { "//| " + $0 }
  }
}

extension JSON.Members {
  /// The value of the member called `key`; nil if there is none.
  subscript(key: String) -> JSON? { list.last { $0.key == key }?.value }
}
