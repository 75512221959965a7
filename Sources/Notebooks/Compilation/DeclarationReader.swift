/// Finds out of a parsed cell what it declares for later cells.
///
/// The parser's dump tells what is declared and where; what types the author wrote is read from the code.
struct DeclarationReader {
  private let dump: CompilerDump
  private let code: [UInt8]
  private let locations: CodeLocations

  init(_ dump: CompilerDump, of cell: Cell) {
    self.dump = dump
    code = Array(cell.code.utf8)
    locations = CodeLocations(cell)
  }

  /// Returns what `item` of the top level declares: itself, and its members.
  func declarations(of item: Int) -> [Declaration] {
    guard !isPrivate(item) else { return [] }
    if dump.nodes[item].kind == "extension_decl" {
      let (owner, conformances) = header(of: item)
      return conformances.map { conformance(to: $0, of: owner, item) }
        + members(of: item, owner: owner, isInExtension: true)
    }
    guard let declaration = declaration(of: item) else { return [] }
    guard declaration.isType, declaration.kind != "typealias" else { return [declaration] }
    let isProtocol = declaration.kind == "protocol"
    let (owner, conformances) = header(of: item)
    return [declaration]
      + (isProtocol ? [] : conformances.map { conformance(to: $0, of: owner, item) })
      + members(of: item, owner: owner, isRequirement: isProtocol)
  }

  /// Returns the variables that `item` declares if it is a `guard`.
  func guarded(in item: Int) -> [Declaration] {
    guard dump.nodes[item].kind == "top_level_code_decl", let body = dump.member(item, "body"),
      let elements = dump.member(body, "elements")
    else {
      return []
    }
    let statements = dump.children(elements).filter { dump.nodes[$0].kind == "guard_stmt" }
    return statements.flatMap { statement -> [Declaration] in
      guard let start = dump.range(statement)?.lowerBound,
        let conditions = dump.member(statement, "conditions")
      else { return [] }
      var variables: [Declaration] = []
      var node = conditions
      while node < dump.nodes[conditions].end {
        if dump.nodes[node].kind == "pattern_named", let name = dump.name(of: node) {
          variables.append(Declaration(kind: "var", name: name))
          variables[variables.count - 1].location = locations.location(
            ofByte: position(of: name, from: start))
        }
        node = dump.nodes[node].kind == "closure_expr" ? dump.nodes[node].end : node + 1
      }
      return variables
    }
  }

  private func members(
    of type: Int, owner: String, isInExtension: Bool = false, isRequirement: Bool = false
  ) -> [Declaration] {
    guard let members = dump.member(type, "members") else { return [] }
    return dump.children(members).flatMap { member -> [Declaration] in
      guard !isPrivate(member), var declaration = declaration(of: member) else { return [] }
      declaration.owner = owner
      (declaration.isInExtension, declaration.isRequirement) = (isInExtension, isRequirement)
      return [declaration] + self.members(of: member, owner: owner + "." + declaration.name)
    }
  }

  private func conformance(to name: String, of owner: String, _ item: Int) -> Declaration {
    var declaration = Declaration(kind: "conformance", name: name)
    declaration.owner = owner
    declaration.isInExtension = dump.nodes[item].kind == "extension_decl"
    declaration.location = locations.location(ofByte: dump.range(item)?.lowerBound ?? 0)
    return declaration
  }

  private func declaration(of node: Int) -> Declaration? {
    let dumpKind = dump.nodes[node].kind
    guard let kind = DeclarationReader.kinds[dumpKind], let start = dump.range(node)?.lowerBound,
      let name = dump.name(of: node)
    else { return nil }
    var declaration = Declaration(kind: kind, name: name)
    declaration.location = locations.location(ofByte: position(of: name, from: start))
    if ["func", "init", "subscript"].contains(kind) { declaration.labels = dump.labels(of: node) }
    if kind == "operator" {
      let fixity = dumpKind.prefix { $0 != "_" }
      declaration.precedence =
        fixity + " " + (dump.text(node, "precedence_group_name") ?? "DefaultPrecedence")
    }
    return declaration
  }

  /// The type that is declared or extended, and the protocols that stand behind it.
  private func header(of item: Int) -> (type: String, conformances: [String]) {
    guard let range = dump.range(item), range.lowerBound < code.count,
      let brace = code[range.lowerBound...].firstIndex(of: UInt8(ascii: "{"))
    else { return ("", []) }
    let parts = tokens(range.lowerBound..<brace).split(at: "where")[0].split(at: ":")
    let conformances = parts.dropFirst().first?.split(at: ",") ?? []
    return (
      dump.name(of: item) ?? ExtensionHeader.type(in: parts[0].tokens),
      conformances.map(\.withoutAttributes.text).filter { !$0.isEmpty }
    )
  }

  private func isPrivate(_ node: Int) -> Bool {
    guard let attributes = dump.member(node, "attrs") else { return false }
    return dump.children(attributes).contains {
      ["private", "fileprivate"].contains(dump.text($0, "access_level"))
    }
  }

  private func tokens(_ range: Range<Int>) -> SwiftTokens {
    SwiftTokens(String(decoding: code[range.clamped(to: 0..<code.count)], as: UTF8.self)[...])
  }

  /// Returns where the name stands of what begins at `start`.
  private func position(of name: String, from start: Int) -> Int {
    let name = Array(name.utf8)
    var rest = code[min(start, code.count)...]
    let isWord = name.first.map(SwiftTokens.isPartOfWord) ?? false
    while let found = rest.firstRange(of: name) {
      let around = [found.lowerBound - 1, found.upperBound].filter(code.indices.contains)
      if !isWord || !around.contains(where: { SwiftTokens.isPartOfWord(code[$0]) }) {
        return found.lowerBound
      }
      rest = code[found.upperBound...]
    }
    return start
  }

  private static let kinds = [
    "var_decl": "var", "func_decl": "func", "struct_decl": "struct", "class_decl": "class",
    "enum_decl": "enum", "protocol": "protocol", "typealias": "typealias", "constructor_decl": "init",
    "subscript_decl": "subscript", "enum_element_decl": "case", "infix_operator_decl": "operator",
    "prefix_operator_decl": "operator", "postfix_operator_decl": "operator",
    "precedence_group_decl": "precedencegroup",
  ]
}
