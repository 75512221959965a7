/// How often the statements of a cell may run, estimated by its words: the loops around each, multiplied.
///
/// What nothing tells is guessed: a loop runs 100 times, and a closure is called for 30 elements of a collection.
package struct CodeWork {
  /// The code of a function, or of the top level.
  struct Body {
    /// The name of the function; empty for the top level.
    var name = ""
    /// Whether a type has it, so that it may be called with a point before its name.
    var isMember = false
    /// How often all of it runs, as far as no cell says how often it is called.
    var calls = 1
    /// How often the statement in it that runs most often does, for each time that the body runs.
    var repetitions = 1
    /// The words in it that may be calls, `.f` if there is a point before `f`, each with how often it is met for each
    /// time that the body runs.
    var mentions: [String: Int] = [:]
    /// The number of calls of itself.
    var callsOfItself = 0
  }

  /// The bodies, that of the top level first.
  private(set) var bodies = [Body()]

  private enum Scope { case loop(Int), function(String), type(isCalledByLibrary: Bool), other }

  /// Reads `tokens`, in which `counts` are the numbers and the counts of arrays that have a name.
  private init(_ tokens: [Substring], _ counts: [Substring: Int]) {
    var scopes: [(scope: Scope, body: Int, repetitions: Int)] = []
    var (body, repetitions) = (0, 1)
    var next = Scope.other
    // What was declared last: a computed property, or a variable with a closure.
    var variable = ""
    for (index, token) in tokens.enumerated() {
      let rest = tokens[(index + 1)...]
      // No more than that of it, however long a cell is.
      var header: ArraySlice<Substring> { rest.prefix(100).prefix { $0 != "{" } }
      switch token {
      case "for":
        let sequence = tokens[(header.firstIndex(of: "in") ?? header.endIndex)...].dropFirst()
        next = .loop(CodeWork.count(of: sequence, counts) ?? guesses.loop)
      case "while", "repeat":
        let bound = header.compactMap(CodeWork.number).max()
        next = .loop(bound ?? guesses.loop)
      case "struct", "class", "enum", "actor", "extension", "protocol":
        let protocols = header.drop { $0 != ":" }.filter { $0.first?.isUppercase == true }
        next = .type(isCalledByLibrary: !silentProtocols.isSuperset(of: protocols))
      case "func": next = .function(rest.first.map(String.init) ?? "")
      case "init", "subscript", "get", "set", "deinit": next = .function(String(token))
      case "{":
        if case .other = next {
          if let base = CodeWork.iterated(tokens[..<index]) {
            next = .loop(CodeWork.count(of: base, counts) ?? guesses.closure)
          } else if tokens[..<index].last == "=" {
            next = .function(variable)
          } else if case .type? = scopes.last?.scope {
            next = .function(variable)
          }
        }
        scopes.append((next, body, repetitions))
        switch next {
        case .loop(let count): repetitions = product(repetitions, count)
        case .function(let name):
          var function = Body(name: name)
          for case .type(let isCalledByLibrary) in scopes.map(\.scope) {
            function.isMember = true
            if isCalledByLibrary { function.calls = guesses.calls }
          }
          bodies.append(function)
          (body, repetitions) = (bodies.count - 1, 1)
        case .type, .other: break
        }
        next = .other
        bodies[body].repetitions = max(bodies[body].repetitions, repetitions)
      case "}":
        if let closed = scopes.popLast() { (body, repetitions) = (closed.body, closed.repetitions) }
      default:
        if ["var", "let"].contains(tokens[..<index].last) { variable = String(token) }
        // `xs.map(f)`
        let isPassed = index > 1 && tokens[index - 1] == "(" && iterations.contains(tokens[index - 2])
        let times = product(repetitions, isPassed ? guesses.closure : 1)
        let before = tokens[..<index].last
        if token == bodies[body].name {
          bodies[body].callsOfItself += 1
        } else if rest.first != ":" || before != "(" && before != "," {
          // (Not the label of an argument.)
          let word = (before == "." ? "." : "") + token
          bodies[body].mentions[word] = max(bodies[body].mentions[word] ?? 0, times)
        }
        if before == ".", rest.first == "(", iterations.contains(token) {
          bodies[body].repetitions = max(
            bodies[body].repetitions, product(repetitions, guesses.closure))
        }
      }
    }
  }

  /// Returns for each of `cells` whether a statement of it may run half a million times.
  package static func runOften(_ cells: [String]) -> [Bool] {
    let tokens = cells.map { SwiftTokens($0[...]).tokens }
    let counts = namedCounts(in: tokens)
    let works = tokens.map { CodeWork($0, counts) }
    let bodies = works.flatMap(\.bodies)
    let functions = Set(bodies.flatMap { ($0.isMember ? ["." + $0.name] : []) + [$0.name] })
    var calls: [String: Int] = [:]
    func runs(_ body: Body) -> Int {
      let recursion =
        switch body.callsOfItself {
        case 0: 1
        case 1: guesses.loop
        default: often
        }
      let asMember = body.isMember ? calls["." + body.name] ?? 0 : 0
      return product(max(body.calls, calls[body.name] ?? 0, asMember), recursion)
    }
    // It ends, since what functions that call each other multiply is bounded.
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for body in bodies {
        for (word, times) in body.mentions where functions.contains(word) {
          let times = product(runs(body), times)
          if times > calls[word] ?? 0 { (calls[word], hasChanged) = (times, true) }
        }
      }
    }
    return works.map { work in work.bodies.contains { product(runs($0), $0.repetitions) >= often } }
  }

  /// Returns the numbers and the counts of arrays that have a name in `cells`, `let n = 12`, `let xs = [1, 2]`, and
  /// nothing else has that name, such as an argument.
  private static func namedCounts(in cells: [[Substring]]) -> [Substring: Int] {
    var counts: [Substring: Int] = [:]
    var others: Set<Substring> = []
    for tokens in cells {
      for (index, token) in tokens.enumerated() {
        let rest = tokens[(index + 1)...]
        switch token {
        case "let":
          let value = rest.dropFirst(2)
          let isPlain = rest.dropFirst().first == "=" && !operators.contains(value.dropFirst().first ?? "")
          let count = isPlain ? value.first.flatMap(number) ?? count(of: value, [:]) : nil
          guard let name = rest.first, let count else {
            others.formUnion(rest.prefix(20).prefix { $0 != "=" })
            continue
          }
          counts[name] = max(counts[name] ?? 0, count)
        case "var": others.formUnion(rest.prefix(20).prefix { $0 != "=" })
        case "for": others.formUnion(rest.prefix(20).prefix { $0 != "in" })
        case ":": if index > 0, rest.first?.first?.isUppercase == true { others.insert(tokens[index - 1]) }
        default: break
        }
      }
    }
    return counts.filter { !others.contains($0.key) }
  }

  /// Returns the number of elements of the sequence with which `tokens` begin: `0..<3`, `(1...5).reversed()`,
  /// `[1, 2]`, or the name of one; nil if nothing tells it.
  private static func count(of tokens: ArraySlice<Substring>, _ counts: [Substring: Int]) -> Int? {
    func value(_ token: Substring?) -> Int? { token.flatMap { number($0) ?? counts[$0] } }
    guard let first = tokens.first else { return nil }
    if first == "(" { return count(of: tokens.dropFirst(), counts) }
    if first == "[" {
      var depth = 0
      var count = 1
      for (index, token) in zip(tokens.indices, tokens.prefix(1000)) {
        switch token {
        case "[", "(", "{": depth += 1
        case "]", ")", "}": depth -= 1
        case "," where depth == 1: count += 1
        default: break
        }
        if depth == 0 {
          // `[Float](repeating: 0, count: n)`, `[a, b].flatMap(\.images)`
          let behind = tokens[(index + 1)...].prefix(2)
          let isChanged =
            behind.first == "(" || behind.first == "." && !keepingCount.contains(behind.last ?? "")
          return isChanged ? nil : count
        }
      }
      return nil
    }
    let range = Array(tokens.prefix(5))
    if range.count == 5, range[1] == ".", range[2] == "." {
      guard let start = value(range[0]), let end = value(range[4]) else { return guesses.loop }
      return max(end - start + (range[3] == "." ? 1 : 0), 0)
    }
    return number(first) == nil ? counts[first] : nil
  }

  /// Returns the sequence for whose elements a closure behind `tokens` is called, `xs` of `xs.map {` and
  /// `xs.reduce(0) {`; nil if there is none.
  private static func iterated(_ tokens: ArraySlice<Substring>) -> ArraySlice<Substring>? {
    var base = tokens
    if base.last == "(" { base.removeLast() }
    base.removeBrackets()
    guard let name = base.popLast(), iterations.contains(name), base.popLast() == "." else { return nil }
    if base.last == "indices" { return ["0", ".", ".", "<", "?"] }
    let end = base.endIndex
    base.removeBrackets()
    return base.endIndex == end ? base.suffix(1) : tokens[base.endIndex..<end]
  }

  private static func number(_ token: Substring) -> Int? {
    // Small enough to be added up.
    token.first?.isNumber == true ? Int(token.filter { $0 != "_" }).map { min($0, 1 << 40) } : nil
  }
}

/// From how many repetitions on optimized code is worth its compilation.
private let often = 500_000

/// What is assumed of loops, closures over collections, and calls by the library: of a layer for each batch of each
/// epoch.
private let guesses = (loop: 100, closure: 30, calls: 20_000)

private func product(_ a: Int, _ b: Int) -> Int { min(a, often) * min(b, often) }

private let operators: Set<Substring> = ["*", "+", "-", "/", "%", "<", ">", ".", "&", "|", "^", "?"]

/// The functions that call a closure for each element.
private let iterations: Set<Substring> = [
  "map", "flatMap", "compactMap", "filter", "reduce", "forEach", "count", "contains", "allSatisfy", "first",
  "firstIndex", "last", "lastIndex", "min", "max", "sorted", "sort", "prefix", "drop", "removeAll",
]

/// The members of an array that have as many elements.
private let keepingCount: Set<Substring> = ["enumerated", "indices", "map", "reversed", "shuffled", "sorted"]

/// What a type may conform to without having members that a library calls often.
private let silentProtocols: Set<Substring> = [
  "String", "Int", "CaseIterable", "Hashable", "Equatable", "Codable", "Sendable", "Error", "Identifiable",
  "CustomStringConvertible",
]

extension ArraySlice<Substring> {
  /// Removes what stands in brackets at the end, and these.
  fileprivate mutating func removeBrackets() {
    guard last == ")" || last == "]" else { return }
    var depth = 0
    while let token = popLast() {
      if token == ")" || token == "]" { depth += 1 }
      if token == "(" || token == "[" { depth -= 1 }
      if depth == 0 { return }
    }
  }
}
