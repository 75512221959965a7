/// The search for a variable that is used too early, by the types that the compiler found.
struct EarlyUseSearch {
  private let dump: CompilerDump
  /// The variables of the top level whose statements have not run yet, by their identifiers.
  private var undeclared: [String: String] = [:]
  /// The identifiers of the variables of the top level, by their names.
  private var identifiers: [String: String] = [:]
  /// The code that runs when something is called or read, by the identifier of its declaration.
  private var bodies: [String: [Int]] = [:]
  /// The identifiers of members that may be called by a protocol or by a class above theirs, by their names.
  private var members: [String: [String]] = [:]
  /// What a library may call by itself: members of types of others that conform to a protocol here.
  private var calledUnseen: [Int] = []
  /// Those that override another one, by their names.
  private var overrides: [String: [String]] = [:]
  /// Code that does not run where it stands.
  private var stored: Set<Int> = []
  /// What was followed and leads to no variable that is undeclared.
  private var harmless: Set<String> = []

  init(_ dump: CompilerDump) {
    self.dump = dump
    for item in dump.items where dump.nodes[item].kind == "var_decl" {
      guard let identifier = dump.text(item, "usr"), let name = dump.name(of: item) else { continue }
      identifiers[name] = identifier
      if dump.text(item, "readImpl") == "stored" { undeclared[identifier] = name }
    }
    for (node, content) in dump.nodes.enumerated() {
      switch content.kind {
      case "func_decl", "constructor_decl", "destructor_decl", "subscript_decl", "var_decl":
        if let identifier = dump.text(node, "usr"), !identifier.isEmpty { add(node, to: identifier) }
      case "struct_decl", "class_decl", "enum_decl", "extension_decl": addInitialValues(of: node)
      default: break
      }
    }
    // A closure that is the value of a variable runs when the variable is mentioned; what it captures is read at once.
    for item in dump.items where dump.nodes[item].kind == "top_level_code_decl" {
      for entry in entries(of: item) {
        let values = dump.children(entry).flatMap { value in
          dump.nodes[value].kind == "capture_list" ? Array(dump.children(value)) : [value]
        }
        for value in values where dump.nodes[value].kind == "closure_expr" {
          guard let identifier = names(of: entry).first.flatMap({ identifiers[$0] }) else { continue }
          stored.insert(value)
          bodies[identifier, default: []].append(value)
        }
      }
    }
    addUnseenCalls()
  }

  /// Counts what nobody is seen to call as called where an instance is made: members of types that conform to protocols,
  /// by which libraries call them, and the ends of objects.
  private mutating func addUnseenCalls() {
    let kinds: Set = ["struct_decl", "class_decl", "enum_decl", "extension_decl"]
    let pieces = dump.nodes.indices.filter { kinds.contains(dump.nodes[$0].kind) }
    var types: [String: [Int]] = [:]
    for piece in pieces where dump.nodes[piece].kind != "extension_decl" {
      // As the extended type is written: "s:1A1SV" is "$s1A1SVD" there, and longer if it is generic.
      types[String((dump.text(piece, "usr") ?? "").dropFirst(2))] = [piece]
    }
    for piece in pieces where dump.nodes[piece].kind == "extension_decl" {
      let extended = (dump.text(piece, "extended_type") ?? "").dropFirst(2)
      if let type = types.keys.filter({ !$0.isEmpty && extended.hasPrefix($0) }).max(by: {
        $0.count < $1.count
      }) {
        types[type]?.append(piece)
      } else if conforms(piece) || extended.contains("DefaultStringInterpolation") {
        calledUnseen += members(of: piece, ["func_decl", "subscript_decl", "var_decl"])
      }
    }
    for pieces in types.values {
      let makers = pieces.flatMap { members(of: $0, ["constructor_decl", "enum_element_decl"]) }
      let called = pieces.flatMap {
        members(of: $0, ["destructor_decl"])
          + (pieces.contains(where: conforms)
            ? members(of: $0, ["func_decl", "subscript_decl", "var_decl"]) : [])
      }
      for maker in makers.compactMap({ dump.text($0, "usr") }) { bodies[maker, default: []] += called }
    }
  }

  private func conforms(_ piece: Int) -> Bool {
    guard let inherited = dump.member(piece, "inherits") else { return false }
    return (inherited..<dump.nodes[inherited].end).contains { dump.text($0, "source_kind") == "explicit" }
  }

  /// The members of `piece` of some kinds; the cases of an enumeration stand one level below.
  private func members(of piece: Int, _ kinds: Set<String>) -> [Int] {
    guard let list = dump.member(piece, "members") else { return [] }
    return dump.children(list).flatMap { member in
      dump.nodes[member].kind == "enum_case_decl"
        ? (dump.member(member, "elements").map { Array(dump.children($0)) } ?? []) : [member]
    }.filter { kinds.contains(dump.nodes[$0].kind) }
  }

  private mutating func add(_ node: Int, to identifier: String) {
    // It runs where it is called.
    if dump.nodes[node].kind != "var_decl" { stored.insert(node) }
    let list = dump.nodes[node].parent
    guard dump.nodes[list].key == "members" else {
      bodies[identifier, default: []].append(node)
      return
    }
    // What a protocol requires has no body of its own.
    if dump.nodes[dump.nodes[list].parent].kind == "protocol" { return }
    bodies[identifier, default: []].append(node)
    guard let name = dump.name(of: node) else { return }
    members[name, default: []].append(identifier)
    if attributes(of: node).contains(where: { $0.hasPrefix("override") }) {
      overrides[name, default: []].append(identifier)
    }
  }

  /// Notes what the initializers of `type` compute for its properties, and what others compute when they are read.
  private mutating func addInitialValues(of type: Int) {
    guard let list = dump.member(type, "members") else { return }
    let all = Array(dump.children(list))
    let properties = all.filter { dump.nodes[$0].kind == "var_decl" }
    let initializers = all.filter { dump.nodes[$0].kind == "constructor_decl" }.compactMap {
      dump.text($0, "usr")
    }
    for binding in all where dump.nodes[binding].kind == "pattern_binding_decl" {
      for entry in binding..<dump.nodes[binding].end where dump.nodes[entry].kind == "pattern_entry" {
        let names = names(of: entry)
        let own = properties.filter { dump.name(of: $0).map(names.contains) ?? false }
        let isLate = own.contains {
          dump.text($0, "static") == "true" || attributes(of: $0).contains { $0.hasPrefix("lazy") }
        }
        for identifier in own.compactMap({ dump.text($0, "usr") }) + (isLate ? [] : initializers) {
          bodies[identifier, default: []].append(entry)
        }
      }
    }
  }

  private func attributes(of node: Int) -> [String] {
    dump.member(node, "attrs").map { dump.children($0).map { dump.nodes[$0].kind } } ?? []
  }

  /// The names that the pattern of `entry` binds.
  private func names(of entry: Int) -> [String] {
    guard let pattern = dump.member(entry, "pattern") else { return [] }
    return (pattern..<dump.nodes[pattern].end).filter { dump.nodes[$0].kind == "pattern_named" }
      .compactMap { dump.name(of: $0) }
  }

  mutating func first() -> EarlyUse? {
    for item in dump.items where dump.nodes[item].kind == "top_level_code_decl" {
      // What is deferred runs when the cell ends.
      let elements = dump.member(item, "body").flatMap { dump.member($0, "elements") }
      if elements.flatMap({ Array(dump.children($0)).first }).map({ dump.nodes[$0].kind }) == "defer_stmt" {
        continue
      }
      let entries = entries(of: item)
      for part in entries.isEmpty ? [item] : entries {
        if let use = use(in: part) { return use }
        for name in names(of: part) {
          if let identifier = identifiers[name] { undeclared[identifier] = nil }
        }
      }
    }
    return nil
  }

  /// The variables of a statement of the top level that declares some, one after the other.
  private func entries(of item: Int) -> [Int] {
    guard let body = dump.member(item, "body"), let elements = dump.member(body, "elements") else {
      return []
    }
    return dump.children(elements).compactMap { dump.member($0, "pattern_entries") }.flatMap(dump.children)
  }

  /// Returns the first use in `part`, which runs now.
  private mutating func use(in part: Int) -> EarlyUse? {
    guard !undeclared.isEmpty else { return nil }
    // A statement that mentions nothing calls no library.
    if references(in: part).isEmpty { return nil }
    for member in calledUnseen {
      for (reference, identifier) in references(in: member) {
        if let name = undeclared[identifier] ?? variable(behind: reference, identifier) {
          return EarlyUse(name: name, caller: dump.name(of: member), offset: offset(of: part))
        }
      }
    }
    for (reference, identifier) in references(in: part) {
      if let name = undeclared[identifier] {
        return EarlyUse(name: name, caller: nil, offset: offset(of: reference))
      }
      if let name = variable(behind: reference, identifier) {
        return EarlyUse(
          name: name, caller: dump.text(reference, "base_name"), offset: offset(of: reference))
      }
    }
    return nil
  }

  /// Returns the undeclared variable that is used by what `reference` calls; nil if there is none.
  private mutating func variable(behind reference: Int, _ identifier: String) -> String? {
    var pending = [(reference, identifier)]
    var followed: [String] = []
    while let (reference, identifier) = pending.popLast() {
      guard !harmless.contains(identifier) else { continue }
      harmless.insert(identifier)
      followed.append(identifier)
      let own = bodies[identifier] ?? []
      // A requirement of a protocol has no body; whoever fulfills it may be called.
      let name = dump.text(reference, "base_name") ?? ""
      let others = (own.isEmpty ? members : overrides)[name] ?? []
      for body in own + others.flatMap({ bodies[$0] ?? [] }) {
        for next in references(in: body) {
          if let name = undeclared[next.identifier] {
            harmless.subtract(followed)
            return name
          }
          pending.append(next)
        }
      }
    }
    return nil
  }

  /// The declarations that are mentioned in `node` by code that runs with it.
  private func references(in node: Int) -> [(reference: Int, identifier: String)] {
    var found: [(Int, String)] = []
    var index = node
    while index < dump.nodes[node].end {
      let content = dump.nodes[index]
      // Beside each closure stands once more what it captures.
      let isRepeated = content.key == "captures" && dump.nodes[content.parent].kind != "capture_list"
      if index != node, stored.contains(index) || isRepeated {
        index = content.end
        continue
      }
      if content.kind == "decl_ref", let identifier = dump.text(index, "decl_usr"), !identifier.isEmpty {
        found.append((index, identifier))
      }
      index += 1
    }
    return found
  }

  /// Where the code around `reference` begins.
  private func offset(of reference: Int) -> Int {
    var node = reference
    while node >= 0 {
      if let range = dump.range(node) { return range.lowerBound }
      node = dump.nodes[node].parent
    }
    return 0
  }
}
