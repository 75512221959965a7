/// What a cell declares again and cannot: later cells would see both, and Swift would call a use ambiguous, or go on
/// with the earlier one.
///
/// Most of what is declared again takes the place of the earlier declaration, as `CellSource` arranges. Swift says so
/// itself: of two declarations with one name and one type, that of the later cell wins. What is compared are therefore
/// the types that the compiler found, by the modules that it made.
struct Redeclaration {
  /// What the cell declares, as it was written.
  let declarations: [Declaration]
  /// What the cell declares, as it was compiled.
  let new: ModuleSymbols
  /// The earlier cells that may declare the same, from the first one.
  let earlier: [(cell: CompiledCell, symbols: ModuleSymbols)]
  /// The types whose values may be written without them, with their modules: enumerations, and those that literals can be.
  let unwrittenTypes: Set<String>

  /// The names of `declarations` that can stand beside those of other cells.
  ///
  /// The members of a type are new with it.
  static func names(in declarations: [Declaration]) -> Set<String> {
    let types = declarations.topLevelTypes
    let standing = declarations.filter {
      $0.isInExtension && !types.contains($0.owner)
        || $0.owner.isEmpty && !["operator", "precedencegroup"].contains($0.kind)
    }
    return Set(standing.map(\.name))
  }

  /// The types in `declarations` of `module` whose values may be written without them: enumerations, and those that
  /// literals can be.
  static func unwrittenTypes(in declarations: [Declaration], of module: String) -> Set<String> {
    Set(
      declarations.compactMap {
        switch $0.kind {
        case "enum": ([module, $0.owner, $0.name].filter { !$0.isEmpty }).joined(separator: ".")
        case "conformance" where $0.name.hasPrefix("ExpressibleBy"): module + "." + $0.owner
        default: nil
        }
      })
  }

  /// Returns the `earlier` cells that say something of what is called by `names`; none if no name is theirs.
  static func concerned(_ earlier: [CompiledCell], by names: Set<String>) -> [CompiledCell] {
    func declares(_ cell: CompiledCell, _ condition: (Declaration) -> Bool) -> Bool {
      cell.declarations.contains(where: condition)
    }
    // Swift writes members for conformances, and types have some by themselves.
    let isConcerned =
      !names.isDisjoint(with: synthesizedNames)
      || earlier.contains { declares($0) { names.contains($0.name) && !$0.isTopLevelType } }
    guard isConcerned else { return [] }
    return earlier.filter {
      declares($0) {
        names.contains($0.name) || ["conformance", "enum"].contains($0.kind)
          || $0.isType && names.contains("init")
      }
    }
  }

  /// The errors, one for each declaration that cannot stand beside one of the earlier cells'.
  var problems: [Diagnostic] {
    let names = Redeclaration.names(in: declarations)
    var counts: [[String]: Int] = [:]
    return new.symbols.compactMap { symbol in
      let occurrence = counts[symbol.path, default: 0]
      counts[symbol.path] = occurrence + 1
      guard names.contains(String(symbol.baseName)), symbol.isInExtension || !symbol.isMember else {
        return nil
      }
      return problem(with: symbol, occurrence)
    }
  }

  private func problem(with symbol: ModuleSymbol, _ occurrence: Int) -> Diagnostic? {
    let location = Redeclaration.location(of: symbol, occurrence, in: declarations)
    for (index, (cell, symbols)) in earlier.enumerated().reversed() {
      for old in symbols.symbols where old.baseName == symbol.baseName {
        guard let reason = reason(symbol, old, ofCellAt: index) else { continue }
        let note = Diagnostic(
          .note, "'\(old.title)' is declared here",
          at: Redeclaration.location(of: old, 0, in: cell.declarations))
        return Diagnostic(
          .error, "'\(symbol.title)' cannot be declared again \(reason)", at: location, notes: [note])
      }
    }
    return problem(withSynthesized: symbol, at: location)
  }

  /// Why `new` cannot take the place of `old`; nil if it can, or both can be used.
  private func reason(_ new: ModuleSymbol, _ old: ModuleSymbol, ofCellAt index: Int) -> String? {
    let module = earlier[index].symbols
    if let name = old.requiringProtocol.flatMap({ conformance(of: new, to: $0) }), new.fits(old) {
      return
        "in an extension, since '\(new.path.dropLast().joined(separator: "."))' conforms to '\(name)' already, "
        + "by another one that would stay in use; declare the type again, or use another name"
    }
    if new.isOperator, old.isOperator, new.name != old.name, new.fixity == old.fixity {
      return overlap(new, old)
        ? "for the same types, since Swift would see two operators and could not choose" : nil
    }
    if new.isOperator, old.isOperator, let fixity = new.fixity, let other = old.fixity, fixity != other,
      new.parameters?.map(\.type) == old.parameters?.map(\.type),
      !module.symbols.contains(where: { new.isSame(as: $0) })
    {
      return
        "as a \(fixity) operator of the same type, since Swift would lose the \(other) one; use another operator"
    }
    if inherits(old.owner, from: new.owner), new.fits(old) {
      return
        "in an extension, since '\(old.path.dropLast().joined(separator: "."))' has it, too, and Swift could not "
        + "choose; declare the class again, or use another name"
    }
    guard new.name == old.name else { return nil }
    if new.isType || old.isType {
      if new.isMember {
        return "in an extension, since Swift would see two types; declare the type again, or use another name"
      }
      return ["struct", "enum", "typealias"].contains(new.kind) && old.parameters != nil
        ? "as a type, since Swift would go on calling the function; use another name" : nil
    }
    if old.kind == "enum.case" {
      return new.isStatic ? "in an extension, since it is a case of the type; use another name" : nil
    }
    if new.parameters != nil, old.parameters == nil {
      return old.isCalled(as: new)
        ? "as a function, since Swift would go on calling the variable; use another name" : nil
    }
    if new.parameters == nil, old.parameters != nil {
      return isCallable(new)
        ? "as a variable that can be called, since Swift would go on calling the function; use another name"
        : nil
    }
    if new.isSame(as: old) { return reasonOfSame(new, old, ofCellAt: index) }
    guard new.isStatic == old.isStatic, new.parameters != nil, old.parameters != nil else { return nil }
    // Of overloads that the earlier cell has already, each takes the place of its own kind.
    if module.symbols.contains(where: { new.isSame(as: $0) }) { return nil }
    if overlap(new, old) {
      return "with another type, since Swift would see two overloads and could not choose; use another name"
    }
    if new.sharesShortCall(with: old) {
      return "with other defaults, since a call that leaves them out would fit both; use another name"
    }
    return nil
  }

  /// Why `new`, which is the same as `old` to a caller, cannot take its place.
  private func reasonOfSame(_ new: ModuleSymbol, _ old: ModuleSymbol, ofCellAt index: Int) -> String? {
    let module = earlier[index].symbols
    let owner = Array(old.path.dropLast())
    if old.isMember, !old.isInExtension,
      module.symbols.contains(where: { $0.kind == "class" && $0.path == owner })
    {
      return
        "in an extension, since it is a member of the class itself; declare the class again, or use another name"
    }
    if isUsedByConformance(old) || isUsedByConformance(old, behind: index) {
      return
        "in an extension, since a protocol's requirement is met by the earlier one, which would stay in use; "
        + "declare the type again, or change the earlier cell"
    }
    if new.parameters != nil, new.kind != "subscript", new.result.contains(/\bsome\b/) {
      return
        "with a result of 'some' type, since Swift would see two types; name the type, or use another name"
    }
    return nil
  }

  /// Whether a value of the type of `variable`, which is a cell's, can be called.
  private func isCallable(_ variable: ModuleSymbol) -> Bool {
    ([new] + earlier.map(\.symbols)).contains { module in
      module.symbols.contains {
        $0.baseName == "callAsFunction" && $0.name == variable.result + ".callAsFunction"
      }
    }
  }

  /// Whether the class `child` is below the class `ancestor`.
  private func inherits(_ child: String?, from ancestor: String?) -> Bool {
    guard let child, let ancestor else { return false }
    var parent = superclass(of: child)
    while let found = parent, found != ancestor { parent = superclass(of: found) }
    return parent != nil
  }

  private func superclass(of name: String) -> String? {
    earlier.lazy.compactMap { $0.symbols.superclasses[name] }.first
  }

  /// Whether there are calls that fit both, and that do not say which is meant: all in which they differ can be left to
  /// Swift, such as `.a` or a closure.
  private func overlap(_ new: ModuleSymbol, _ old: ModuleSymbol) -> Bool {
    guard let parameters = new.parameters, let others = old.parameters, parameters.count == others.count
    else {
      return false
    }
    return zip(parameters, others).enumerated().allSatisfy { index, pair in
      let (parameter, other) = pair
      // A closure behind the call has no label.
      let isTrailing = index == parameters.count - 1 && parameter.isClosure && other.isClosure
      guard parameter.label == other.label || isTrailing, parameter.plainType == other.plainType else {
        return false
      }
      if parameter.bareType == other.bareType || parameter.type.contains(" -> ") { return true }
      // A value of a type that is declared again is of one of the two.
      let isUnwritten = [parameter, other].allSatisfy { parameter in
        parameter.type.matches(of: /Cell_[0-9]+\.[\w.]+/).contains { unwrittenTypes.contains(String($0.0)) }
      }
      return isUnwritten && !parameter.type.hasPrefix("inout ")
    }
  }

  /// The name of `protocol` if an earlier cell says that the type of `member` conforms to it.
  private func conformance(of member: ModuleSymbol, to protocol: String) -> String? {
    guard let owner = member.owner,
      earlier.contains(where: { $0.symbols.conformances.contains([owner, `protocol`]) })
    else { return nil }
    return name(ofProtocol: `protocol`)
  }

  /// Whether `member` meets a requirement of a protocol that can still be named.
  private func isUsedByConformance(_ member: ModuleSymbol) -> Bool {
    guard let requirement = member.requirement else { return false }
    let symbols = earlier.lazy.flatMap(\.symbols.symbols)
    let owner = symbols.first { $0.identifier == requirement }?.requiringProtocol
    return owner.map { name(ofProtocol: $0) != nil } ?? true
  }

  /// The name of a protocol of the earlier cells; nil if it is another one's by now, or none of theirs.
  private func name(ofProtocol identifier: String) -> String? {
    let name = earlier.lazy.flatMap(\.symbols.symbols).first { $0.identifier == identifier }?.title
    return name.flatMap { name in
      declarations.contains { $0.isTopLevelType && $0.name == name } ? nil : name
    }
  }

  /// Whether a later cell than that of `member` says that its type conforms to a protocol one of whose requirements it
  /// meets, or may meet if they are not known here.
  private func isUsedByConformance(_ member: ModuleSymbol, behind index: Int) -> Bool {
    guard let owner = member.owner else { return false }
    let protocols = earlier[(index + 1)...].flatMap { _, symbols in
      symbols.conformances.filter { $0[0] == owner }.map { $0[1] }
    }
    let symbols = earlier.lazy.flatMap(\.symbols.symbols)
    return protocols.contains { name in
      let requirements = symbols.filter { $0.requiringProtocol == name }
      return requirements.isEmpty || requirements.contains { member.fits($0) }
    }
  }

  /// The name of the protocol that has an operator like `function`, of the top level, and to which a type among its
  /// operands conforms already.
  private func conformanceThatUses(_ function: ModuleSymbol) -> String? {
    guard function.isOperator, !function.isMember, let types = function.parameters?.map(\.type) else {
      return nil
    }
    let protocols: [(identifier: String, name: String)] =
      switch function.baseName {
      case "==": [("s:SQ", "Equatable"), ("s:SH", "Hashable"), ("s:SL", "Comparable")]
      case "<", ">", "<=", ">=": [("s:SL", "Comparable")]
      default: []
      }
    return protocols.first { tried in
      earlier.contains { _, symbols in
        symbols.conformances.contains { pair in
          pair[1] == tried.identifier && types.contains(ModuleSymbol.demangled(pair[0]) ?? "")
        }
      }
    }?.name
  }

  /// The error for a member that Swift has written by itself for a conformance in an earlier cell.
  private func problem(withSynthesized member: ModuleSymbol, at location: SourceLocation?) -> Diagnostic? {
    if let name = conformanceThatUses(member) {
      return Diagnostic(
        .error,
        "'\(member.title)' cannot be declared again, since the conformance to '\(name)' would go on with the earlier "
          + "one; declare the type again", at: location)
    }
    guard let owner = member.owner, member.isInExtension,
      let requirement = Redeclaration.synthesized.first(where: { $0.title == member.path.last }),
      earlier.contains(where: { $0.symbols.conformances.contains([owner, requirement.protocolIdentifier]) })
    else { return nil }
    return Diagnostic(
      .error,
      "'\(member.title)' cannot be declared in an extension, since Swift has written it for the conformance to "
        + "'\(requirement.protocolName)', which would go on with that one; declare the type again",
      at: location)
  }

  /// Where `symbol` is declared, the one that comes `occurrence` after the first of its title.
  private static func location(
    of symbol: ModuleSymbol, _ occurrence: Int, in declarations: [Declaration]
  ) -> SourceLocation? {
    let owner = symbol.path.dropLast().last ?? ""
    let ofName = declarations.filter {
      $0.name == symbol.baseName && $0.kind != "conformance"
        && ($0.owner.split(separator: ".").last ?? "") == owner
    }
    let ofTitle = ofName.filter { $0.labeledName == symbol.path.last }
    let found = ofTitle.isEmpty ? ofName : ofTitle
    if !found.isEmpty { return found[min(occurrence, found.count - 1)].location }
    // What Swift writes by itself stands with the type.
    return declarations.first { $0.isType && $0.name == owner }?.location
  }

  /// The requirements that Swift meets by itself.
  private static let synthesized: [(title: String, protocolName: String, protocolIdentifier: String)] = [
    ("==(_:_:)", "Equatable", "s:SQ"), ("hash(into:)", "Hashable", "s:SH"), ("hashValue", "Hashable", "s:SH"),
    ("encode(to:)", "Encodable", "s:SE"), ("init(from:)", "Decodable", "s:Se"),
    ("rawValue", "RawRepresentable", "s:SY"), ("init(rawValue:)", "RawRepresentable", "s:SY"),
    ("allCases", "CaseIterable", "s:s12CaseIterableP"), ("CodingKeys", "Encodable", "s:SE"),
    ("CodingKeys", "Decodable", "s:Se"),
  ]
  private static let synthesizedNames = Set(synthesized.map { String($0.title.prefix { $0 != "(" }) })
    .union(["<", ">", "<=", ">="])
}

extension ModuleSymbol {
  fileprivate var isStatic: Bool { kind.hasPrefix("type.") || kind == "enum.case" }

  /// `infix`, `prefix` or `postfix`, the last word of an operator's name.
  fileprivate var fixity: Substring? { name.split(separator: " ").last }

  /// Whether a variable's value is a function that a call of `function` may mean.
  fileprivate func isCalled(as function: ModuleSymbol) -> Bool {
    let type = result.replacing(#/@[\w.]+ /#, with: "")
    guard type.hasPrefix("("), type[...].firstIndexOutsideBrackets(of: "-") != nil,
      let end = type.dropFirst().firstIndexOutsideBrackets(of: ")")
    else { return false }
    let types = type[..<end].dropFirst().splitOutsideBrackets().map(String.init)
    return function.parameters?.allSatisfy { $0.label == "_" } == true
      && function.parameters?.map(\.type) == types
  }

  /// Whether it can meet `requirement`, a protocol's.
  fileprivate func fits(_ requirement: ModuleSymbol) -> Bool {
    // What a protocol leaves open, such as `Self`, has a letter.
    let types = zip(parameters ?? [], requirement.parameters ?? []).allSatisfy { own, required in
      own.type == required.type || required.type.contains(/\bA[0-9]*\b/)
    }
    return path.last == requirement.path.last && isStatic == requirement.isStatic && types
  }

  /// Whether a call of this one that leaves out what has a default could be one of `old`.
  fileprivate func sharesShortCall(with old: ModuleSymbol) -> Bool {
    guard let parameters, let others = old.parameters,
      max(parameters.count(where: \.hasDefault), others.count(where: \.hasDefault)) <= 6
    else { return false }
    let short = ModuleSymbol.calls(parameters[...]).subtracting([parameters.map(\.call)])
    return !short.isDisjoint(with: ModuleSymbol.calls(others[...]))
  }

  /// The calls with and without what has a default.
  private static func calls(_ parameters: ArraySlice<Parameter>) -> Set<[String]> {
    var calls: Set<[String]> = [[]]
    for parameter in parameters {
      let longer = Set(calls.map { $0 + [parameter.call] })
      calls = parameter.hasDefault ? calls.union(longer) : longer
    }
    return calls
  }
}

extension ModuleSymbol.Parameter {
  /// What a call says of it.
  fileprivate var call: String { label + ": " + type }

  /// Whether it takes a function.
  fileprivate var isClosure: Bool { bareType.contains(" -> ") }

  /// The type without what arguments do not show: attributes, ownership, effects of closures, labels of tuples.
  fileprivate var bareType: String {
    var bare = type.replacing(#/@autoclosure \(\) -> /#, with: "")
      .replacing(#/@[\w.]+ /#, with: "").replacing(#/\b(__owned|__shared|sending|isolated) /#, with: "")
      .replacing(#/\) (async )?(throws(\([^)]*\))? )?-> /#, with: ") -> ")
    bare.replace(#/[\w`]+: /#, with: "")
    return bare
  }

  /// The type without the cells that declare what it is made of.
  fileprivate var plainType: String { bareType.replacing(/\bCell_[0-9]+\./, with: "") }
}
