/// A notebook of random cells that declare, use, capture and declare again a few names, and sometimes fail.
struct RandomNotebook {
  private var generator: SeededGenerator
  /// What has been declared so far, by name.
  private var numbers: [String: Bool] = [:]
  private var functions: Set<String> = []
  private var closures: Set<String> = []
  private var types: Set<String> = []
  private var objects: Set<String> = []

  /// The notebook's markdown.
  private(set) var text = ""

  /// Writes the notebook of `seed`.
  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    text = "---\ntimeout: 20s\n---\n\n"
    for _ in 0..<Int.random(in: 2...5, using: &generator) {
      let option = chance(30) ? "//| expect: trap\n" : ""
      let lines = (0..<Int.random(in: 1...3, using: &generator)).map { _ in statement() }
      let last =
        option.isEmpty ? (chance(2) ? "\n" + expression() : "") : "\n[1, 2][\(expression()) &* 0 + 5]"
      text += "```swift\n\(option)\(lines.joined(separator: "\n"))\(last)\n```\n\n"
      if chance(3) { text += "It is `{swift} \(expression())` now.\n\n" }
    }
  }

  private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }

  private mutating func pick<Element>(_ elements: some Collection<Element>) -> Element {
    elements.randomElement(using: &generator)!
  }

  /// Something of the type Int.
  private mutating func expression() -> String {
    var choices = ["\(Int.random(in: 0...9, using: &generator))"]
    for name in numbers.keys.sorted() { choices += [name, "\(name) &* 2", "(\(name) + 1)"] }
    for name in functions.sorted() + closures.sorted() { choices += ["\(name)(\(pick(choices)))"] }
    for name in types.sorted() { choices += ["\(name)().value", "[1, 2].map { $0 + \(name)().twice() }[1]"] }
    return pick(choices)
  }

  private mutating func statement() -> String {
    let value = expression()
    switch Int.random(in: 0..<32, using: &generator) {
    case 0...3:
      let (name, isVariable) = (pick(["a", "b", "c", "d", "value"]), chance(2))
      numbers[name] = isVariable
      return "\(isVariable ? "var" : "let") \(name) = \(value)"
    case 4...6:
      let name = pick(["f", "g", "h"])
      // One that calls itself would not end.
      functions.remove(name)
      let body = expression()
      functions.insert(name)
      return "func \(name)(_ x: Int) -> Int { x &+ \(body) }"
    case 7...8:
      let name = pick(["k", "l"])
      closures.remove(name)
      let body = expression()
      closures.insert(name)
      return "let \(name) = { (x: Int) in x &- \(body) }"
    case 9...11:
      guard let name = numbers.filter(\.value).keys.sorted().randomElement(using: &generator) else {
        return "print(\(value))"
      }
      return pick(["\(name) &+= \(value)", "\(name) = \(value)", "func raise() { \(name) += 1 }\nraise()"])
    case 12...13:
      let name = pick(["S", "T"])
      types.insert(name)
      return
        "struct \(name) {\n  var value = \(value)\n  func twice() -> Int { value &* 2 }\n}\nprint([\(name)()], \(name).self)"
    case 14:
      guard let name = types.sorted().randomElement(using: &generator) else { return "print(\(value))" }
      return pick([
        "extension \(name) { func more() -> Int { value &+ \(value) } }\nprint(\(name)().more())",
        "extension \(name): CustomStringConvertible { var description: String { \"it\" } }\nprint(\(name)())",
      ])
    case 15:
      return
        "extension Int { var next: Int { self &+ \(Int.random(in: 1...3, using: &generator)) } }\nprint(3.next)"
    case 16:
      objects.insert("o")
      return
        "class C {\n  let number = \(value)\n  deinit { print(\"gone\", number) }\n}\nvar o: C? = C()\nprint(o?.number ?? 0)"
    case 17: return objects.isEmpty ? "print(\(value))" : "o = nil"
    case 18: return "func over(_ x: \(pick(["Int", "Double", "String"]))) -> Int { \(value) }\nprint(over(1))"
    case 19:
      return pick(["defer { print(\"late\", \(value)) }", "private let hidden = \(value)\nprint(hidden)"])
    case 20: return "guard let found = Optional(\(value)) else { fatalError() }\nprint(found)"
    case 21: return "import Foundation\nprint(sqrt(Double(4)), \(value))"
    case 22:
      return chance(3) ? "struct Failed: Error {}\nif \(value) > 3 { throw Failed() }" : "print(\(value))"
    case 23:
      return chance(2)
        ? "let row = [1, 2, 3]\nprint(row[\(value) % 4])" : "print(UInt8(truncatingIfNeeded: \(value)))"
    case 24: return chance(4) ? "print(missing)" : "print(\(value))"
    case 25: return "do {\n  let a = \(value)\n  print(a)\n}"
    case 26: return "print(#function, \(value))"
    case 27: return "let (p, q) = (\(value), \(expression()))\nprint(p, q)"
    case 28: return "let waiting: Int\nwaiting = \(value)\nprint(waiting)"
    case 29:
      // Labels, members, ends of ranges and nested texts that are called like variables.
      return pick([
        "print((a: 1, value: \(value)).value, (b: \(value), c: 2).c)",
        "print((0...max(\(value), 0)).count &+ [\(value): 1, 100_000: 2].count)",
        "print(\"a of b \\(\"\\(\(value)) \" + \"c\") d\")",
        "print(\"\"\"\n  \"a\" is \\(\"\\(\(value))\")\n  \"\"\")",
      ])
    case 30: return "func label(a: Int, value b: Int) -> Int { a &- b }\nprint(label(a: \(value), value: 1))"
    default: return "print(\(value), \"\\(\(expression()))\")"
    }
  }
}
