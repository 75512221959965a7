internal import Display

/// What editors can ask for.
enum ServerAbilities {
  /// The questions about a place.
  static let placed: Set<String> = [
    "textDocument/completion", "textDocument/hover", "textDocument/definition", "textDocument/declaration",
    "textDocument/signatureHelp", "textDocument/documentHighlight",
  ]

  /// The abilities of an editor that matter for the answers.
  static let asked = [
    "completion", "hover", "definition", "declaration", "signatureHelp", "documentHighlight",
  ]

  /// The list as the protocol has it.
  static let json = JSON.object([
    "textDocumentSync": .object(["openClose": .bool(true), "change": .int(2)]),
    "completionProvider": .object([
      "triggerCharacters": .array([.string("."), .string("(")]), "resolveProvider": .bool(true),
    ]),
    "signatureHelpProvider": .object([
      "triggerCharacters": .array([.string("("), .string("["), .string(",")])
    ]),
    "hoverProvider": .bool(true), "definitionProvider": .bool(true), "declarationProvider": .bool(true),
    "documentHighlightProvider": .bool(true),
  ])
}
