/// Markdown as Jupytext and MyST write it, read as a markdown notebook.
public enum JupytextImport {
  /// Returns `text` with what those tools mean by their marks in our words.
  ///
  /// The keys `jupyter`, `jupytext` and `kernelspec` leave the front matter, marks between cells go, `{code-cell}`
  /// becomes a fence, and attributes and tags of a cell become options.
  public static func markdown(of text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines = withoutKernelKeys(lines)
    var result: [String] = []
    var fence: String?
    var rest = lines[...]
    while let line = rest.popFirst() {
      if let open = fence {
        if line.hasPrefix(open), line.allSatisfy({ $0 == open.first || $0 == " " }) { fence = nil }
        result.append(line)
      } else if let match = line.wholeMatch(of: /(`{3,}|~{3,})\s*(.*)/) {
        fence = String(match.1)
        let (opening, options) = cell(String(match.1), String(match.2), &rest)
        result += [opening] + options
      } else if !isMark(line) {
        result.append(line)
      }
    }
    return result.joined(separator: "\n")
  }

  /// Whether `line` only tells where a cell begins or ends.
  private static func isMark(_ line: String) -> Bool {
    line == "+++" || line.hasPrefix("+++ {") || line.wholeMatch(of: /<!-- #(end)?region.*-->/) != nil
  }

  private static func withoutKernelKeys(_ lines: [String]) -> [String] {
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return lines }
    var kept: [String] = []
    var isInside = false
    for line in lines[1..<end] {
      let isIndented = line.first == " " || line.first == "\t"
      if !isIndented { isInside = line.firstMatch(of: /^(jupyter|jupytext|kernelspec):/) != nil }
      if !isInside { kept.append(line) }
    }
    let rest = lines[(end + 1)...]
    // Front matter that said nothing else is none.
    return kept.allSatisfy { $0.allSatisfy(\.isWhitespace) }
      ? Array(rest.drop { $0.allSatisfy(\.isWhitespace) }) : ["---"] + kept + ["---"] + rest
  }

  /// Returns the fence and the options of a cell whose info string is `info`; takes its MyST options from `rest`.
  private static func cell(
    _ fence: String, _ info: String, _ rest: inout ArraySlice<String>
  ) -> (String, [String]) {
    if let match = info.wholeMatch(of: /\{code-cell\}\s*(\S*)/) {
      let language = match.1.isEmpty ? "swift" : String(match.1)
      var options: [String] = []
      while let option = rest.first?.wholeMatch(of: /:([a-z-]+):\s*(.*)/) {
        rest.removeFirst()
        if option.1 == "tags" { options += tags(String(option.2)) }
      }
      return (fence + language, options)
    }
    guard let match = info.wholeMatch(of: /(swift)\s+(\S.*)/) else { return (fence + info, []) }
    return (fence + "swift", tags(String(match.2)))
  }

  private static func tags(_ attributes: String) -> [String] {
    let known = [
      "hide-input": "echo: false", "remove-input": "echo: false", "remove_input": "echo: false",
      "hide-output": "output: false", "remove-output": "output: false", "remove_output": "output: false",
      "raises-exception": "expect: throws", "skip-execution": "eval: false",
    ]
    let words = attributes.matches(of: /[a-z]+[-_][a-z]+/).map { String($0.0) }
    let options = words.compactMap { known[$0] }
    return options.enumerated().filter { !options[..<$0.offset].contains($0.element) }.map {
      "//| " + $0.element
    }
  }
}
