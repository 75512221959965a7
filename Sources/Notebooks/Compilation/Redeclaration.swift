/// What a cell declares again and cannot: later cells would see both, and Swift would call each use ambiguous.
///
/// Most of what is declared again takes the place of the earlier declaration, as `CellSource` arranges.
enum Redeclaration {
  /// Returns an error for each of `declarations` that cannot stand beside one of the `earlier` cells'.
  ///
  /// - Parameter callable: The variables of earlier cells whose values are functions.
  static func problems(
    of declarations: [Declaration], after earlier: [CompiledCell], callable: Set<String>
  ) -> [Diagnostic] {
    // A member of a type that is new itself is new, and a type takes the place of whatever has its name.
    let types = Set(declarations.filter { $0.owner.isEmpty && $0.isType }.map(\.name))
    return declarations.filter { !$0.isType && !types.contains(String($0.ownerName)) }.compactMap {
      problem(with: $0, after: earlier, callable)
    }
  }

  private static func problem(
    with new: Declaration, after earlier: [CompiledCell], _ callable: Set<String>
  ) -> Diagnostic? {
    for before in earlier.reversed() {
      for old in before.declarations where old.name == new.name {
        guard let reason = reason(new, old, among: before.declarations, callable) else { continue }
        let note = Diagnostic(.note, "'\(old.title)' is declared here", at: old.location)
        return Diagnostic(
          .error, "'\(new.title)' cannot be declared again \(reason)",
          at: new.location, notes: [note])
      }
      // What an older type of the same name has is no member of this one.
      let ownsType = before.declarations.contains {
        $0.isType && $0.owner.isEmpty && $0.name == new.ownerName
      }
      if ownsType { return nil }
    }
    return nil
  }

  /// Why `new` cannot take the place of `old`, one of `all` that its cell declares; nil if it can, or both can be used.
  private static func reason(
    _ new: Declaration, _ old: Declaration, among all: [Declaration], _ callable: Set<String>
  ) -> String? {
    guard new.owner == old.owner || new.ownerName == old.ownerName && !old.isInExtension else { return nil }
    let isSame = new.hasSameCalls(as: old)
    if new.kind == "func", old.kind == "var", new.owner.isEmpty, callable.contains(new.name) {
      return "as a function, since Swift would go on calling the variable; use another name"
    }
    if new.kind == "operator", isSame, new.signature != old.signature {
      return "with another precedence; use another operator"
    }
    if new.kind == "precedencegroup", old.kind == new.kind { return "; use another name" }
    if new.kind == "conformance", old.kind == new.kind {
      return "as a conformance of '\(new.ownerName)', since the earlier one would stay in use; "
        + "declare the type again, or change the earlier cell"
    }
    if old.kind == "case", new.identity.hasPrefix("static") {
      return "in an extension, since it is a case of the type; use another name"
    }
    guard new.parameters != nil || isSame, ["func", "init", "subscript", "var"].contains(new.kind) else {
      return nil
    }
    let isOfClass =
      !old.owner.isEmpty && !old.isInExtension
      && all.contains { $0.kind == "class" && $0.owner.isEmpty && $0.name == old.owner }
    if isSame, isOfClass {
      return
        "in an extension, since it is a member of the class itself; declare the class again, or use another name"
    }
    if isSame, new.signature != old.signature {
      return "with another type, since Swift would see two overloads and could not choose; use another name"
    }
    if isSame, new.hasOpaqueResult {
      return
        "with a result of 'some' type, since Swift would see two types; name the type, or use another name"
    }
    if !isSame, new.sharesShortCall(with: old) {
      return "with other defaults, since a call that leaves them out would fit both; use another name"
    }
    return nil
  }
}
