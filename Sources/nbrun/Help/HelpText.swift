/// Text of help in lines that fit a terminal.
enum HelpText {
  /// The number of columns.
  private static let width = 78
  /// The most columns that names take in a table.
  private static let nameWidth = 26

  /// Returns a table of names, each with paragraphs beside it.
  static func table(_ rows: [(name: String, paragraphs: [String])]) -> String {
    let column = min(rows.map(\.name.count).max() ?? 0, nameWidth) + 4
    let indent = String(repeating: " ", count: column)
    return rows.map { row in
      let name = "  " + row.name
      let lines = row.paragraphs.flatMap { wrapped($0, to: width - column) }
      // A name that is too long has a line of its own.
      let start =
        name.count + 2 <= column
        ? name + String(repeating: " ", count: column - name.count) : name + "\n" + indent
      return lines.isEmpty ? name : start + lines.joined(separator: "\n" + indent)
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

  /// Returns a comment in markdown with its paragraphs and lists in lines that fit; code is indented.
  static func comment(_ text: String) -> String {
    var lines: [String] = []
    var paragraph: (indent: Int, hang: Int, text: String)?
    func end() {
      guard let ended = paragraph else { return }
      for (index, line) in wrapped(ended.text, to: width - ended.hang).enumerated() {
        lines.append(String(repeating: " ", count: index == 0 ? ended.indent : ended.hang) + line)
      }
      paragraph = nil
    }
    var isFenced = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.drop { $0 == " " }
      let indent = line.count - words.count
      if words.hasPrefix("```") {
        end()
        isFenced.toggle()
      } else if isFenced || words.isEmpty || indent >= 4 && paragraph == nil {
        end()
        lines.append(String(isFenced && !words.isEmpty ? "    " + line : line))
      } else if words.hasPrefix("- ") {
        end()
        paragraph = (indent, indent + 2, String(words))
      } else {
        paragraph = (
          paragraph?.indent ?? indent, paragraph?.hang ?? indent,
          (paragraph.map { $0.text + " " } ?? "") + words
        )
      }
    }
    end()
    return lines.joined(separator: "\n")
  }

  /// Returns a declaration without attributes, one parameter a line if it does not fit one line.
  static func declaration(_ text: String) -> String {
    let text = String(text.trimmingPrefix(/(@\w+ )+/))
    guard text.count > width - 2, let open = text.firstIndex(of: "(") else { return "  " + text }
    var (lines, line, depth) = (["  " + text[...open]], "", 1)
    var rest = text[open...].dropFirst()
    while depth > 0, let character = rest.popFirst() {
      if "([{<".contains(character) { depth += 1 }
      if ")]}".contains(character) || character == ">" && line.last != "-" { depth -= 1 }
      if depth == 0 {
        lines.append("    " + line)
        lines.append("  " + String(character) + rest)
      } else if character == ",", depth == 1 {
        lines.append("    " + line + ",")
        line = ""
        if rest.first == " " { rest.removeFirst() }
      } else {
        line.append(character)
      }
    }
    return lines.joined(separator: "\n")
  }
}
