/// The tokens of a piece of Swift: enough to compare what two declarations say, whatever their spaces and comments.
struct SwiftTokens {
  /// Words, numbers, `->`, texts as a whole, and single characters.
  var tokens: [Substring] = []

  /// Cuts `code`.
  init(_ code: Substring) {
    let units = code.utf8
    var position = units.startIndex
    func skip(while condition: (UInt8) -> Bool) -> String.Index {
      units[position...].firstIndex { !condition($0) } ?? units.endIndex
    }
    while position < units.endIndex {
      let unit = units[position]
      let rest = code[position...]
      if rest.hasPrefix("//") {
        position = skip { $0 != UInt8(ascii: "\n") }
      } else if rest.hasPrefix("/*") {
        position = rest.dropFirst(2).firstRange(of: "*/")?.upperBound ?? units.endIndex
      } else if unit <= 0x20 {
        position = units.index(after: position)
      } else {
        var end = units.index(after: position)
        if rest.hasPrefix("->") {
          end = units.index(after: end)
        } else if SwiftTokens.isPartOfWord(unit) {
          end = skip(while: SwiftTokens.isPartOfWord)
        } else if unit == UInt8(ascii: "\"") {
          end = SwiftTokens.endOfText(rest)
        }
        tokens.append(code[position..<end])
        position = end
      }
    }
  }

  init(_ tokens: some Sequence<Substring>) { self.tokens = Array(tokens) }

  /// The tokens with one space between any two.
  var text: String { tokens.joined(separator: " ") }

  /// Returns the pieces between tokens `separator` that stand in no bracket.
  func split(at separator: Substring) -> [SwiftTokens] {
    var pieces = [SwiftTokens([])]
    var depth = 0
    for token in tokens {
      if ["(", "[", "{", "<"].contains(token) { depth += 1 }
      if [")", "]", "}", ">"].contains(token) { depth -= 1 }
      if token == separator, depth == 0 {
        pieces.append(SwiftTokens([]))
      } else {
        pieces[pieces.count - 1].tokens.append(token)
      }
    }
    return pieces
  }

  /// Returns the tokens without attributes, such as `@escaping`, and without what only says who owns a value.
  var withoutAttributes: SwiftTokens {
    var kept: [Substring] = []
    var rest = tokens[...]
    while let token = rest.popFirst() {
      if token == "@" {
        let name = rest.popFirst()
        // What stands right behind the name are the attribute's own arguments.
        if let next = rest.first, next == "(", next.startIndex == name?.endIndex {
          rest = rest.drop { $0 != ")" }.dropFirst()
        }
      } else if !["borrowing", "consuming", "sending", "__owned", "__shared"].contains(token) {
        kept.append(token)
      }
    }
    return SwiftTokens(kept)
  }

  static func isPartOfWord(_ unit: UInt8) -> Bool {
    unit >= 0x80 || unit == 0x5F || unit == 0x24 || 0x30...0x39 ~= unit || 0x41...0x5A ~= unit
      || 0x61...0x7A ~= unit
  }

  /// Returns where the text ends with which `rest` begins: behind its quotes, or where `rest` does.
  ///
  /// Texts in what a text interpolates are a part of it. A quote without another one on its line stands alone: it may be
  /// in a regular expression.
  private static func endOfText(_ rest: Substring) -> String.Index {
    /// A text within quotes of this many signs, or what it interpolates with this many parentheses open.
    enum Level { case text(quotes: Int), code(parentheses: Int) }
    let units = rest.utf8
    func quotes(at index: String.Index) -> Int {
      units[index...].prefix(3).elementsEqual([0x22, 0x22, 0x22]) ? 3 : 1
    }
    var levels: [Level] = []
    var index = units.startIndex
    while index < units.endIndex {
      let start = index
      let unit = units[index]
      index = units.index(after: index)
      switch (levels.last, unit) {
      case (.text(let count), UInt8(ascii: "\"")) where count == 1 || quotes(at: start) == 3:
        levels.removeLast()
        index = units.index(start, offsetBy: count)
        if levels.isEmpty { return index }
      case (.text, UInt8(ascii: "\\")):
        guard index < units.endIndex else { return index }
        if units[index] == UInt8(ascii: "(") { levels.append(.code(parentheses: 1)) }
        index = units.index(after: index)
      case (.text(1), UInt8(ascii: "\n")): return units.index(after: units.startIndex)
      case (.text, _): break
      case (_, UInt8(ascii: "\"")):
        let count = quotes(at: start)
        levels.append(.text(quotes: count))
        index = units.index(start, offsetBy: count)
      case (.code(let count), UInt8(ascii: "(")): levels[levels.count - 1] = .code(parentheses: count + 1)
      case (.code(1), UInt8(ascii: ")")): levels.removeLast()
      case (.code(let count), UInt8(ascii: ")")): levels[levels.count - 1] = .code(parentheses: count - 1)
      default: break
      }
    }
    return index
  }
}
