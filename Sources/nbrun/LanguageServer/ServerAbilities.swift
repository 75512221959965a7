internal import Display

/// What editors can ask for.
enum ServerAbilities {
  /// The questions about a place.
  static let placed: Set<String> = [
    "textDocument/completion", "textDocument/hover", "textDocument/definition", "textDocument/declaration",
    "textDocument/signatureHelp", "textDocument/documentHighlight",
  ]

  /// The questions about a whole notebook.
  static let whole: Set<String> = ["textDocument/documentSymbol", "textDocument/foldingRange"]

  /// What makes an editor ask for completions outside of Swift.
  private static let triggers = ["|", " ", "@", "#"]

  /// Whether an editor asks for completions only because of something that was typed and that says nothing in Swift.
  static func isAskedForNotebooks(_ parameters: JSON) -> Bool {
    let trigger = parameters.member("context")?.member("triggerCharacter")?.stringValue
    return trigger.map(triggers.contains) ?? false
  }

  /// The abilities of an editor that matter for the answers.
  static let asked = [
    "completion", "hover", "definition", "declaration", "signatureHelp", "documentHighlight",
  ]

  /// The list as the protocol has it.
  static let json = JSON.object([
    "textDocumentSync": .object(["openClose": .bool(true), "change": .int(2)]),
    "completionProvider": .object([
      "triggerCharacters": .array(([".", "("] + triggers).map(JSON.string)), "resolveProvider": .bool(true),
    ]),
    "signatureHelpProvider": .object([
      "triggerCharacters": .array([.string("("), .string("["), .string(",")])
    ]),
    "hoverProvider": .bool(true), "definitionProvider": .bool(true), "declarationProvider": .bool(true),
    "documentHighlightProvider": .bool(true), "documentSymbolProvider": .bool(true),
    "foldingRangeProvider": .bool(true),
  ])
}
