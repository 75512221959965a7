internal import Yams

/// The directives, roles and labels of MyST in our words; what is not known here stays, and is reported when it is read.
struct MySTMarkup {
  /// The labels of the notebook, and what they are called here.
  private var labels: [String: String] = [:]
  /// Whether a line that begins with `%` is a comment.
  private let hasComments: Bool
  /// The abbreviations that have been spelled out.
  private var abbreviations: Set<String> = []

  /// Creates the markup of a notebook whose prose has these lines.
  ///
  /// - Parameter hasComments: Whether a line that begins with `%` is a comment, as in files of MyST.
  init(of lines: [String], hasComments: Bool = false) {
    self.hasComments = hasComments
    collectLabels(lines)
  }

  /// Returns the options at the top of a directive, as YAML, and what stands below them.
  static func options(of body: [String]) -> (yaml: String, content: [String]) {
    if body.first == "---", let end = body.dropFirst().firstIndex(of: "---") {
      return (body[1..<end].joined(separator: "\n"), Array(body[(end + 1)...]))
    }
    let options = body.prefix { $0.contains(/^:[\w-]+:/) }
    let yaml = options.map { String($0.dropFirst()) }.map { option in
      let key = option.prefix { $0 != ":" }
      let value = String(option.dropFirst(key.count + 1)).trimmingBlanks
      // A list, a number or a word as it is; a sentence may hold what YAML takes for itself.
      let isPlain = value.hasPrefix("[") || value.hasPrefix("\"") || value.hasPrefix("'")
      return "\(key): " + (isPlain || value.isEmpty ? value : "'\(value.replacing("'", with: "''"))'")
    }
    let rest = body.dropFirst(options.count)
    return (yaml.joined(separator: "\n"), Array(options.isEmpty ? rest : rest.drop { $0.isEmpty }))
  }

  private mutating func collectLabels(_ lines: [String]) {
    var above: String?
    var directive: Substring?
    for line in lines {
      if let match = line.wholeMatch(of: /(?:`{3,}|:{3,})\{(figure|table|list-table|math)\}.*/) {
        directive = match.1
      } else if let kind = directive, let match = line.wholeMatch(of: /:(?:name|label):\s*(\S+)\s*/) {
        let prefix = kind == "figure" ? "fig-" : kind == "math" ? "eq-" : "tbl-"
        labels[String(match.1)] = MySTMarkup.label(match.1, prefix)
      } else if !line.hasPrefix(":") {
        directive = nil
      }
      if let match = line.wholeMatch(of: /\(([\w:.-]+)\)=\s*/) {
        above = String(match.1)
      } else if let label = above, !line.isEmpty {
        if line.hasPrefix("#") { labels[label] = MySTMarkup.label(label, "sec-") }
        above = nil
      }
      if let match = line.wholeMatch(of: /.*\$\$\s*\(([\w:.-]+)\)\s*/) {
        labels[String(match.1)] = MySTMarkup.label(String(match.1), "eq-")
      }
    }
  }

  /// Returns `label` as it is called here, where it says what it names.
  private static func label(_ label: some StringProtocol, _ prefix: String) -> String {
    let name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" ? $0 : "-" })
    return name.hasPrefix(prefix) ? name : prefix + name
  }

  /// Returns `lines`, whole blocks of prose, in our words.
  mutating func converted(_ lines: [String]) -> [String] {
    // Most prose has none of it.
    guard
      lines.contains(where: {
        $0.contains("{") || $0.hasSuffix(")=") || $0.hasPrefix("$$") || $0.hasPrefix("%")
      })
    else { return lines }
    var result: [String] = []
    /// A label that the next heading gets.
    var pending: (label: String, line: String)?
    var isInFormula = false
    var rest = lines[...]
    while let line = rest.popFirst() {
      if line.ranges(of: "$$").count % 2 == 1 { isInFormula.toggle() }
      if let match = line.wholeMatch(of: /(`{3,}|~{3,}|:{3,})\s*(.*?)\s*/) {
        let (fence, info) = (String(match.1), String(match.2))
        if fence.hasPrefix(":"), !info.hasPrefix("{") || info.contains(/^\{[.#]|=/) {
          result.append(line)
          continue
        }
        let isClose: (String) -> Bool = {
          $0.hasPrefix(fence) && $0.allSatisfy { $0 == fence.first || $0 == " " }
        }
        let body = Array(rest.prefix { !isClose($0) })
        rest = rest.dropFirst(body.count)
        let close = rest.popFirst()
        if let name = info.wholeMatch(of: /\{([\w:-]+)\}\s*(.*)/),
          let block = directive(
            String(name.1), String(name.2), body, isOpen: close == nil && fence.hasPrefix(":"))
        {
          result += block
        } else {
          result += [line] + body + (close.map { [$0] } ?? [])
        }
      } else if let match = line.wholeMatch(of: /\(([\w:.-]+)\)=\s*/), labels[String(match.1)] != nil {
        pending = (String(match.1), line)
      } else if let (label, _) = pending, line.hasPrefix("#") {
        pending = nil
        result.append(roles(line) + " {#\(labels[label] ?? label)}")
      } else if let match = line.wholeMatch(of: /(.*\$\$)\s*\(([\w:.-]+)\)\s*/) {
        result.append("\(match.1) {#\(MySTMarkup.label(match.2, "eq-"))}")
      } else if hasComments, !isInFormula, line.hasPrefix("%") {
        let comment = String(line.drop { $0 == "%" }).trimmingBlanks
        result.append("<!-- \(comment.replacing("-->", with: "-- >")) -->")
      } else {
        result.append(roles(line))
      }
    }
    return result
  }

  /// What admonitions are called here.
  private static let callouts = [
    "note": "note", "tip": "tip", "hint": "tip", "important": "important", "warning": "warning",
    "caution": "caution", "attention": "warning", "danger": "caution", "error": "caution", "seealso": "note",
    "admonition": "note", "dropdown": "note",
  ]

  /// Returns the directive in our words; nil if it is not known.
  ///
  /// - Parameter isOpen: Whether it ends below a cell, and not with `body`.
  private mutating func directive(
    _ name: String, _ argument: String, _ body: [String], isOpen: Bool
  ) -> [String]? {
    let (yaml, content) = MySTMarkup.options(of: body)
    let options = (try? Yams.compose(yaml: yaml, .default, .default, .utf8))?.mapping ?? [:]
    func option(_ key: String) -> String? { options[Node(key)]?.scalar?.string }
    switch name {
    case _ where MySTMarkup.callouts[name] != nil:
      let classes = (option("class") ?? "").split(separator: " ").map(String.init)
      let kind =
        classes.lazy.compactMap { MySTMarkup.callouts[$0] }.first ?? MySTMarkup.callouts[name] ?? "note"
      // Those without a title have what they are called for one.
      let isTitled = ["admonition", "dropdown"].contains(name) || name == "seealso"
      let title = isTitled ? (argument.isEmpty ? "See also" : argument) : ""
      let first = isTitled || argument.isEmpty ? [] : [argument]
      let isFolded = name == "dropdown" || classes.contains("dropdown")
      let heading = title.isEmpty ? "" : " title=\"\(title.replacing("\"", with: "”"))\""
      return ["::: {.callout-\(kind)\(heading)\(isFolded ? " collapse=\"true\"" : "")}"]
        + converted(first + content) + (isOpen ? [] : [":::"])
    case "tab-set":
      return (isOpen ? ["::: {.tab-set}"] : []) + converted(content)
    case "tab-item":
      return (isOpen ? ["::: {.tab-item}"] : []) + ["**\(roles(argument))**", ""] + converted(content) + [""]
    case "math":
      let label = option("label").map { " {#\(MySTMarkup.label($0, "eq-"))}" } ?? ""
      let tex = (argument.isEmpty ? [] : [argument]) + content
      return ["$$"] + tex.filter { !$0.allSatisfy(\.isWhitespace) } + ["$$\(label)"]
    case "figure", "image":
      let caption = content.withoutBlankEnds.joined(separator: " ")
      var attributes =
        name == "figure" ? option("name").map { ["#" + MySTMarkup.label($0, "fig-")] } ?? [] : []
      attributes += option("width").map { ["width=\($0)"] } ?? []
      if name == "figure" {
        attributes += option("alt").map { ["alt=\"\($0.replacing("\"", with: "”"))\""] } ?? []
      }
      let text = name == "figure" ? roles(caption) : option("alt") ?? ""
      return [
        "![\(text)](\(argument))" + (attributes.isEmpty ? "" : "{\(attributes.joined(separator: " "))}")
      ]
    case "table", "list-table":
      let headerCount = Int(option("header-rows") ?? "") ?? 0
      let stubCount = Int(option("stub-columns") ?? "") ?? 0
      guard
        let table = name == "table"
          ? content.withoutBlankEnds
          : MySTListTable(content)?.lines(headerCount: headerCount, stubCount: stubCount)
      else { return nil }
      let label = option("name").map { " {#\(MySTMarkup.label($0, "tbl-"))}" } ?? ""
      let caption = argument.isEmpty && label.isEmpty ? [] : ["", ": \(roles(argument))\(label)"]
      return table.map { roles($0) } + caption
    case "code", "code-block", "sourcecode":
      return CellText.listing(
        content, in: argument == "swift" || argument == "quiz" ? "{{\(argument)}}" : argument)
    default: return nil
    }
  }

  /// Returns `line` with the roles that are known in our words, and MathJax's references to formulas.
  private mutating func roles(_ line: String) -> String {
    var line = line
    if line.contains("ref{") {
      line.replace(#/(?<code>`+[^`]*`+)|\$?\\(?:eqref|ref)\{(?<label>[\w:.-]+)\}\$?/#) { match in
        match.label.map { "@" + MySTMarkup.label($0, "eq-") } ?? String(match.0)
      }
    }
    guard line.contains("}`") else { return line }
    return line.replacing(#/(?<before>^|[^`])\{(?<name>[a-z][\w:-]*)\}`(?<text>[^`]+)`/#) { match in
      role(String(match.name), String(match.text)).map { match.before + $0 } ?? String(match.0)
    }
  }

  private mutating func role(_ name: String, _ text: String) -> String? {
    // `words <label>`, or the label alone.
    let named = text.wholeMatch(of: /(.+?)\s*<([^>]+)>/)
    let target = named.map { String($0.2) } ?? text
    let prefix = ["eq-", "fig-", "tbl-", "lst-", "sec-"].first(where: target.hasPrefix)
    let label = labels[target] ?? prefix.map { MySTMarkup.label(target, $0) }
    switch name {
    case "math": return "$\(text)$"
    case "eq": return "@" + MySTMarkup.label(target, "eq-")
    case "ref", "numref", "prf:ref":
      let kind = target.contains(/^(tab|tbl)/) ? "tbl-" : target.contains(/^(lst|code)/) ? "lst-" : "fig-"
      let label = label ?? (name == "numref" ? MySTMarkup.label(target, kind) : nil)
      guard let label else { return nil }
      return named.map { "[\($0.1)](#\(label))" } ?? "@" + label
    case "abbr":
      // A reader without a mouse sees no tooltip.
      guard let match = text.wholeMatch(of: /(.+?)\s*\((.+)\)/) else { return text }
      return abbreviations.insert(String(match.1)).inserted ? "\(match.1) (\(match.2))" : String(match.1)
    case "sub", "subscript": return "$_{\\text{\(text)}}$"
    case "sup", "superscript": return "$^{\\text{\(text)}}$"
    case "emphasis", "term", "dfn": return "*\(named.map { String($0.1) } ?? text)*"
    case "strong", "guilabel": return "**\(text)**"
    case "code", "literal", "file", "command", "kbd", "samp": return "`\(text)`"
    case "download": return named.map { "[\($0.1)](\(target))" }
    case "doc": return named.map { "[\($0.1)](\(target.hasSuffix(".md") ? target : target + ".md"))" }
    case "cite", "cite:p", "cite:t", "cite:ps", "cite:ts":
      return "["
        + text.split(separator: ",").map { "@" + String($0).trimmingBlanks }.joined(separator: "; ") + "]"
    default: return nil
    }
  }
}
