internal import Display
internal import Yams

/// What other tools say of a cell, as options of ours: Jupyter's metadata and tags, MyST's and Quarto's options,
/// Jupytext's attributes.
///
/// All of them are read as YAML, of which JSON is a part, so one table knows every name.
struct CellMetadata {
  /// The options, `key: value`, each key once.
  private(set) var options: [String] = []
  /// The names that mean nothing here.
  private(set) var unread: [String] = []
  /// The whole, by key.
  private var members: Node.Mapping?

  /// Reads a mapping in YAML or JSON; what is none says nothing.
  init(yaml: String) {
    members = (try? Yams.compose(yaml: yaml, .default, .default, .utf8))?.mapping
    for (key, value) in members ?? [:] { take(key.scalar?.string ?? "", value) }
  }

  /// Adds what `other` says where this says nothing.
  mutating func add(_ other: CellMetadata) {
    for option in other.options {
      let key = option.prefix { $0 != ":" }
      add(String(key), String(option.dropFirst(key.count + 2)))
    }
    unread += other.unread
  }

  /// Reads what Jupytext and R Markdown write behind the language of a fence: `tags=["a", "b"] echo=FALSE`.
  init(attributes: String) { self.init(yaml: CellMetadata.yaml(ofAttributes: attributes)) }

  /// Returns the text `key` of the member `group`, which may be a list of lines that have their ends.
  func text(_ group: String, _ key: String) -> String? {
    guard let value = members?[Node(group)]?.mapping?[Node(key)] else { return nil }
    return value.scalar?.string ?? value.sequence.map { $0.compactMap(\.scalar?.string).joined() }
  }

  /// Whether the cell has the tag of papermill's parameters.
  var isOfParameters: Bool {
    get { unread.contains("parameters") }
    set { unread.removeAll { $0 == "parameters" && !newValue } }
  }

  /// Returns the lines that an export has taken down as the author's, if the cell still shows what became of them.
  func written(if shown: String) -> [String]? {
    guard text("nbrun", "shown") == shown else { return nil }
    return text("nbrun", "source")?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Returns the text of the member `key`.
  func text(_ key: String) -> String? { members?[Node(key)]?.scalar?.string }

  /// Returns the option lines that a cell with the code `lines` lacks.
  func lines(beside lines: [String]) -> [String] {
    options.filter { option in
      let key = option.prefix { $0 != ":" }
      return !lines.contains { $0.wholeMatch(of: #/\s*//\|\s*([\w-]+):.*/#)?.1 == key }
    }.map { "//| " + $0 }
  }

  /// Whether what `key` says is about an editor or a kernel, and nothing that a reader sees.
  private static func isOfEditors(_ key: String) -> Bool {
    [
      "nbrun", "collapsed", "scrolled", "execution", "ExecuteTime", "colab", "colab_type", "id", "outputId",
      "vscode", "trusted", "deletable", "editable", "pycharm", "lines_to_next_cell", "region_name", "title",
      "raw_mimetype", "format", "jp-MarkdownHeadingCollapsed",
    ].contains(key)
  }

  private mutating func take(_ key: String, _ value: Node) {
    switch key {
    case "tags": for tag in CellMetadata.texts(value) { take(tag: tag) }
    case "jupyter":
      if value.mapping?["source_hidden"]?.scalar?.string == "true" { add("fold", "true") }
    case "mystnb":
      for (key, figure) in value.mapping?["figure"]?.mapping ?? [:] {
        take(key.scalar?.string == "caption" ? "fig-cap" : key.scalar?.string ?? "", figure)
      }
    case "code-fold": if value.scalar?.string.lowercased() != "false" { add("fold", "true") }
    case "include" where value.scalar?.string.lowercased() == "false": hideAll()
    case "results" where value.scalar?.string == "hide": add("output", "false")
    case "name": take("label", value)
    case "caption": take("fig-cap", value)
    case _ where CellMetadata.isOfEditors(key): break
    default:
      let name = key.replacing(".", with: "-")
      var trial = CellOptions()
      if let known = CellOptions.keys.first(where: { $0.name == name }), let scalar = value.scalar,
        known.set(&trial, value)
      {
        add(name, CellMetadata.yaml(of: scalar, key: name))
      } else {
        unread.append(key)
      }
    }
  }

  private mutating func take(tag: String) {
    switch tag.replacing("_", with: "-") {
    // Jupyter Book folds what is hidden.
    case "hide-input", "hide-cell": add("fold", "true")
    case "remove-input": add("echo", "false")
    case "hide-output", "remove-output": add("output", "false")
    case "remove-cell": hideAll()
    case "raises-exception": add("expect", "failure")
    case "skip-execution": add("eval", "false")
    default: unread.append(tag)
    }
  }

  /// The cell runs, and a reader sees nothing of it.
  private mutating func hideAll() {
    add("echo", "false")
    add("output", "false")
  }

  private mutating func add(_ key: String, _ value: String) {
    if !options.contains(where: { $0.hasPrefix(key + ":") }) { options.append("\(key): \(value)") }
  }

  /// The texts of a list, or of one text with commas between them.
  private static func texts(_ value: Node) -> [String] {
    if let sequence = value.sequence { return sequence.compactMap(\.scalar?.string) }
    return (value.scalar?.string ?? "").split(separator: ",").map { String($0).trimmingBlanks }
  }

  private static func yaml(of scalar: Node.Scalar, key: String) -> String {
    if case .choice(let choice) = YAMLScalar(scalar) { return "\(choice)" }
    // What is expected has quotes of its own.
    let isPlain = scalar.string.wholeMatch(of: /[A-Za-z0-9][\w .,()\/-]*/) != nil
    return isPlain && YAMLScalar(scalar) == .text || key == "expect"
      ? scalar.string : JSON.string(scalar.string).text
  }

  /// Returns `attributes` as a mapping: one in JSON, or words `key=value`, whose values may be in JSON too.
  private static func yaml(ofAttributes attributes: String) -> String {
    if attributes.hasPrefix("{\"") { return attributes }
    var members: [String] = []
    var rest = attributes[...]
    while let match = rest.firstMatch(of: /([A-Za-z][\w.-]*)\s*=\s*/) {
      var value = ""
      var depth = 0
      var quote: Character?
      rest = rest[match.range.upperBound...]
      while let next = rest.first {
        if let open = quote {
          if next == "\\" { value.append(rest.removeFirst()) } else if next == open { quote = nil }
        } else if next == "\"" || next == "'" {
          quote = next
        } else if "[{(".contains(next) {
          depth += 1
        } else if "]})".contains(next) {
          if depth == 0 { break }
          depth -= 1
        } else if depth == 0, next.isWhitespace || next == "," {
          break
        }
        if !rest.isEmpty { value.append(rest.removeFirst()) }
      }
      members.append("\(JSON.string(String(match.1)).text): \(value)")
    }
    return "{" + members.joined(separator: ", ") + "}"
  }
}
