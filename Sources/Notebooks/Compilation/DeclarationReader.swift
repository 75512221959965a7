/// Finds out of a parsed cell what it declares for later cells.
///
/// The parser's dump tells what is declared and where; what types the author wrote is read from the code.
struct DeclarationReader {
  private let dump: CompilerDump
  private let cell: Cell
  private let code: [UInt8]
  /// Where the lines of the code begin.
  private let lineStarts: [Int]

  init(_ dump: CompilerDump, of cell: Cell) {
    self.dump = dump
    self.cell = cell
    code = Array(cell.code.utf8)
    lineStarts = [0] + code.indices.filter { [code] in code[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// Returns what `item` of the top level declares: itself, and its members.
  func declarations(of item: Int) -> [Declaration] {
    guard !isPrivate(item) else { return [] }
    let kind = dump.nodes[item].kind
    if kind == "extension_decl" {
      let header = header(of: item)
      let name = dump.text(item, "extended_type") ?? ""
      let owner = header.conditions.isEmpty ? name : name + " where " + header.conditions
      return header.conformances.map { conformance(to: $0, of: owner, item, isInExtension: true) }
        + members(of: item, owner: owner, isInExtension: true)
    }
    guard let declaration = declaration(of: item, owner: "", isInExtension: false) else { return [] }
    guard declaration.isType, kind != "protocol", kind != "typealias" else { return [declaration] }
    return [declaration]
      + header(of: item).conformances.map {
        conformance(to: $0, of: declaration.name, item, isInExtension: false)
      } + members(of: item, owner: declaration.name, isInExtension: false)
  }

  private func members(of type: Int, owner: String, isInExtension: Bool) -> [Declaration] {
    guard let members = dump.member(type, "members") else { return [] }
    return dump.children(members).compactMap { member in
      isPrivate(member) ? nil : declaration(of: member, owner: owner, isInExtension: isInExtension)
    }
  }

  private func conformance(
    to name: String, of owner: String, _ item: Int, isInExtension: Bool
  ) -> Declaration {
    var declaration = Declaration(kind: "conformance", name: name)
    (declaration.owner, declaration.isInExtension) = (owner, isInExtension)
    declaration.location = location(ofByte: dump.range(item)?.lowerBound ?? 0)
    return declaration
  }

  private func declaration(of node: Int, owner: String, isInExtension: Bool) -> Declaration? {
    let dumpKind = dump.nodes[node].kind
    guard let kind = DeclarationReader.kinds[dumpKind], let start = dump.range(node)?.lowerBound,
      let name = dump.name(of: node)
    else { return nil }
    var declaration = Declaration(kind: kind, name: name)
    (declaration.owner, declaration.isInExtension) = (owner, isInExtension)
    let nameStart = position(of: name, from: start)
    declaration.location = location(ofByte: nameStart)
    let isStatic = dump.text(node, "static") == "true" && !declaration.isOperator
    switch kind {
    case "func", "init", "subscript": readSignature(of: node, nameStart, isStatic, &declaration)
    case "operator":
      declaration.identity = String(dumpKind.prefix { $0 != "_" })
      declaration.signature = dump.text(node, "precedence_group_name") ?? ""
    case "var", "case": declaration.identity = isStatic || kind == "case" ? "static" : ""
    default: break
    }
    return declaration
  }

  private func readSignature(
    of node: Int, _ nameStart: Int, _ isStatic: Bool, _ declaration: inout Declaration
  ) {
    // A subscript has no list of parameters but in its accessors, which may be those of a protocol too.
    let list =
      dump.children(node).first { dump.nodes[$0].kind == "parameter_list" }
      ?? (node..<dump.nodes[node].end).first {
        dump.nodes[$0].kind == "parameter_list" && dump.range($0) != nil
      }
    guard let list = list.flatMap(dump.range), list.lowerBound < list.upperBound,
      list.upperBound < code.count
    else { return }
    let bodyStart =
      declaration.kind == "subscript"
      ? code[list.upperBound...].firstIndex(of: UInt8(ascii: "{"))
      : Array(dump.children(node)).last { dump.nodes[$0].kind == "brace_stmt" }.flatMap(dump.range)?
        .lowerBound
    let nameEnd = min(nameStart + declaration.name.utf8.count, list.lowerBound)
    let behindName = tokens(nameEnd..<list.lowerBound).tokens.map(String.init).filter { $0 != "`" }
    // An initializer that may fail is marked there.
    let (marks, generics) = (
      behindName.filter { "?!".contains($0) }, behindName.filter { !"?!".contains($0) }
    )
    var types: [String] = []
    let parameters = tokens(list.lowerBound + 1..<list.upperBound).split(at: ",").compactMap {
      parameter -> Declaration.Parameter? in
      guard let colon = parameter.tokens.firstIndex(of: ":") else { return nil }
      let names = SwiftTokens(parameter.tokens[..<colon]).withoutAttributes.tokens
      // The one name of a subscript's parameter is no label.
      let isInside = declaration.kind == "subscript" && names.count == 1
      let parts = SwiftTokens(parameter.tokens[(colon + 1)...]).split(at: "=")
      types.append(parts[0].text)
      return Declaration.Parameter(
        label: isInside ? "_" : names.first.map { $0.filter { $0 != "`" } } ?? "_",
        type: parts[0].withoutAttributes.text, hasDefault: parts.count > 1)
    }
    let rest = (bodyStart.map { tokens(list.upperBound + 1..<$0) } ?? SwiftTokens([])).split(at: "where")
    let conditions = rest.dropFirst().map(\.text)
    declaration.parameters = parameters
    declaration.identity = ([isStatic ? "static" : ""] + generics + conditions).joined(separator: " ")
    declaration.signature = (types + marks + [rest[0].text]).joined(separator: "; ")
  }

  /// What stands before the body of a type or an extension.
  private func header(of item: Int) -> (conformances: [String], conditions: String) {
    guard let range = dump.range(item),
      let brace = code[range.lowerBound...].firstIndex(of: UInt8(ascii: "{"))
    else { return ([], "") }
    let parts = tokens(range.lowerBound..<brace).split(at: "where")
    let conformances = parts[0].split(at: ":").dropFirst().first?.split(at: ",") ?? []
    return (
      conformances.map(\.withoutAttributes.text).filter { !$0.isEmpty },
      parts.dropFirst().first?.text ?? ""
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

  private func location(ofByte offset: Int) -> SourceLocation {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourceLocation(
      line: cell.firstLine + low, column: offset - lineStarts[low] + 1 + cell.indentation)
  }

  private static let kinds = [
    "var_decl": "var", "func_decl": "func", "struct_decl": "struct", "class_decl": "class",
    "enum_decl": "enum", "protocol": "protocol", "typealias": "typealias", "constructor_decl": "init",
    "subscript_decl": "subscript", "enum_element_decl": "case", "infix_operator_decl": "operator",
    "prefix_operator_decl": "operator", "postfix_operator_decl": "operator",
    "precedence_group_decl": "precedencegroup",
  ]
}
