/// Prose with its formulas and inline values taken out, so that markdown's own marks inside them mean nothing.
///
/// Each leaves a placeholder, its number between two `mark`s. A dollar sign that is no mathematics stays:
/// as in pandoc, the opening one has a visible character right behind it, the closing one has a visible
/// character right before it and no digit behind it.
package struct InlineExtractor {
  /// The prose with placeholders.
  package private(set) var text = ""
  /// What was taken out, in order, and where it was.
  private(set) var pieces: [(piece: Piece, range: SourceRange)] = []
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
  /// What the author wrote.
  let source: SourceText
  /// Where stretches of `text` that stand in the file as they are begin, there and here.
  private var origins: [(here: SourceLocation, there: SourceLocation)] = []
  /// Where `text` ends.
  private var end = SourceLocation.start

  /// Cuts `prose`; lines of code are left alone.
  ///
  /// - Parameters:
  ///   - codeLines: The lines of code, from 1 for the first line of `prose`.
  ///   - indentation: The number of columns that each line is missing at the left.
  ///   - firstLine: The line of the file that the first line is.
  package init(_ prose: String, codeLines: Set<Int>, indentation: Int = 0, firstLine: Int = 1) {
    mark = InlineExtractor.unusedMark(in: prose)
    var lines = prose.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    source = SourceText(lines: lines.map(String.init), firstLine: firstLine, indentation: indentation)
    var paragraph: [(number: Int, text: Substring)] = []
    for (index, line) in lines.enumerated() {
      let number = firstLine + index
      if codeLines.contains(index + 1) || line.allSatisfy({ $0 == " " || $0 == "\t" || $0 == ">" }) {
        extract(paragraph)
        paragraph = []
        write(line + "\n", at: SourceLocation(line: number, column: 1))
      } else if let div = FencedDiv(line, number: number) {
        extract(paragraph)
        paragraph = []
        // A paragraph of its own, whatever stands above and below.
        let start = SourceLocation(line: number, column: 1)
        write("\n", at: start)
        take(.div(div), SourceRange(start: start, end: start.moved(columns: line.utf8.count)))
        write("\n", at: start)
        write("\n", at: start)
      } else {
        paragraph.append((number, line))
      }
    }
    extract(paragraph)
    values = pieces.compactMap { if case .value(let value) = $0.piece { value } else { nil } }
  }

  /// The formulas, in order.
  package var formulas: [Formula] {
    pieces.compactMap { if case .formula(let formula) = $0.piece { formula } else { nil } }
  }

  /// Returns the line of the file that line `number` of `text` begins on.
  package func fileLine(_ number: Int) -> Int {
    number <= end.line
      ? fileLocation(SourceLocation(line: number, column: 1)).line : source.firstLine + number - 1
  }

  /// Returns where in the file is what is at `location` in `text`.
  private func fileLocation(_ location: SourceLocation) -> SourceLocation {
    let behind = origins.partitioningIndex { $0.here > location }
    guard !origins.isEmpty else { return location }
    let origin = origins[max(behind - 1, 0)]
    let columns = location.line == origin.here.line ? location.column - origin.here.column : 0
    return origin.there.moved(columns: columns + source.indentation)
  }

  /// Returns where in the file is what takes `range` of `text`.
  func fileRange(_ range: SourceRange) -> SourceRange {
    SourceRange(start: fileLocation(range.start), end: fileLocation(range.end))
  }

  private mutating func extract(_ paragraph: [(number: Int, text: Substring)]) {
    guard let first = paragraph.first else { return }
    var scanner = ProseScanner(paragraph.map { $0.text }.joined(separator: "\n"), firstLine: first.number)
    var start = scanner.location(0)
    while let piece = scanner.next() {
      let next = scanner.location(scanner.position)
      let range = SourceRange(start: start, end: next)
      switch piece {
      case .text(let written): write(written, at: start)
      case .formula(let formula): take(.formula(formula), range)
      case .value(let value): take(.value(value), range)
      case .open(let location):
        problems.append(.init(.warning, "this '$$' is never closed in its paragraph", at: location))
        write("$$", at: start)
      }
      start = next
    }
    write("\n", at: start)
  }

  /// Adds what stands in the file as it is, from `location` on.
  private mutating func write(_ written: some StringProtocol, at location: SourceLocation) {
    var there = location
    origins.append((end, there))
    text += written
    var lineStart = written.utf8.startIndex
    for index in written.utf8.indices where written.utf8[index] == UInt8(ascii: "\n") {
      lineStart = written.utf8.index(after: index)
      end = SourceLocation(line: end.line + 1, column: 1)
      there = SourceLocation(line: there.line + 1, column: 1)
      if lineStart < written.utf8.endIndex { origins.append((end, there)) }
    }
    end.column += written.utf8.distance(from: lineStart, to: written.utf8.endIndex)
  }

  private mutating func take(_ piece: Piece, _ range: SourceRange) {
    let placeholder = "\(mark)\(pieces.count)\(mark)"
    origins.append((end, range.start))
    text += placeholder
    end.column += placeholder.utf8.count
    pieces.append(
      (
        piece.moved(columns: source.indentation),
        SourceRange(
          start: range.start.moved(columns: source.indentation),
          end: range.end.moved(columns: source.indentation))
      ))
  }

  private static func unusedMark(in prose: String) -> Unicode.Scalar {
    let used = Set(prose.unicodeScalars.filter { (0xE000...0xF8FF).contains($0.value) })
    return (0xE000...0xF8FF).lazy.compactMap { Unicode.Scalar($0) }.first { !used.contains($0) } ?? "\u{F8FF}"
  }
}

extension InlineExtractor.Piece {
  /// Returns the piece that many columns to the right of its place.
  fileprivate func moved(columns: Int) -> Self {
    switch self {
    case .formula(var formula):
      formula.location = formula.location.moved(columns: columns)
      return .formula(formula)
    case .value(var value):
      value.location = value.location.moved(columns: columns)
      return .value(value)
    case .div(var div):
      div.location = div.location.moved(columns: columns)
      return .div(div)
    }
  }
}
