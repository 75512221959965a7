import Notebooks

/// A notebook that changes as an author would change it, at random but the same each time.
struct EditedNotebook {
  /// Prose, or the code of a cell.
  private enum Part {
    case prose(String)
    case cell(String)
  }

  private var parts: [Part]
  private var generator: SeededGenerator
  private var counter = 0

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    parts = [.prose("# Edited")]
    for _ in 0..<5 { insertCell(at: parts.count) }
  }

  /// The markdown text.
  var text: String {
    parts.map { part in
      switch part {
      case .prose(let text): text
      case .cell(let code): "```swift\n\(code)\n```"
      }
    }.joined(separator: "\n\n") + "\n"
  }

  /// Makes one change; returns what it is.
  mutating func edit() -> String {
    let place = Int.random(in: 0..<parts.count, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0, 1:
      insertCell(at: place + 1)
      return "a new cell"
    case 2:
      parts.insert(.prose("Some words.\n\nAnd more."), at: place)
      return "prose above"
    case 3 where parts.count > 4:
      parts.remove(at: place)
      return "a part less"
    case 4 where place + 1 < parts.count:
      parts.swapAt(place, place + 1)
      return "two parts exchanged"
    case 5:
      return change(place, adding: "let wrong\(next()): Int = \"text\"")
    case 6:
      return change(place, adding: "if total >= 0 { fatalError(\"stop\") }")
    case 7:
      return change(place, adding: "expect(total, equals: \(Int.random(in: 0..<40, using: &generator)))")
    default:
      return change(place, adding: "total += \(Int.random(in: 1..<9, using: &generator))")
    }
  }

  private mutating func change(_ place: Int, adding line: String) -> String {
    switch parts[place] {
    case .prose(let text):
      parts[place] = .prose(text + " \(next())")
      return "prose changed"
    case .cell(let code):
      // Once in a while a line that was added goes again, so that a failing cell is mended.
      let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
      if lines.count > 4, Bool.random(using: &generator) {
        parts[place] = .cell(lines.dropLast().joined(separator: "\n"))
        return "a line less"
      }
      parts[place] = .cell(code + "\n" + line)
      return line
    }
  }

  private mutating func insertCell(at place: Int) {
    let number = next()
    let first = "var total\(number) = \(number)"
    let check = "func check\(number)() { expect(total\(number) > 0, \"above 0\") }"
    let code =
      number == 1
      ? "var total = 1\nprint(\"begin\", total)\ntotal"
      : "\(first)\n\(check)\ntotal += total\(number); check\(number)()\nprint(\"total\", total)"
    parts.insert(.cell(code), at: place)
  }

  private mutating func next() -> Int {
    counter += 1
    return counter
  }
}
