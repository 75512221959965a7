internal import CProcess
internal import Foundation

/// A declaration as a compiled module has it, with the types that the compiler found.
struct ModuleSymbol: Sendable, Equatable {
  /// The kind in the compiler's words, without the language: `func`, `type.method`, `enum.case`.
  var kind: String
  /// The names of the types around it, and its own with labels: `["Int", "m(by:)"]`.
  var path: [String]
  /// What the compiler calls it.
  var identifier: String
  /// The name with all modules, but for that of the cell itself and that of the extension: `Swift.Int.m`.
  ///
  /// Generic parameters and conditions are part of it.
  var name: String
  /// The parameters; nil for what has none, such as variables.
  var parameters: [Parameter]?
  /// What follows the parameters: `throws`, and the result; or the type of a variable.
  var result: String
  /// What else a type says that its canonical form does not: `mutating`, `@escaping`.
  var marks: [String]
  /// Whether an extension declares it.
  var isInExtension: Bool
  /// The identifier of the type that it is a member of; nil at the top level.
  var owner: String?
  /// The identifier of the protocol that requires it; nil if none does.
  var requiringProtocol: String?
  /// The identifier of the requirement of a protocol that it meets, as the module that declares it says.
  var requirement: String?

  /// A parameter.
  struct Parameter: Sendable, Hashable {
    /// What callers write before it; `_` for nothing.
    var label: String
    /// The canonical type, with all modules.
    var type: String
    /// Whether callers may leave it out.
    var hasDefault: Bool
  }

  /// The name without labels.
  var baseName: Substring { (path.last ?? "").prefix { $0 != "(" } }

  /// What a message calls it.
  var title: String { path.joined(separator: ".") }

  /// Whether it is a member of a type.
  var isMember: Bool { path.count > 1 }

  /// Whether it is a type, or another name for one.
  var isType: Bool { ["struct", "class", "enum", "protocol", "typealias"].contains(kind) }

  /// Whether it is an operator's function.
  var isOperator: Bool { kind == "func.op" }

  /// Whether it is the same to Swift, which then lets the later one win.
  func isSame(as other: ModuleSymbol) -> Bool {
    name == other.name && parameters?.map(\.label) == other.parameters?.map(\.label)
      && parameters?.map(\.type) == other.parameters?.map(\.type) && result == other.result
      && marks == other.marks
  }

}

/// What a compiled module declares, as `swift-symbolgraph-extract` tells.
struct ModuleSymbols: Sendable {
  /// The declarations in order.
  var symbols: [ModuleSymbol] = []
  /// The protocols that types conform to by this module, as pairs of identifiers.
  var conformances: Set<[String]> = []
  /// The superclasses of classes, by their identifiers.
  var superclasses: [String: String] = [:]

  /// Reads the files that were written for `module`.
  init(of module: String, files: [Data]) throws {
    for graph in try files.map({ try JSONDecoder().decode(SymbolGraph.self, from: $0) }) {
      var (owners, protocols, met): ([String: String], [String: String], [String: String]) = ([:], [:], [:])
      for relation in graph.relationships {
        switch relation.kind {
        case "conformsTo" where !ModuleSymbols.markers.contains(relation.target):
          conformances.insert([relation.source, relation.target])
        case "inheritsFrom": superclasses[relation.source] = relation.target
        case "memberOf": owners[relation.source] = relation.target
        case "requirementOf": protocols[relation.source] = relation.target
        case "defaultImplementationOf": met[relation.source] = relation.target
        default: break
        }
        if let origin = relation.sourceOrigin { met[relation.source] = origin.identifier }
      }
      for symbol in graph.symbols where !symbol.isSynthesized {
        guard var read = ModuleSymbol(symbol, in: module) else { continue }
        read.requirement = met[read.identifier]
        (read.owner, read.requiringProtocol) = (owners[read.identifier], protocols[read.identifier])
        symbols.append(read)
      }
    }
  }

  /// Reads the files in `folder`; nil if there are none that can be read.
  init?(of module: String, in folder: String) {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".json")
    }
    let files = names.sorted().compactMap { FileManager.default.contents(atPath: "\(folder)/\($0)") }
    guard !files.isEmpty, let read = try? ModuleSymbols(of: module, files: files) else { return nil }
    self = read
  }

  /// Protocols that require nothing.
  private static let markers: Set = [
    "s:s8SendableP", "s:s16SendableMetatypeP", "s:s15BitwiseCopyableP", "s:s8CopyableP", "s:s9EscapableP",
  ]
}

extension ModuleSymbol {
  fileprivate init?(_ symbol: SymbolGraph.Symbol, in module: String) {
    identifier = symbol.identifier.precise
    path = symbol.pathComponents
    kind = symbol.kindWord
    isInExtension = symbol.swiftExtension != nil
    let fragments = symbol.declarationFragments ?? []
    let words = fragments.map { $0.spelling.filter { !$0.isWhitespace } }
    marks = words.filter(["mutating", "consuming", "borrowing", "@escaping"].contains)
    guard var text = ModuleSymbol.demangled(identifier)?[...] else { return nil }
    if text.hasPrefix("static ") { text.removeFirst("static ".count) }
    if text.hasPrefix("(extension in "), let end = text.firstRange(of: "):") {
      text = text[end.upperBound...]
    }
    if path.count == 1, text.hasPrefix(module + ".") { text.removeFirst(module.count + 1) }
    (name, result) = (String(text), "")
    if ["var", "property", "type.property"].contains(kind) {
      guard let separator = text.firstRange(of: " : ") else { return nil }
      name = String(text[..<separator.lowerBound])
      result = String(text[separator.upperBound...])
    } else if !isType {
      guard let start = isOperator ? text.firstIndex(of: "(") : text.firstIndexOutsideBrackets(of: "(") else {
        return nil
      }
      name = String(text[..<start])
      let end = text[text.index(after: start)...].firstIndexOutsideBrackets(of: ")") ?? text.endIndex
      let types = text[start..<end].dropFirst().splitOutsideBrackets()
      let defaults = ModuleSymbol.defaults(in: fragments.map(\.spelling).joined())
      parameters = types.enumerated().map { index, type in
        Parameter(
          type,
          hasDefault: !isOperator && defaults.indices.contains(index) && defaults[index]
            || type.hasSuffix("..."))
      }
      result = String(text[end...].dropFirst()).trimmingSpaces
    }
  }

  /// Which parameters of a declaration have defaults.
  private static func defaults(in declaration: String) -> [Bool] {
    guard let start = declaration[...].firstIndexOutsideBrackets(of: "(") else { return [] }
    let list = declaration[declaration.index(after: start)...]
    let end = list.firstIndexOutsideBrackets(of: ")") ?? list.endIndex
    return SwiftTokens(list[..<end]).split(at: ",").map { $0.split(at: "=").count > 1 }
  }

  static func demangled(_ identifier: String) -> String? {
    // The mangled name has a dollar sign where the identifier has none and a colon.
    guard identifier.hasPrefix("s:") else { return nil }
    let mangled = "$s" + identifier.dropFirst(2)
    guard let text = cpr_demangled(mangled) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}

extension ModuleSymbol.Parameter {
  /// Reads `label: type`, or a type alone.
  fileprivate init(_ text: Substring, hasDefault: Bool) {
    self.hasDefault = hasDefault
    if let match = text.prefixMatch(of: #/([\w`]+): /#) {
      (label, type) = (String(match.1), String(text[match.range.upperBound...]))
    } else {
      (label, type) = ("_", String(text))
    }
  }
}

extension Substring {
  /// Returns where `character` first stands outside of all brackets; an arrow is none.
  func firstIndexOutsideBrackets(of character: Character) -> Index? {
    var depth = 0
    var before: Character = " "
    for index in indices {
      let current = self[index]
      if depth == 0, current == character { return index }
      if "([<".contains(current) { depth += 1 }
      if ")]".contains(current) || current == ">" && before != "-" { depth -= 1 }
      before = current
    }
    return nil
  }

  /// Returns the pieces between commas that stand in no bracket.
  func splitOutsideBrackets() -> [Substring] {
    var pieces: [Substring] = []
    var rest = self
    while let comma = rest.firstIndexOutsideBrackets(of: ",") {
      pieces.append(rest[..<comma])
      rest = rest[comma...].dropFirst(2)
    }
    return rest.isEmpty ? pieces : pieces + [rest]
  }
}
