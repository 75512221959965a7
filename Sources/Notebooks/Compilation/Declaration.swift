/// Something that a cell declares for later cells: at its top level, or in a type.
package struct Declaration: Sendable, Hashable {
  /// The keyword: `var` (for `let` too), `func`, `struct`, `class`, `enum`, `protocol`, `typealias`, `operator`,
  /// `precedencegroup`, `init`, `subscript`, `case`; or `conformance`.
  package var kind: String
  /// The name, without the labels of parameters.
  package var name: String
  /// The labels of the parameters, `_` for none; nil for what has no parameters, such as variables.
  package var labels: [String]?
  /// The type that it is a member of; empty at the top level.
  package var owner = ""
  /// Whether an extension declares it.
  package var isInExtension = false
  /// Whether a protocol requires it.
  package var isRequirement = false
  /// The fixity and the precedence group of an operator.
  package var precedence = ""
  /// Where its name stands in the notebook.
  package var location = SourceLocation(line: 1, column: 1)

  /// Creates a declaration at the top level.
  package init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  /// Whether it is a type, which may take the place of any other type.
  package var isType: Bool { Declaration.typeKinds.contains(kind) }

  /// Whether it is a type of the top level, whose members are new with it.
  var isTopLevelType: Bool { isType && owner.isEmpty }

  /// Whether `import kind Module.name` can name it.
  package var isImportable: Bool {
    owner.isEmpty && (isType || kind == "var" || kind == "func") && !isOperator
  }

  /// Whether the name is that of an operator.
  var isOperator: Bool { name.first.map { !$0.isLetter && $0 != "_" } ?? true }

  /// The name with the labels of parameters, as the compiler writes it: `m(by:)`, `+(_:_:)`.
  var labeledName: String { name + (labels.map { "(" + $0.map { $0 + ":" }.joined() + ")" } ?? "") }

  /// What a message calls it: `f(_:)`, `Int.m()`.
  package var title: String {
    (owner.isEmpty ? "" : owner + ".") + (isOperator ? name : labeledName)
  }

  private static let typeKinds: Set = ["struct", "class", "enum", "protocol", "typealias"]
}

extension Sequence<Declaration> {
  /// The names of the types of the top level.
  var topLevelTypes: Set<String> { Set(lazy.filter(\.isTopLevelType).map(\.name)) }
}

extension Declaration {
  /// The list of texts that a declaration is stored as.
  package var row: [String] {
    [
      kind, name, owner, isInExtension ? "extension" : isRequirement ? "requirement" : "", precedence,
      "\(location.line)", "\(location.column)", labels == nil ? "" : "parameters",
    ] + (labels ?? [])
  }

  /// Reads what `row` gave; nil if that is something else.
  package init?(row: [String]) {
    guard row.count >= 8, let line = Int(row[5]), let column = Int(row[6]) else { return nil }
    self.init(kind: row[0], name: row[1])
    (owner, precedence) = (row[2], row[4])
    (isInExtension, isRequirement) = (row[3] == "extension", row[3] == "requirement")
    location = SourceLocation(line: line, column: column)
    if !row[7].isEmpty { labels = Array(row[8...]) }
  }
}
