/// Something that a cell declares for later cells: at its top level, or in a type.
package struct Declaration: Sendable, Hashable {
  /// The keyword: `var` (for `let` too), `func`, `struct`, `class`, `enum`, `protocol`, `typealias`, `operator`,
  /// `precedencegroup`, `init`, `subscript`, `case`; or `conformance`.
  package var kind: String
  /// The name, without the labels of parameters.
  package var name: String
  /// The parameters; nil for what has none, such as variables and operators to be declared.
  package var parameters: [Parameter]?
  /// The type that it is a member of, with the conditions of its extension; empty at the top level.
  package var owner = ""
  /// Whether an extension declares it.
  package var isInExtension = false
  /// What else tells it from others of the same name: whether it is static, and its generic clause.
  package var identity = ""
  /// All that a caller sees of it.
  package var signature = ""
  /// Where its name stands in the notebook.
  package var location = SourceLocation(line: 1, column: 1)

  /// A parameter of a function, an initializer or a subscript.
  package struct Parameter: Sendable, Hashable {
    /// What callers write before it; `_` for nothing.
    package var label: String
    /// The type, without attributes such as `@escaping`.
    package var type: String
    /// Whether callers may leave it out.
    package var hasDefault: Bool
  }

  /// Creates a declaration at the top level.
  package init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  /// Whether it is a type, which may take the place of any other type.
  package var isType: Bool { Declaration.typeKinds.contains(kind) }

  /// Whether `import kind Module.name` can name it.
  package var isImportable: Bool {
    owner.isEmpty && (isType || kind == "var" || kind == "func") && !isOperator
  }

  /// Whether its result is `some` type that only its body tells.
  var hasOpaqueResult: Bool {
    signature.split(separator: ";").last?.split(separator: " ").contains("some") ?? false
  }

  /// Whether the name is that of an operator.
  var isOperator: Bool { name.first.map { !$0.isLetter && $0 != "_" } ?? true }

  /// The name of the type that it is a member of, without the conditions of its extension.
  var ownerName: Substring { owner.prefix { $0 != " " } }

  /// What a message calls it: `f(_:)`, `Int.m()`.
  package var title: String {
    let labels = isOperator ? nil : parameters.map { "(" + $0.map { $0.label + ":" }.joined() + ")" }
    return (owner.isEmpty ? "" : ownerName + ".") + name + (labels ?? "")
  }

  /// Whether both are the same to Swift but for what they give: the later one is then seen in place of the other.
  func hasSameCalls(as other: Declaration) -> Bool {
    kind == other.kind && identity == other.identity
      && parameters?.map(\.call) == other.parameters?.map(\.call)
  }

  /// Whether a call that leaves out what has a default could be one of either.
  func sharesShortCall(with other: Declaration) -> Bool {
    guard kind == other.kind, identity == other.identity, let parameters, let others = other.parameters,
      max(parameters.count(where: \.hasDefault), others.count(where: \.hasDefault)) <= 6
    else { return false }
    return !Declaration.shortCalls(parameters[...]).isDisjoint(with: Declaration.shortCalls(others[...]))
  }

  /// The calls that leave out at least one of `parameters`.
  private static func shortCalls(_ parameters: ArraySlice<Parameter>) -> Set<[String]> {
    var calls: Set<[String]> = [[]]
    for parameter in parameters {
      let longer = Set(calls.map { $0 + [parameter.call] })
      calls = parameter.hasDefault ? calls.union(longer) : longer
    }
    return calls.subtracting([parameters.map(\.call)])
  }

  private static let typeKinds: Set = ["struct", "class", "enum", "protocol", "typealias"]
}

extension Declaration {
  /// The lists that a declaration is stored as.
  package var row: [String] {
    [
      kind, name, owner, isInExtension ? "extension" : "", identity, signature, "\(location.line)",
      "\(location.column)", parameters == nil ? "" : "parameters",
    ] + (parameters ?? []).flatMap { [$0.label, $0.type, $0.hasDefault ? "default" : ""] }
  }

  /// Reads what `row` gave; nil if that is something else.
  package init?(row: [String]) {
    guard row.count >= 9, row.count % 3 == 0, let line = Int(row[6]), let column = Int(row[7]) else {
      return nil
    }
    self.init(kind: row[0], name: row[1])
    (owner, isInExtension, identity, signature) = (row[2], !row[3].isEmpty, row[4], row[5])
    location = SourceLocation(line: line, column: column)
    guard !row[8].isEmpty else { return }
    parameters = stride(from: 9, to: row.count, by: 3).map {
      Parameter(label: row[$0], type: row[$0 + 1], hasDefault: !row[$0 + 2].isEmpty)
    }
  }
}

extension Declaration.Parameter {
  /// What a call says of it.
  fileprivate var call: String { label + ": " + type }
}
