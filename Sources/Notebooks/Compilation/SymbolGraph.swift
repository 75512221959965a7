/// The format of `swift-symbolgraph-extract`, as far as it is read.
struct SymbolGraph: Decodable {
  var symbols: [Symbol]
  var relationships: [Relationship]

  struct Symbol: Decodable {
    var kind: Kind
    var identifier: Identifier
    var pathComponents: [String]
    var declarationFragments: [Fragment]?
    var swiftExtension: Extension?
    var docComment: Comment?

    /// The kind in the compiler's words, without the language: `func`, `type.method`, `enum.case`.
    var kindWord: String { String(kind.identifier.drop { $0 != "." }.dropFirst()) }

    /// Whether it is a member that a type has from a protocol's extension.
    var isSynthesized: Bool { identifier.precise.contains("::SYNTHESIZED::") }
  }
  struct Kind: Decodable { var identifier: String }
  struct Identifier: Decodable { var precise: String }
  struct Extension: Decodable {}
  struct Fragment: Decodable { var spelling: String }
  struct Comment: Decodable { var lines: [Line] }
  struct Line: Decodable { var text: String }
  struct Relationship: Decodable {
    var kind: String
    var source: String
    var target: String
    var targetFallback: String?
    var sourceOrigin: Origin?
  }
  struct Origin: Decodable {
    var identifier: String
    var displayName: String
  }
}
