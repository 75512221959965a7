internal import ArgumentParser
internal import Notebooks

/// Lists what can be written in a notebook; `nbrun help options` shows the same.
struct OptionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "options", abstract: "List the options of cells and the keys of the front matter.",
    discussion: text)

  func run() throws {
    try exit { () throws(NotebookError) in
      try StandardOutput.write(OptionsCommand.text + "\n")
      return .succeeded
    }
  }

  /// The tables, made from those that read notebooks.
  private static var text: String {
    """

    In the front matter, the YAML between the two '---' at the top of a notebook:

    \(table(FrontMatter.help))

    In the first lines of a cell, each after '//| ':

    \(table(CellOptions.help))
    """
  }

  private static func table(_ rows: [OptionHelp]) -> String {
    let width = (rows.map(\.name.count).max() ?? 0) + 2
    return rows.map { row in
      let name = "  " + row.name + String(repeating: " ", count: width - row.name.count)
      let indent = String(repeating: " ", count: width + 2)
      let lines = wrapped(row.summary, to: 78 - indent.count) + wrapped(row.expected, to: 78 - indent.count)
      return name + lines.joined(separator: "\n" + indent)
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}
