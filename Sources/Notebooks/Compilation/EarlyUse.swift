/// A use of a variable above the statement of its cell that declares it.
///
/// In Swift such a variable is there from the beginning, without a value: a number is 0, and an object crashes. What an
/// earlier cell declares under the same name cannot be seen.
struct EarlyUse: Equatable {
  /// The variable.
  var name: String
  /// What is called there and uses it; nil if it is used directly.
  var caller: String?
  /// Where it is used, in UTF-8 bytes of what was dumped.
  var offset: Int

  /// Returns the first use in a cell, by the compiler's dump of its types; nil if there is none.
  ///
  /// Followed are functions, initializers, and closures that are variables, as long as they are the cell's own. A
  /// member that is called by a protocol or an overridden one is any member of that name. A closure that is an argument
  /// counts as called.
  static func first(in dump: CompilerDump) -> EarlyUse? {
    var search = EarlyUseSearch(dump)
    return search.first()
  }

  /// Returns the variables that may be used too early, by the words in the code: all that are, and some others.
  ///
  /// Words in texts and comments count too, since this only says whether to ask the compiler for types.
  static func suspects(in dump: CompilerDump, of code: String) -> Set<String> {
    let code = Array(code.utf8)
    let items = dump.items.filter { dump.nodes[$0].kind != "var_decl" && dump.range($0) != nil }
    let starts = items.map { dump.range($0)?.lowerBound ?? 0 } + [code.count]
    let variables = dump.items.filter { dump.nodes[$0].kind == "var_decl" }.compactMap { node in
      dump.name(of: node).map { (name: $0, offset: dump.range(node)?.lowerBound ?? 0) }
    }
    guard !variables.isEmpty else { return [] }
    // What `#if` holds is not in the dump. Nor can a library be seen calling what a type has for it, or the end of an
    // object.
    let isCalledUnseen = dump.items.contains { item in
      let members = dump.member(item, "members").map { Array(dump.children($0)) } ?? []
      return dump.member(item, "inherits") != nil || dump.nodes[item].kind == "extension_decl"
        || members.contains { dump.nodes[$0].kind == "destructor_decl" }
    }
    if isCalledUnseen || code.firstRange(of: Array("#if".utf8)) != nil {
      var mentions: [String: Int] = [:]
      for word in code.split(whereSeparator: { !SwiftTokens.isPartOfWord($0) }) {
        let text = String(decoding: word, as: UTF8.self)
        if mentions[text] == nil { mentions[text] = word.startIndex }
      }
      return Set(variables.filter { mentions[$0.name, default: code.count] < $0.offset }.map(\.name))
    }
    var suspects: Set<String> = []
    /// The words that run before, and those of the functions and types among them.
    var reached: Set<String> = []
    /// What each name leads to that does not run by itself; without a name what an operator may lead to.
    var behind: [String: [Range<Int>]] = [:]
    func range(_ index: Int) -> Range<Int> {
      starts[index]..<max(starts[index], min(starts[index + 1], code.count))
    }
    for (index, item) in items.enumerated() where dump.nodes[item].kind != "top_level_code_decl" {
      for name in names(of: item, in: dump) { behind[name, default: []].append(range(index)) }
    }
    var rest = variables[...]
    for (index, item) in items.enumerated() where dump.nodes[item].kind == "top_level_code_decl" {
      let words = EarlyUse.words(in: code[range(index)])
      let declared = Set(rest.prefix { $0.offset < range(index).upperBound }.map(\.name))
      rest = rest.drop { $0.offset < range(index).upperBound }
      // What the statement calls runs before its variables have their values.
      var uses: [String: Int] = [:]
      for word in words where declared.contains(word) { uses[word, default: 0] += 1 }
      var added = words.filter { uses[$0] != 1 } + [""]
      while let word = added.popLast() {
        guard reached.insert(word).inserted else { continue }
        for range in behind.removeValue(forKey: word) ?? [] { added += EarlyUse.words(in: code[range]) }
      }
      suspects.formUnion(declared.intersection(reached))
      reached.formUnion(declared)
    }
    return suspects
  }

  /// The names by which the code of `item` can be reached; an empty one if that is possible by an operator.
  private static func names(of item: Int, in dump: CompilerDump) -> Set<String> {
    let members = dump.member(item, "members").map { Array(dump.children($0)) } ?? []
    let names = ([item] + members).compactMap { dump.name(of: $0) }
    let areWords = names.allSatisfy { $0.utf8.allSatisfy(SwiftTokens.isPartOfWord) }
    return areWords ? Set(names + [dump.text(item, "extended_type")].compactMap(\.self)) : [""]
  }

  private static func words(in code: ArraySlice<UInt8>) -> [String] {
    code.split { !SwiftTokens.isPartOfWord($0) }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension SwiftCompiler {
  /// Returns the error for a variable that `cells` use before they declare it; nil if they use none.
  ///
  /// Where that cannot be found out, a warning says so.
  /// Only cells in whose words such a use may be cost a second call of the compiler.
  func earlyUse(
    in cells: [(cell: Cell, outline: CellOutline?)], after earlier: [CompiledCell],
    within budget: CompileBudget
  ) throws(NotebookError) -> Diagnostic? {
    guard let suspect = cells.first(where: { $0.outline?.suspects.isEmpty == false })?.cell else {
      return nil
    }
    let first = cells[0].cell
    var text =
      CellSource.header(of: first, libraries.implicitImports, after: earlier).joined(separator: "\n") + "\n"
    var starts: [Int] = []
    for (cell, outline) in cells {
      starts.append(text.utf8.count)
      // A statement between two cells, so that none goes on in the next one.
      if outline != nil { text += cell.code + "\ndo {}\n" }
    }
    let path = base(of: first) + "-typed.swift"
    try write(text, to: path)
    let dump = try run(
      ["-dump-ast", "-dump-ast-format", "json", path, "-module-name", first.moduleName] + languageArguments
        + first.accessArguments(
          declaring: cells.flatMap { $0.outline?.declarations ?? [] }, after: earlier),
      within: budget)
    guard dump.succeeded, let tree = CompilerDump(dump.standardOutput) else {
      return Diagnostic(
        .warning,
        "the compiler's description of this cell cannot be read: a use of a variable above its declaration in this cell "
          + "would not be noticed", at: suspect.start)
    }
    guard let use = EarlyUse.first(in: tree), let index = starts.lastIndex(where: { $0 <= use.offset }) else {
      return nil
    }
    let (cell, outline) = cells[index]
    return outline?.problem(
      with: use, at: CodeLocations(cell).location(ofByte: use.offset - starts[index]), after: earlier)
  }
}
