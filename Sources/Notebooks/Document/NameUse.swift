/// The names that code declares for the code below it, and those that it mentions, by its words alone.
///
/// Nothing is compiled, since code that does not compile has names too. In doubt a name counts as declared and as
/// mentioned.
struct NameUse {
  /// What is declared at the top level and in types: variables, functions, types, members.
  private(set) var declared: Set<String> = []
  /// Those of `declared` that can be assigned to.
  private(set) var variables: Set<String> = []
  /// Those of `declared` that hide what is declared above under the same name.
  private(set) var hiding: Set<String> = []
  /// Every word, those that are interpolated in texts included, and every single sign.
  private(set) var mentioned: Set<String> = []
  /// Those of `mentioned` that may mean what is declared at the top level: neither members, as `f` in `x.f`, nor
  /// labels of arguments.
  private(set) var lookedUp: Set<String> = []

  /// Those that code binds anywhere, in functions and closures too.
  private(set) var bound: Set<String> = []

  /// Whether each open brace is that of a type.
  private var isTypeBrace: [Bool] = []
  private var nextBraceIsType = false
  /// How many parentheses and brackets are open since the last `let` or `var`; nil behind none.
  private var bindingDepth: Int?

  /// Reads `code`.
  init(_ code: String) {
    let tokens = SwiftTokens(code[...]).tokens
    var brackets: [Substring] = []
    // A regular expression may have quotes, between which nothing is a text then.
    let mayHoldPatterns = zip([""] + tokens, tokens).contains {
      $1 == "/" && ["", "(", ",", "=", ":", "[", "{", "return", "in", "?"].contains($0)
    }
    for (index, token) in tokens.enumerated() {
      if token.first == "\"" {
        let words = mayHoldPatterns ? NameUse.words(in: token) : NameUse.interpolatedWords(in: token)
        mentioned.formUnion(words)
        lookedUp.formUnion(words)
      } else {
        mentioned.insert(String(token))
        let before = Array(tokens[max(index - 2, 0)..<index])
        let isMember = before.last == "." && before != [".", "."]
        let isLabel =
          brackets.last == "(" && (before.last == "(" || before.last == ",")
          && tokens[(index + 1)...].first == ":"
        if !isMember, !isLabel { lookedUp.insert(String(token)) }
      }
      // Parameters of functions and of closures.
      if tokens[(index + 1)...].first == ":" { bound.insert(String(token)) }
      if token == "in" {
        let names = tokens[..<index].reversed().prefix { $0 != "{" && $0 != "in" && $0 != "}" && $0 != "=" }
        if tokens[..<index].dropLast(names.count).last == "{" { bound.formUnion(names.map(String.init)) }
      }
      switch token {
      case "(", "[", "{": brackets.append(token)
      case ")", "]", "}": _ = brackets.popLast()
      default: break
      }
      read(token, followedBy: tokens[(index + 1)...])
    }
  }

  private mutating func read(_ token: Substring, followedBy rest: ArraySlice<Substring>) {
    let next = rest.drop { $0 == "`" }.prefix(1)
    switch token {
    case "struct", "class", "enum", "actor", "protocol", "extension":
      nextBraceIsType = true
      declare(next)
    case "func":
      nextBraceIsType = false
      declare(next)
    case "typealias", "macro": declare(next)
    case "case":
      // Elsewhere it is a pattern.
      if !isTypeBrace.isEmpty { declare(next) }
    case "for":
      if let name = next.first { bound.insert(String(name)) }
    case "let", "var":
      bindingDepth = 0
      let pattern = rest.first == "(" ? rest.dropFirst().prefix { $0 != ")" } : next
      declare(pattern.filter { $0 != "," && $0 != "(" }, as: token)
    case "{":
      isTypeBrace.append(nextBraceIsType)
      (nextBraceIsType, bindingDepth) = (false, nil)
    case "}":
      _ = isTypeBrace.popLast()
      bindingDepth = nil
    case "(", "[": bindingDepth? += 1
    case ")", "]": bindingDepth? -= 1
    case "," where bindingDepth == 0:
      // `let a = 1, b = 2`
      if rest.dropFirst().first == "=" || rest.dropFirst().first == ":" { declare(next, as: "var") }
    default: break
    }
  }

  private mutating func declare(_ names: some Sequence<Substring>, as keyword: Substring = "") {
    if !keyword.isEmpty { bound.formUnion(names.map(String.init)) }
    // What functions and closures declare is their own.
    guard isTypeBrace.allSatisfy(\.self) else { return }
    let names = names.map(String.init).filter { !NameUse.keywords.contains($0) }
    declared.formUnion(names)
    if keyword == "var" { variables.formUnion(names) }
    if !keyword.isEmpty, isTypeBrace.isEmpty { hiding.formUnion(names) }
  }

  /// What may follow a keyword in place of a name: `class func`, `if case let`, `let _`, `f(class: 3)`.
  private static let keywords: Set = ["func", "var", "let", "subscript", "init", "_", "{", ":"]

  /// Returns the words behind the first `\(` of `text`.
  private static func interpolatedWords(in text: Substring) -> [String] {
    guard let start = text.firstRange(of: "\\(") ?? text.firstRange(of: "\\#") else { return [] }
    return words(in: text[start.upperBound...])
  }

  private static func words(in text: Substring) -> [String] {
    text.utf8.split { !SwiftTokens.isPartOfWord($0) }.compactMap(String.init)
  }
}
