/// Prose with its formulas and inline values taken out, so that markdown's own marks inside them mean nothing.
///
/// Each leaves a placeholder, its number between two `mark`s. A dollar sign that is no mathematics stays:
/// as in pandoc, the opening one has a visible character right behind it, the closing one has a visible
/// character right before it and no digit behind it.
package struct InlineExtractor {
  /// The prose with placeholders.
  package private(set) var text = ""
  /// What was taken out, in order.
  private(set) var pieces: [Piece] = []
  /// The inline values among them.
  package private(set) var values: [InlineValue] = []
  /// What is wrong, such as a `$$` that is never closed.
  package private(set) var problems: [Diagnostic] = []
  /// Something that was taken out.
  enum Piece: Equatable, Sendable {
    case formula(Formula)
    case value(InlineValue)
    case div(FencedDiv)
  }

  /// A character that the prose doesn't contain.
  package let mark: Unicode.Scalar
  /// The number of columns that the prose is missing at the left.
  private let indentation: Int
  /// The line of the file that the first line of the prose is.
  private let firstLine: Int
  /// For each line of `text` the line that it begins on in the file.
  private var origins: [Int] = []

  /// Cuts `prose`; lines of code are left alone.
  ///
  /// - Parameters:
  ///   - codeLines: The lines of code, from 1 for the first line of `prose`.
  ///   - indentation: The number of columns that each line is missing at the left.
  ///   - firstLine: The line of the file that the first line is.
  package init(_ prose: String, codeLines: Set<Int>, indentation: Int = 0, firstLine: Int = 1) {
    self.indentation = indentation
    self.firstLine = firstLine
    mark = InlineExtractor.unusedMark(in: prose)
    var paragraph: [(number: Int, text: Substring)] = []
    var lines = prose.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      let number = firstLine + index
      if codeLines.contains(index + 1) || line.allSatisfy({ $0 == " " || $0 == "\t" || $0 == ">" }) {
        extract(paragraph)
        paragraph = []
        origins.append(number)
        text += line + "\n"
      } else if let div = FencedDiv(line, number: number) {
        extract(paragraph)
        paragraph = []
        // A paragraph of its own, whatever stands above and below.
        origins += [number, number, number]
        text += "\n"
        take(.div(div))
        text += "\n\n"
      } else {
        paragraph.append((number, line))
      }
    }
    extract(paragraph)
    values = pieces.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  /// The formulas, in order.
  package var formulas: [Formula] {
    pieces.compactMap { if case .formula(let formula) = $0 { formula } else { nil } }
  }

  /// Returns the line of the file that line `number` of `text` begins on.
  package func fileLine(_ number: Int) -> Int {
    origins.indices.contains(number - 1) ? origins[number - 1] : firstLine + number - 1
  }

  private mutating func extract(_ paragraph: [(number: Int, text: Substring)]) {
    guard let first = paragraph.first else { return }
    var scanner = ProseScanner(paragraph.map { $0.text }.joined(separator: "\n"), firstLine: first.number)
    var line = first.number
    origins.append(line)
    while let piece = scanner.next() {
      switch piece {
      case .text(let written):
        for scalar in written.unicodeScalars where scalar == "\n" {
          line += 1
          origins.append(line)
        }
        text += written
      case .formula(let formula, let lineCount):
        take(.formula(formula))
        line += lineCount
      case .value(let value, let lineCount):
        take(.value(value))
        line += lineCount
      case .open(let location):
        problems.append(.init(.warning, "this '$$' is never closed in its paragraph", at: location))
        text += "$$"
      }
    }
    text += "\n"
  }

  private mutating func take(_ piece: Piece) {
    let piece = piece.moved(columns: indentation)
    text += "\(mark)\(pieces.count)\(mark)"
    pieces.append(piece)
  }

  private static func unusedMark(in prose: String) -> Unicode.Scalar {
    let used = Set(prose.unicodeScalars.filter { (0xE000...0xF8FF).contains($0.value) })
    return (0xE000...0xF8FF).lazy.compactMap { Unicode.Scalar($0) }.first { !used.contains($0) } ?? "\u{F8FF}"
  }
}

extension InlineExtractor.Piece {
  /// Returns the piece that many columns to the right of its place.
  fileprivate func moved(columns: Int) -> Self {
    func moved(_ location: SourceLocation) -> SourceLocation {
      SourceLocation(line: location.line, column: location.column + columns)
    }
    switch self {
    case .formula(var formula):
      formula.location = moved(formula.location)
      return .formula(formula)
    case .value(var value):
      value.location = moved(value.location)
      return .value(value)
    case .div(var div):
      div.location = moved(div.location)
      return .div(div)
    }
  }
}
