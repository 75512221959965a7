/// The lines of a cell that say something: without comments, and without the lines that are then empty.
///
/// What the compiler makes of them is the same. Where it is not certain what is a comment, all lines are there as
/// they are written.
package struct CodeLines: Equatable, Sendable {
  /// The lines' positions in the code, from 0.
  package private(set) var positions: [Int] = []
  /// The lines.
  package private(set) var texts: [String] = []

  private var line: [UInt8] = []
  private var position = 0
  /// Whether the line is part of a text of several lines, and says something even if it is empty.
  private var isText = false

  /// Takes `code` apart.
  package init(_ code: String) {
    let whole = Array(code.utf8)
    // An expectation is shown with its source. A number sign may begin texts and regular expressions of other kinds.
    guard !code.holds("expect"), !code.holds("#"), read(whole) else {
      let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
      (positions, texts) = (Array(lines.indices), lines.map(String.init))
      return
    }
  }

  /// Returns false when it cannot be told what is a comment.
  private mutating func read(_ code: [UInt8]) -> Bool {
    var rest = code[...]
    var literals: [Literal] = []
    while let byte = rest.first {
      if let literal = literals.last, literal.parentheses == 0 {
        guard readText(&rest, literal, &literals) else { return false }
        continue
      }
      if rest.starts(with: "//".utf8) {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else if rest.starts(with: "/*".utf8) {
        guard skipBlock(&rest) else { return false }
      } else if rest.starts(with: "\\/".utf8) {
        // Only a regular expression has that outside a text.
        return false
      } else if byte == UInt8(ascii: "\"") {
        let isLong = rest.starts(with: "\"\"\"".utf8)
        take(&rest, isLong ? 3 : 1)
        literals.append(Literal(isLong: isLong))
      } else {
        if !literals.isEmpty {
          if byte == UInt8(ascii: "(") { literals[literals.count - 1].parentheses += 1 }
          if byte == UInt8(ascii: ")") { literals[literals.count - 1].parentheses -= 1 }
        }
        if byte == UInt8(ascii: "\n") {
          endLine(isText: literals.contains(where: \.isLong))
        } else {
          line.append(byte)
        }
        rest = rest.dropFirst()
      }
    }
    endLine(isText: false)
    return literals.isEmpty
  }

  /// A text that has begun and not ended.
  private struct Literal {
    var isLong: Bool
    /// The number of parentheses that are open in an interpolation; 0 outside of one.
    var parentheses = 0
  }

  /// Reads one step within a text.
  private mutating func readText(
    _ rest: inout ArraySlice<UInt8>, _ literal: Literal, _ literals: inout [Literal]
  ) -> Bool {
    let quote = literal.isLong ? "\"\"\"" : "\""
    if rest.starts(with: quote.utf8) {
      take(&rest, quote.utf8.count)
      literals.removeLast()
    } else if rest.starts(with: "\\(".utf8) {
      take(&rest, 2)
      literals[literals.count - 1].parentheses = 1
    } else if rest.first == UInt8(ascii: "\\") {
      // A line of a long text may end with one.
      take(&rest, rest.dropFirst().first == UInt8(ascii: "\n") ? 1 : min(2, rest.count))
    } else if rest.first == UInt8(ascii: "\n") {
      guard literal.isLong else { return false }
      endLine(isText: true)
      rest = rest.dropFirst()
    } else {
      take(&rest, 1)
    }
    return true
  }

  /// Leaves out a comment, which may hold others, and keeps its width and its lines.
  private mutating func skipBlock(_ rest: inout ArraySlice<UInt8>) -> Bool {
    var depth = 0
    repeat {
      if rest.starts(with: "/*".utf8) {
        depth += 1
        line += [32, 32]
        rest = rest.dropFirst(2)
      } else if rest.starts(with: "*/".utf8) {
        depth -= 1
        line += [32, 32]
        rest = rest.dropFirst(2)
      } else if let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\n") { endLine(isText: false) } else { line.append(32) }
      } else {
        return false
      }
    } while depth > 0
    return true
  }

  private mutating func take(_ rest: inout ArraySlice<UInt8>, _ count: Int) {
    line += rest.prefix(count)
    rest = rest.dropFirst(count)
  }

  private mutating func endLine(isText ends: Bool) {
    if !ends { while line.last == 32 || line.last == 9 { line.removeLast() } }
    if isText || ends || !line.isEmpty {
      positions.append(position)
      texts.append(String(decoding: line, as: UTF8.self))
    }
    line = []
    position += 1
    isText = ends
  }
}
