/// What is wrong with a cell that Swift does not say, or not in words that help.
extension CellOutline {
  /// Returns the errors for which the cell is not compiled.
  func refusal(after earlier: [CompiledCell]) -> [Diagnostic] {
    if let waiting {
      // Swift ends the process after it, as it does after a program.
      return [Diagnostic(.error, CellOutline.awaitAdvice, at: waiting)]
    }
    let hidden = guarded.compactMap { variable -> Diagnostic? in
      let old = earlier.reversed().lazy.flatMap(\.declarations).first {
        $0.owner.isEmpty && $0.name == variable.name
      }
      guard let old else { return nil }
      return Diagnostic(
        .error,
        "'\(variable.name)' cannot be declared again by 'guard', since later cells would not see it; "
          + "use another name, or 'let' with '??' or '!'",
        at: variable.location,
        notes: [Diagnostic(.note, "'\(old.title)' is declared here", at: old.location)])
    }
    return hidden
      + conflicts(with: earlier).compactMap { new, old, _ in new.problem(replacing: old) }
  }

  /// Returns the declarations that cannot take the place of one of `earlier` cells, each with the latest such one and the
  /// index of its cell.
  func conflicts(
    with earlier: [CompiledCell]
  ) -> [(new: Declaration, old: Declaration, index: Int)] {
    // A type takes its conformances with it, and a protocol those to it.
    let types = declarations.topLevelTypes
    return declarations.filter { !types.contains($0.owner) }.compactMap { new in
      var redeclared = types
      for (index, before) in earlier.enumerated().reversed() {
        if redeclared.contains(new.owner) || new.kind == "conformance" && redeclared.contains(new.name) {
          break
        }
        let old = before.declarations.first { new.problem(replacing: $0) != nil }
        if let old { return (new, old, index) }
        redeclared.formUnion(before.declarations.topLevelTypes)
      }
      return nil
    }
  }

  fileprivate static let awaitAdvice =
    "'await' is not allowed at the top level of a cell; start a 'Task' and wait for it with a semaphore"

  /// What to warn of, whatever the compiler says.
  func warnings(of cell: Cell) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    if !isReadable {
      let message = "the compiler's description of this cell cannot be read, so its last value is not shown"
      warnings.append(Diagnostic(.warning, message, at: cell.start))
    }
    if let own = declarations.first(where: { $0.name == "display" && $0.kind == "func" && $0.owner.isEmpty })
    {
      let message =
        "the last value of a cell is shown by 'display', in whose place this function is called where it fits"
      warnings.append(Diagnostic(.warning, message, at: own.location))
    }
    if let startedTask {
      let message =
        "this task may go on when its cell has ended: what it prints then stands below a later cell, or nowhere; "
        + "wait for it with a semaphore"
      warnings.append(Diagnostic(.warning, message, at: startedTask))
    }
    return warnings
  }

  /// Returns the error for `use`, which stands at `location`.
  func problem(with use: EarlyUse, at location: SourceLocation, after earlier: [CompiledCell]) -> Diagnostic {
    let message =
      use.caller.map { "'\($0)' uses '\(use.name)' before this cell declares it" }
      ?? "'\(use.name)' is used before this cell declares it"
    var notes: [Diagnostic] = []
    if let own = declarations.first(where: { $0.owner.isEmpty && $0.name == use.name }) {
      notes.append(
        Diagnostic(.note, "'\(use.name)' is declared here, and has no value before", at: own.location))
    }
    let hidden = earlier.reversed().lazy.flatMap(\.declarations).first {
      $0.owner.isEmpty && $0.name == use.name
    }
    if let hidden {
      let note = "this '\(use.name)' cannot be seen in a cell that declares another one; rename one of them"
      notes.append(Diagnostic(.note, note, at: hidden.location))
    }
    return Diagnostic(.error, message, at: location, notes: notes)
  }

  /// Says in place of "circular reference" which variable a cell uses above its declaration, where what notes name
  /// in other cells is declared, and which `let` has to become a `var`.
  func explain(_ messages: inout [Diagnostic], in cell: Cell, after earlier: [CompiledCell]) {
    for index in messages.indices {
      messages[index].locateNotes(among: earlier)
      messages[index].explainConstant(among: earlier)
    }
    let isCircular: (Diagnostic) -> Bool = {
      $0.message == "circular reference" || $0.message.hasPrefix("variable used within its own initial value")
    }
    guard let index = messages.firstIndex(where: isCircular) else { return }
    let locations = [messages[index].location] + messages[index].notes.map(\.location)
    let cellPlaces = CodeLocations(cell)
    let uses = declarations.filter {
      $0.kind == "var" && suspects.contains($0.name) && locations.contains($0.location)
    }
    .compactMap { declaration in
      cellPlaces.mentions(of: declaration.name).first { $0 != declaration.location }.map {
        (declaration.name, $0)
      }
    }
    guard let (name, location) = uses.min(by: { $0.1 < $1.1 }) else { return }
    let use = EarlyUse(name: name, caller: nil, offset: 0)
    messages[index] = problem(with: use, at: location, after: earlier)
    messages.removeAll(where: isCircular)
  }
}

extension Declaration {
  /// The error if this cannot take the place of `old`, of which the compiler would say nothing, or not in these words.
  fileprivate func problem(replacing old: Declaration) -> Diagnostic? {
    guard kind == old.kind, name == old.name, owner == old.owner else { return nil }
    let reason: String
    switch kind {
    case "operator"
    where precedence != old.precedence && precedence.hasPrefix(old.precedence.prefix { $0 != " " }):
      reason = "with another precedence; use another operator"
    case "precedencegroup": reason = "since Swift would see two; use another name"
    case "conformance" where isInExtension:
      reason =
        "as a conformance of '\(owner)', since the earlier one would stay in use; "
        + "declare the type again, or change the earlier cell"
    default: return nil
    }
    let note = Diagnostic(.note, "'\(old.title)' is declared here", at: old.location)
    return Diagnostic(.error, "'\(title)' cannot be declared again \(reason)", at: location, notes: [note])
  }
}

extension Diagnostic {
  /// Gives notes such as "found this candidate in cell 1" the line of the declaration, which the compiler has no more.
  fileprivate mutating func locateNotes(among earlier: [CompiledCell]) {
    guard let name = message.firstMatch(of: /'([^'(]+)[^']*'/)?.1 else { return }
    for index in notes.indices where notes[index].location == nil {
      guard let number = notes[index].message.firstMatch(of: /\ in cell ([0-9]+)$/)?.1 else { continue }
      let cell = earlier.first { $0.moduleName == "Cell_\(number)" }
      notes[index].location = cell?.declarations.first { $0.name == name }?.location
    }
  }
}

extension Diagnostic {
  /// Says first that a `let` has to become a `var`, and where it is: in this cell, or in an earlier one.
  fileprivate mutating func explainConstant(among earlier: [CompiledCell]) {
    let advicePrefix = "change 'let' to 'var'"
    guard severity == .error, !message.hasPrefix(advicePrefix),
      let name = message.firstMatch(of: /: '(\w+)' is a 'let' constant$/)?.1
    else { return }
    let advice = notes.firstIndex { $0.message.hasPrefix(advicePrefix) }
    // A property may have the name of a variable.
    let isProperty = message.hasPrefix("cannot assign to property")
    let declaration =
      isProperty
      ? nil
      : earlier.reversed().lazy.flatMap(\.declarations).first {
        $0.owner.isEmpty && $0.kind == "var" && $0.name == name
      }
    guard let location = advice.map({ notes[$0].location }) ?? declaration?.location else { return }
    message = "\(advicePrefix) to make '\(name)' mutable: \(message)"
    let note = Diagnostic(.note, "'\(name)' is declared here", at: location)
    if let advice { notes[advice] = note } else { notes.append(note) }
  }
}

extension Cell {
  /// The errors for which inline values are not compiled.
  var refusalOfInlineValues: [Diagnostic] {
    let value = inlineValues.first { SwiftTokens($0.expression[...]).tokens.contains("await") }
    return value.map { [Diagnostic(.error, CellOutline.awaitAdvice, at: $0.location)] } ?? []
  }
}
