/// What the parser sees in a cell: the names that it declares and its last expression.
package struct CellOutline: Sendable, Equatable {
  /// The modules that the cell imports, and with it all later cells: `Foundation`, `struct Foundation.Data`.
  package var imports: [String] = []
  /// The declarations in order.
  package var declarations: [Declaration] = []
  /// The expression that the cell ends with; nil if it ends with something else.
  package var lastExpression: LastExpression?
  /// Where the top level first waits for a task; nil if it does not.
  package var waiting: SourceLocation?
  /// Where the top level first starts a task for which nothing in the cell waits; nil if it does not.
  package var startedTask: SourceLocation?
  /// Whether the compiler's description could be read.
  package var isReadable = true
  /// The variables that may be used before the cell declares them, by the words of the code alone.
  package var suspects: Set<String> = []

  /// The expression that a cell ends with.
  package struct LastExpression: Sendable, Equatable {
    /// Where it begins, in UTF-8 bytes.
    package var offset: Int
    /// Whether its value is to be shown; a semicolon behind it says no.
    package var isShown: Bool

    /// Creates a description.
    package init(offset: Int, isShown: Bool) {
      self.offset = offset
      self.isShown = isShown
    }
  }

  /// Reads the compiler's `-dump-parse -dump-ast-format json` of `cell`.
  package init(parseDump: String, of cell: Cell) {
    guard let dump = CompilerDump(parseDump) else {
      isReadable = false
      imports = cell.code.matches(of: /(?m)^\s*(?:@\w+\s+)*import\s+([\w. ]+)/).map {
        String($0.1).trimmingSpaces
      }
      return
    }
    let code = cell.code
    let reader = DeclarationReader(dump, of: cell)
    var known: Set<Declaration> = []
    for item in dump.items {
      if let module = CellOutline.importedModule(dump, item), !imports.contains(module) {
        imports.append(module)
      }
      for declaration in reader.declarations(of: item) where known.insert(declaration).inserted {
        declarations.append(declaration)
      }
    }
    if let last = dump.items.last, dump.nodes[last].kind == "top_level_code_decl",
      let start = dump.range(last)?.lowerBound, let body = dump.member(last, "body"),
      let elements = dump.member(body, "elements").map({ Array(dump.children($0)) }), elements.count == 1,
      CellOutline.hasValue(dump, elements[0]), !CellOutline.endsWithDirective(code, from: start)
    {
      let isHidden =
        dump.text(elements[0], "trailing_semi") == "true" || CellOutline.startsTask(dump, elements[0])
      lastExpression = LastExpression(offset: start, isShown: !isHidden)
    }
    /// Where one of `words` stands in the first item for which `condition` holds.
    func first(_ words: [String], _ condition: (Int) -> Bool) -> SourceLocation? {
      guard let item = dump.items.first(where: { CellOutline.contains(dump, $0, condition) }) else {
        return nil
      }
      let start = dump.range(item)?.lowerBound ?? 0
      return words.compactMap { cell.mentions(of: $0, from: start).first { _ in true } }.min()
        ?? cell.location(ofByte: start)
    }
    waiting = first(["await", "async"]) { CellOutline.waits(dump, $0, code) }
    let isWaitedFor = cell.mentions(of: "wait").contains { _ in true }
    startedTask = isWaitedFor ? nil : first(["Task"]) { CellOutline.startsTask(dump, $0) }
    suspects = EarlyUse.suspects(in: dump, of: code)
  }

  private static func importedModule(_ dump: CompilerDump, _ item: Int) -> String? {
    guard dump.nodes[item].kind == "import_decl" else { return nil }
    let path = ["module_path", "access_path"].flatMap { key in
      dump.member(item, key).map { dump.children($0).compactMap { dump.nodes[$0].text } } ?? []
    }
    guard !path.isEmpty else { return nil }
    return ((dump.text(item, "kind").map { $0 + " " }) ?? "") + path.joined(separator: ".")
  }

  /// Whether an `#if` or its end stands behind the expression that begins at `start`: the parser says nothing of it, nor
  /// of what it holds.
  private static func endsWithDirective(_ code: String, from start: Int) -> Bool {
    let expression = String(decoding: Array(code.utf8).dropFirst(start), as: UTF8.self)
    guard expression.contains("#") else { return false }
    let tokens = SwiftTokens(expression[...]).tokens
    var depth = 0
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      if ["(", "[", "{"].contains(token) { depth += 1 }
      if [")", "]", "}"].contains(token) { depth -= 1 }
      if depth == 0, token == "#", ["if", "elseif", "else", "endif"].contains(next) { return true }
    }
    return false
  }

  /// Expressions are the kinds that end in `_expr`; `if` and `switch` at the top level are statements, and an
  /// assignment has nothing to show.
  private static func hasValue(_ dump: CompilerDump, _ element: Int) -> Bool {
    guard dump.nodes[element].kind.hasSuffix("_expr") else { return false }
    let parts = dump.member(element, "elements").map { Array(dump.children($0)) } ?? []
    return !parts.contains { dump.nodes[$0].kind == "assign_expr" }
  }

  /// Whether `condition` holds for something in `statement` that runs with it, and not in a function that it holds.
  private static func contains(
    _ dump: CompilerDump, _ statement: Int, _ condition: (Int) -> Bool
  ) -> Bool {
    var index = statement
    while index < dump.nodes[statement].end {
      let kind = dump.nodes[index].kind
      if condition(index) { return true }
      let isOwnScope =
        ["closure_expr", "struct_decl", "class_decl", "enum_decl", "extension_decl", "protocol"].contains(
          kind)
        || kind.hasSuffix("func_decl") || kind.hasPrefix("accessor")
      index = isOwnScope ? dump.nodes[index].end : index + 1
    }
    return false
  }

  private static func waits(_ dump: CompilerDump, _ node: Int, _ code: String) -> Bool {
    switch dump.nodes[node].kind {
    case "await_expr", "async_attr": return true
    case "for_each_stmt":
      // The dump does not tell a loop that waits from one that does not.
      guard let start = dump.range(node)?.lowerBound else { return false }
      let loop = String(decoding: code.utf8.dropFirst(start).prefix(200), as: UTF8.self)
      return loop.prefixMatch(of: /(\w+:\s*)?for\s+(try\s+)?await\b/) != nil
    default: return false
    }
  }

  /// Whether `node` is a call such as `Task { … }` or `Task.detached { … }`.
  private static func startsTask(_ dump: CompilerDump, _ node: Int) -> Bool {
    guard dump.nodes[node].kind == "call_expr", var function = dump.member(node, "fn") else { return false }
    if dump.nodes[function].kind == "unresolved_dot_expr",
      dump.text(function, "field")?.hasPrefix("detached") == true,
      let base = dump.member(function, "base")
    {
      function = base
    }
    return dump.nodes[function].kind == "unresolved_decl_ref_expr" && dump.text(function, "name") == "Task"
  }
}
