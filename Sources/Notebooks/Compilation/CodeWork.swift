/// How many loops stand around the code of a cell, by its words: a loop in a function that is called in a loop counts
/// as two.
package struct CodeWork {
  /// The code of a function, or of the top level.
  struct Body {
    /// The name of the function; empty for the top level.
    var name = ""
    /// The loops around all of it, as far as nothing says how often it is called.
    var outerLoops = 0
    /// The most loops that stand around one of its statements.
    var loops = 0
    /// The words in it, each with the most loops around it.
    var mentions: [String: Int] = [:]
  }

  /// The bodies, that of the top level first.
  private(set) var bodies = [Body()]

  private enum Scope { case loop, function, type, other }

  /// Reads `code`.
  init(_ code: String) {
    let tokens = SwiftTokens(code[...]).tokens
    var scopes: [(scope: Scope, body: Int, loops: Int)] = []
    var (body, loops) = (0, 0)
    var next = Scope.other
    var name = ""
    for (index, token) in tokens.enumerated() {
      switch token {
      case "for":
        // `for i in 0..<3`
        if !CodeWork.isShortRange(tokens[(index + 1)...].dropFirst(2)) { next = .loop }
      case "while", "repeat": next = .loop
      case "struct", "class", "enum", "actor", "extension", "protocol": next = .type
      case "func": (next, name) = (.function, index + 1 < tokens.count ? String(tokens[index + 1]) : "")
      case "init", "subscript", "get", "set", "deinit": (next, name) = (.function, String(token))
      case "{":
        if next == .other, CodeWork.isIteration(tokens[..<index]) { next = .loop }
        scopes.append((next, body, loops))
        if next == .loop { loops += 1 }
        if next == .function {
          // Whoever calls a member may do so for each batch of each epoch.
          bodies.append(Body(name: name, outerLoops: scopes.contains { $0.scope == .type } ? 2 : 0))
          (body, loops) = (bodies.count - 1, 0)
        }
        next = .other
        bodies[body].loops = max(bodies[body].loops, loops)
      case "}":
        if let closed = scopes.popLast() { (body, loops) = (closed.body, closed.loops) }
      default:
        // `.map(f)` calls it for each element.
        let isPassed =
          index > 1 && tokens[index - 1] == "(" && CodeWork.iterations.contains(tokens[index - 2])
        let word = String(token)
        bodies[body].mentions[word] = max(bodies[body].mentions[word] ?? 0, loops + (isPassed ? 1 : 0))
        if index > 0, tokens[index - 1] == ".", index + 1 < tokens.count, tokens[index + 1] == "(",
          CodeWork.iterations.contains(token)
        {
          bodies[body].loops = max(bodies[body].loops, loops + 1)
        }
        if CodeWork.isLarge(token) { bodies[body].outerLoops = 2 }
      }
    }
  }

  /// Returns for each of `cells` whether code of it stands in `depth` loops at least.
  package static func areRepeated(_ cells: [String], depth: Int) -> [Bool] {
    let works = cells.map { CodeWork($0) }
    var outer: [String: Int] = [:]
    func loopsAround(_ body: Body) -> Int { min(max(body.outerLoops, outer[body.name] ?? 0), depth) }
    let functions = Set(works.flatMap(\.bodies).map(\.name)).subtracting([""])
    // As deep as it is asked for, since a function that calls itself would have no end.
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for body in works.flatMap(\.bodies) {
        for (word, loops) in body.mentions where functions.contains(word) {
          let around = min(loopsAround(body) + loops + (word == body.name ? 1 : 0), depth)
          if around > outer[word] ?? 0 { (outer[word], hasChanged) = (around, true) }
        }
      }
    }
    return works.map { work in work.bodies.contains { loopsAround($0) + $0.loops >= depth } }
  }

  /// Whether a closure behind `tokens` is called for each element of something: `.map {`, `.reduce(0) {`.
  private static func isIteration(_ tokens: ArraySlice<Substring>) -> Bool {
    var rest = tokens
    if rest.last == "(" { rest.removeLast() }
    rest.removeParentheses()
    guard let name = rest.popLast(), iterations.contains(name) else { return false }
    // `(0..<3).map {`
    guard rest.popLast() == ".", rest.last == ")" else { return true }
    let end = rest.endIndex - 1
    rest.removeParentheses()
    return !isShortRange(tokens[..<end].dropFirst(rest.endIndex - tokens.startIndex + 1))
  }

  /// Whether `tokens` begin with a range of so few numbers that a loop over it is none.
  private static func isShortRange(_ tokens: ArraySlice<Substring>) -> Bool {
    let range = Array(tokens.prefix(5))
    guard range.count == 5, range[1] == ".", range[2] == ".", let start = Int(range[0]),
      let end = Int(range[4])
    else { return false }
    return end - start < 10
  }

  private static let iterations: Set<Substring> = [
    "map", "flatMap", "compactMap", "filter", "reduce", "forEach", "count", "contains", "allSatisfy", "first",
    "firstIndex", "last", "lastIndex", "min", "max", "sorted", "sort", "prefix", "drop", "removeAll",
  ]

  /// Whether `token` is a number that makes a loop long.
  private static func isLarge(_ token: Substring) -> Bool {
    guard token.first?.isNumber == true else { return false }
    return Double(token.filter { $0 != "_" }).map { $0 >= 100_000 } ?? false
  }
}

extension ArraySlice<Substring> {
  /// Removes what stands in parentheses at the end, and these.
  fileprivate mutating func removeParentheses() {
    guard last == ")" else { return }
    var depth = 0
    while let token = popLast() {
      if token == ")" { depth += 1 }
      if token == "(" { depth -= 1 }
      if depth == 0 { return }
    }
  }
}
