/// Walks over one paragraph and tells text from formulas and inline values, in time linear in its length.
struct ProseScanner {
  /// A stretch of the paragraph.
  enum Piece {
    case text(String)
    case formula(Formula)
    case value(InlineValue)
    case open(SourceLocation)
  }

  let scalars: [Unicode.Scalar]
  let firstLine: Int
  let quoteDepth: Int
  /// The line from which on the paragraph is a table, counted from its first one; nil if it is none.
  let tableStart: Int?
  var position = 0
  /// The place that was looked up last, and where it is: places are asked for from left to right.
  private var located: (index: Int, location: SourceLocation)
  /// For each position where the formula that is open there is closed, if it can be.
  private lazy var inlineEnds = makeInlineEnds()
  private lazy var displayEnds = makeDisplayEnds()
  lazy var backticks = BacktickRuns(scalars)
  lazy var latexEnds = LatexEnds(scalars)

  init(_ paragraph: String, firstLine: Int) {
    scalars = Array(paragraph.unicodeScalars)
    self.firstLine = firstLine
    quoteDepth = scalars.prefix { $0 == " " || $0 == ">" }.count { $0 == ">" }
    tableStart = TableRows.start(in: paragraph)
    located = (0, SourceLocation(line: firstLine, column: 1))
  }

  /// Returns the next stretch; nil at the end.
  mutating func next() -> Piece? {
    guard position < scalars.count else { return nil }
    if scalars[position] == "$" { return dollar() }
    if let value = value() { return value }
    if let formula = latexFormula() { return formula }
    let start = position
    while position < scalars.count, scalars[position] != "$" {
      switch scalars[position] {
      case "\\":
        if position > start, isAtLatexFormula { return .text(text(start..<position)) }
        position += 2
      case "`":
        if isAtValue { return .text(text(start..<position)) }
        skipCode()
      default: position += 1
      }
    }
    position = min(position, scalars.count)
    return .text(text(start..<position))
  }

  private mutating func dollar() -> Piece {
    let start = position
    let isDisplay = scalar(at: start + 1) == "$"
    guard let end = isDisplay ? displayEnd(start + 2) : inlineEnd(start + 1) else {
      position += isDisplay ? 2 : 1
      return isDisplay ? .open(location(start)) : .text("$")
    }
    let inner = text((isDisplay ? start + 2 : start + 1)..<end)
    position = end + (isDisplay ? 2 : 1)
    let label = isDisplay ? takeLabel() : nil
    return .formula(
      Formula(tex: withoutQuoteMarks(inner), isDisplay: isDisplay, location: location(start), label: label))
  }

  /// Returns the name in `{#eq-name}` at the position, and moves behind it; nil if there is none.
  mutating func takeLabel() -> String? {
    var index = position
    while scalar(at: index) == " " { index += 1 }
    let start = index + 2
    guard scalars[min(index, scalars.count)...].starts(with: "{#eq-".unicodeScalars) else { return nil }
    let name = scalars[start...].prefix {
      $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || $0 == "-" || $0 == "_")
    }
    guard name.count > 3, scalar(at: name.endIndex) == "}" else { return nil }
    position = name.endIndex + 1
    return text(name.indices)
  }

  private mutating func displayEnd(_ start: Int) -> Int? {
    guard start <= scalars.count, displayEnds[start] < scalars.count else { return nil }
    let end = displayEnds[start]
    return scalars[start..<end].allSatisfy(\.properties.isWhitespace) ? nil : end
  }

  private mutating func inlineEnd(_ start: Int) -> Int? {
    guard let first = scalar(at: start), !first.properties.isWhitespace else { return nil }
    let end = inlineEnds[start]
    guard scalar(at: end) == "$", end > start, !scalars[end - 1].properties.isWhitespace else { return nil }
    return "0"..."9" ~= (scalar(at: end + 1) ?? " ") ? nil : end
  }

  /// The first `$$` from each position on that no backslash stands before.
  private func makeDisplayEnds() -> [Int] {
    var ends = [Int](repeating: scalars.count, count: scalars.count + 3)
    for index in scalars.indices.reversed() {
      switch scalars[index] {
      case "\\": ends[index] = ends[index + 2]
      case "$" where scalar(at: index + 1) == "$": ends[index] = index
      default: ends[index] = ends[index + 1]
      }
    }
    return ends
  }

  /// The first dollar sign or backtick from each position on that is neither escaped nor inside of `\text{…}`.
  private func makeInlineEnds() -> [Int] {
    let braces = closingBraces
    var ends = [Int](repeating: scalars.count, count: scalars.count + 3)
    for index in scalars.indices.reversed() {
      switch scalars[index] {
      case "`", "$": ends[index] = index
      case "\\":
        let close = braceOfText(at: index).flatMap { braces[$0] }
        ends[index] = ends[close.map { $0 + 1 } ?? index + 2]
      default: ends[index] = ends[index + 1]
      }
    }
    return ends
  }

  /// Where the brace opens of a command at `index` whose argument is text, which may hold formulas of its own.
  private func braceOfText(at index: Int) -> Int? {
    let name = scalars[(index + 1)...].prefix { $0.isASCII && $0.properties.isAlphabetic }.prefix(16)
    let word = text(name.indices)
    guard word.hasPrefix("text") || word == "mbox" || word == "hbox",
      scalar(at: name.endIndex) == "{"
    else { return nil }
    return name.endIndex
  }

  /// Where each opening brace is closed, by its position.
  private var closingBraces: [Int: Int] {
    var closing: [Int: Int] = [:]
    var open: [Int] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "\\": index += 1
      case "{": open.append(index)
      case "}": if let start = open.popLast() { closing[start] = index }
      default: break
      }
      index += 1
    }
    return closing
  }

  func scalar(at index: Int) -> Unicode.Scalar? {
    scalars.indices.contains(index) ? scalars[index] : nil
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  /// Returns the place in the file of the scalar at `index`.
  mutating func location(_ index: Int) -> SourceLocation {
    if index < located.index { located = (0, SourceLocation(line: firstLine, column: 1)) }
    for scalar in scalars[located.index..<index] {
      if scalar == "\n" {
        located.location = SourceLocation(line: located.location.line + 1, column: 1)
      } else {
        located.location.column += UTF8.width(scalar)
      }
    }
    located.index = index
    return located.location
  }

  /// Returns `tex` without the `>` that its lines begin with inside a quote.
  func withoutQuoteMarks(_ tex: String) -> String {
    guard quoteDepth > 0 else { return tex }
    let lines = tex.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      guard index > 0 else { return line }
      var rest = line
      for _ in 0..<quoteDepth {
        let bare = rest.drop { $0 == " " }
        if bare.first == ">" { rest = bare.dropFirst() }
      }
      return rest
    }
    return lines.joined(separator: "\n")
  }
}
