package import Foundation

/// What the parser sees in a cell: the names that it declares and its last expression.
package struct CellOutline: Sendable, Equatable {
  /// A name declared at the top level that later cells can use.
  package struct Declaration: Sendable, Hashable {
    /// The keyword of a scoped import: `var`, `func`, `struct`, `class`, `enum`, `protocol` or `typealias`.
    package var kind: String
    /// The name.
    package var name: String

    /// Creates a declaration.
    package init(kind: String, name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// The modules that the cell imports, and with it all later cells: `Foundation`, `struct Foundation.Data`.
  package var imports: [String] = []
  /// The declarations in order.
  package var declarations: [Declaration] = []
  /// The expression that the cell ends with; nil if it ends with something else.
  package var lastExpression: LastExpression?

  /// Where the first statement begins that waits for a task, in UTF-8 bytes; nil if none does.
  package var waiting: Int?

  /// The expression that a cell ends with.
  package struct LastExpression: Sendable, Equatable {
    /// Where it begins, in UTF-8 bytes.
    package var offset: Int
    /// Whether its value is to be shown; a semicolon behind it says no.
    package var isShown: Bool

    /// Creates a description.
    package init(offset: Int, isShown: Bool) {
      self.offset = offset
      self.isShown = isShown
    }
  }

  /// Reads the compiler's `-dump-parse -dump-ast-format json`; nil if it is not what was expected.
  package init?(parseDump: Data) {
    guard let dump = try? JSONDecoder().decode(ParseDump.self, from: parseDump),
      dump.kind == "source_file"
    else { return nil }
    for item in dump.items ?? [] {
      if let module = item.importedModule, !imports.contains(module) { imports.append(module) }
      guard let kind = CellOutline.importKinds[item.kind], let name = item.name?.baseName,
        name.isOperator != true, !item.isPrivate
      else { continue }
      let declaration = Declaration(kind: kind, name: name.name ?? "")
      if !declarations.contains(declaration) { declarations.append(declaration) }
    }
    if let last = dump.items?.last, last.kind == "top_level_code_decl", let start = last.range?.start,
      let elements = last.body?.elements, elements.count == 1, elements[0].hasValue
    {
      lastExpression = LastExpression(offset: start, isShown: elements[0].trailingSemicolon != true)
    }
  }

  /// Notes where the top level waits: `await` at the end of the program is not one at the end of a cell.
  package mutating func findWaiting(in parseDump: Data, of code: String) {
    guard let dump = try? JSONSerialization.jsonObject(with: parseDump) as? [String: Any],
      let items = dump["items"] as? [[String: Any]]
    else { return }
    let item = items.first { CellOutline.waits($0, code.utf8) }
    waiting = (item?["range"] as? [String: Any])?["start"] as? Int
  }

  /// Whether `node` waits itself, and not in a function or a closure that it holds.
  private static func waits(_ node: Any, _ code: String.UTF8View) -> Bool {
    if let nodes = node as? [Any] { return nodes.contains { waits($0, code) } }
    guard let node = node as? [String: Any] else { return false }
    let kind = node["_kind"] as? String ?? ""
    if kind == "await_expr" || kind == "async_attr" { return true }
    if kind == "for_each_stmt", let start = (node["range"] as? [String: Any])?["start"] as? Int,
      // The dump does not tell a loop that waits from one that does not.
      String(Substring(code.dropFirst(start))).prefixMatch(of: /(\w+:\s*)?for\s+(try\s+)?await\b/) != nil
    {
      return true
    }
    let isOwnScope = ["closure_expr", "struct_decl", "class_decl", "enum_decl", "extension_decl", "protocol"]
      .contains(kind)
    if isOwnScope || kind.hasSuffix("func_decl") || kind.hasPrefix("accessor") { return false }
    return node.values.contains { waits($0, code) }
  }

  private static let importKinds = [
    "var_decl": "var", "func_decl": "func", "struct_decl": "struct", "class_decl": "class",
    "enum_decl": "enum", "protocol": "protocol", "typealias": "typealias",
  ]
}

/// The part of the compiler's parse tree that matters here.
private struct ParseDump: Decodable {
  var kind: String
  /// What stands at the top level; missing when there is nothing.
  var items: [Item]?

  enum CodingKeys: String, CodingKey {
    case kind = "_kind"
    case items
  }

  struct Item: Decodable {
    var kind: String
    var range: Range?
    var name: Name?
    var body: Body?
    var attributes: [Attribute]?
    var importKind: String?
    var modulePath: [String]?
    var accessPath: [String]?

    var importedModule: String? {
      guard kind == "import_decl", let modulePath else { return nil }
      let path = (modulePath + (accessPath ?? [])).joined(separator: ".")
      return importKind.map { "\($0) \(path)" } ?? path
    }

    var isPrivate: Bool {
      attributes?.contains { $0.accessLevel == "private" || $0.accessLevel == "fileprivate" } ?? false
    }

    enum CodingKeys: String, CodingKey {
      case kind = "_kind"
      case range, name, body
      case attributes = "attrs"
      case importKind = "kind"
      case modulePath = "module_path"
      case accessPath = "access_path"
    }
  }

  struct Range: Decodable { var start: Int }

  struct Name: Decodable {
    var baseName: BaseName?
    struct BaseName: Decodable {
      var name: String?
      var isOperator: Bool?
      enum CodingKeys: String, CodingKey {
        case name
        case isOperator = "is_operator"
      }
    }
    enum CodingKeys: String, CodingKey { case baseName = "base_name" }
  }

  struct Body: Decodable { var elements: [Element]? }

  struct Element: Decodable {
    var kind: String
    var trailingSemicolon: Bool?
    var elements: [Part]?

    struct Part: Decodable {
      var kind: String
      enum CodingKeys: String, CodingKey { case kind = "_kind" }
    }

    /// Expressions are the kinds that end in `_expr`; `if` and `switch` at the top level are statements, and
    /// an assignment has nothing to show.
    var hasValue: Bool {
      kind.hasSuffix("_expr") && !(elements ?? []).contains { $0.kind == "assign_expr" }
    }

    enum CodingKeys: String, CodingKey {
      case kind = "_kind"
      case elements
      case trailingSemicolon = "trailing_semi"
    }
  }

  struct Attribute: Decodable {
    var accessLevel: String?
    enum CodingKeys: String, CodingKey { case accessLevel = "access_level" }
  }
}
