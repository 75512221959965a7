/// What the parser sees in a cell: the names that it declares and its last expression.
package struct CellOutline: Sendable, Equatable {
  /// The modules that the cell imports, and with it all later cells: `Foundation`, `struct Foundation.Data`.
  package var imports: [String] = []
  /// The declarations in order.
  package var declarations: [Declaration] = []
  /// The variables that a `guard` of the top level declares, which Swift shows to no other cell.
  package var guarded: [Declaration] = []
  /// Whether a constant or variable of the top level is declared without a value, which another file cannot give it.
  package var leavesUninitialized = false
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
    /// Where the directive stands behind it, such as `#endif`, in UTF-8 bytes; nil if nothing but comments does.
    package var end: Int?
    /// Whether its value is to be shown; a semicolon behind it says no.
    package var isShown: Bool

    /// Creates a description.
    package init(offset: Int, end: Int? = nil, isShown: Bool) {
      self.offset = offset
      self.end = end
      self.isShown = isShown
    }
  }

  /// Reads the compiler's `-dump-parse -dump-ast-format json` of `cell`.
  package init(parseDump: String, of cell: Cell) {
    if let dump = CompilerDump(parseDump) {
      read(dump, of: cell)
    } else {
      isReadable = false
      imports = cell.code.matches(of: /(?m)^\s*(?:@\w+\s+)*import\s+([\w. ]+)/).map {
        String($0.1).trimmingSpaces
      }
    }
  }

  /// Reads the compiler's dump of `cell`.
  init(_ dump: CompilerDump, of cell: Cell) { read(dump, of: cell) }

  private mutating func read(_ dump: CompilerDump, of cell: Cell) {
    let code = cell.code
    let reader = DeclarationReader(dump, of: cell)
    let locations = CodeLocations(cell)
    var known: Set<Declaration> = []
    for item in dump.items {
      leavesUninitialized = leavesUninitialized || CellOutline.leavesUninitialized(dump, item)
      if let module = CellOutline.importedModule(dump, item), !imports.contains(module) {
        imports.append(module)
      }
      guarded += reader.guarded(in: item)
      for declaration in reader.declarations(of: item) where known.insert(declaration).inserted {
        declarations.append(declaration)
      }
    }
    if let last = dump.items.last, dump.nodes[last].kind == "top_level_code_decl",
      let start = dump.range(last)?.lowerBound, let body = dump.member(last, "body"),
      let elements = dump.member(body, "elements").map({ Array(dump.children($0)) }), elements.count == 1,
      CellOutline.hasValue(dump, elements[0])
    {
      let lastToken = dump.range(elements[0])?.upperBound ?? start
      let end = CellOutline.directive(in: code, behind: start)
      let isHidden =
        dump.text(elements[0], "trailing_semi") == "true" || CellOutline.startsTask(dump, elements[0])
      // One before a member of the expression cannot be cut off.
      if end.map({ $0 > lastToken }) ?? true {
        lastExpression = LastExpression(offset: start, end: end, isShown: !isHidden)
      }
    }
    /// Where one of `words` stands in the first item for which `condition` holds.
    func first(_ words: [String], _ condition: (Int) -> Bool) -> SourceLocation? {
      guard let item = dump.items.first(where: { CellOutline.contains(dump, $0, condition) }) else {
        return nil
      }
      let start = dump.range(item)?.lowerBound ?? 0
      return words.compactMap { locations.mentions(of: $0, from: start).first { _ in true } }.min()
        ?? locations.location(ofByte: start)
    }
    waiting = first(["await", "async"]) { CellOutline.waits(dump, $0, code) }
    let isWaitedFor = ["wait", "sync"].contains { locations.mentions(of: $0).contains { _ in true } }
    startedTask =
      isWaitedFor
      ? nil : first(["Task", "async", "asyncAfter", "detachNewThread"]) { CellOutline.startsTask(dump, $0) }
    suspects = EarlyUse.suspects(in: dump, of: code)
  }

  private static func leavesUninitialized(_ dump: CompilerDump, _ item: Int) -> Bool {
    guard let body = dump.member(item, "body"), let elements = dump.member(body, "elements") else {
      return false
    }
    return dump.children(elements).contains { element in
      dump.nodes[element].kind == "pattern_binding_decl"
        && dump.member(element, "pattern_entries").map { entries in
          dump.children(entries).contains { dump.member($0, "original_init") == nil }
        } ?? false
    }
  }

  private static func importedModule(_ dump: CompilerDump, _ item: Int) -> String? {
    guard dump.nodes[item].kind == "import_decl" else { return nil }
    let path = ["module_path", "access_path"].flatMap { key in
      dump.member(item, key).map { dump.children($0).compactMap { dump.nodes[$0].text } } ?? []
    }
    guard !path.isEmpty else { return nil }
    // So the compiler calls it, which does not read it so.
    let kind = dump.text(item, "kind").map { $0 == "type" ? "typealias " : $0 + " " }
    return (kind ?? "") + path.joined(separator: ".")
  }

  /// Returns where the first `#if`, or what belongs to one, stands behind `offset` outside of brackets; nil if none does.
  private static func directive(in code: String, behind offset: Int) -> Int? {
    let start = code.utf8.index(code.startIndex, offsetBy: offset, limitedBy: code.endIndex) ?? code.endIndex
    guard code[start...].contains("#") else { return nil }
    let tokens = SwiftTokens(code[start...]).tokens
    var depth = 0
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      if ["(", "[", "{"].contains(token) { depth += 1 }
      if [")", "]", "}"].contains(token) { depth -= 1 }
      if depth == 0, token == "#", ["if", "elseif", "else", "endif"].contains(next) {
        return code.utf8.distance(from: code.startIndex, to: token.startIndex)
      }
    }
    return nil
  }

  /// Expressions are the kinds that end in `_expr`; `if` and `switch` at the top level are statements, and an
  /// assignment has nothing to show.
  private static func hasValue(_ dump: CompilerDump, _ element: Int) -> Bool {
    let kind = dump.nodes[element].kind
    guard kind.hasSuffix("_expr"), kind != "assign_expr" else { return false }
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

  /// Whether `node` is a call such as `Task { … }`, `Task.detached { … }` or `queue.async { … }`.
  private static func startsTask(_ dump: CompilerDump, _ node: Int) -> Bool {
    guard dump.nodes[node].kind == "call_expr", let function = dump.member(node, "fn") else { return false }
    func isTask(_ node: Int) -> Bool {
      dump.nodes[node].kind == "unresolved_decl_ref_expr" && dump.text(node, "name") == "Task"
    }
    guard dump.nodes[function].kind == "unresolved_dot_expr", let base = dump.member(function, "base") else {
      return isTask(function)
    }
    switch dump.text(function, "field")?.prefix(while: { $0 != "(" }) {
    case "detached": return isTask(base)
    case "async", "asyncAfter", "detachNewThread": return true
    default: return false
    }
  }
}
