/// Walks over one paragraph and tells text from formulas and inline values.
struct ProseScanner {
  /// A stretch of the paragraph.
  enum Piece {
    case text(String)
    case formula(Formula, lineCount: Int)
    case value(InlineValue, lineCount: Int)
    case open(SourceLocation)
  }

  let scalars: [Unicode.Scalar]
  private let firstLine: Int
  let quoteDepth: Int
  var position = 0

  init(_ paragraph: String, firstLine: Int) {
    scalars = Array(paragraph.unicodeScalars)
    self.firstLine = firstLine
    quoteDepth = scalars.prefix { $0 == " " || $0 == ">" }.count { $0 == ">" }
  }

  /// Returns the next stretch; nil at the end.
  mutating func next() -> Piece? {
    guard position < scalars.count else { return nil }
    if scalars[position] == "$" { return dollar() }
    if let value = value() { return value }
    let start = position
    while position < scalars.count, scalars[position] != "$" {
      switch scalars[position] {
      case "\\": position += 2
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
      Formula(
        tex: withoutQuoteMarks(inner), isDisplay: isDisplay, location: location(start), label: label),
      lineCount: inner.unicodeScalars.count { $0 == "\n" })
  }

  /// Returns the name in `{#eq-name}` at the position, and moves behind it; nil if there is none.
  private mutating func takeLabel() -> String? {
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

  private func displayEnd(_ start: Int) -> Int? {
    var index = start
    while index + 1 < scalars.count {
      if scalars[index] == "$", scalars[index + 1] == "$" {
        return scalars[start..<index].allSatisfy(\.properties.isWhitespace) ? nil : index
      }
      index += scalars[index] == "\\" ? 2 : 1
    }
    return nil
  }

  private func inlineEnd(_ start: Int) -> Int? {
    guard let first = scalar(at: start), !first.properties.isWhitespace else { return nil }
    var index = start
    while index < scalars.count {
      switch scalars[index] {
      case "`": return nil
      case "\\": index += 2
      case "$":
        let next = scalar(at: index + 1)
        let isClosing = !scalars[index - 1].properties.isWhitespace && !("0"..."9" ~= (next ?? " "))
        return isClosing && next != "$" ? index : nil
      default: index += 1
      }
    }
    return nil
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    scalars.indices.contains(index) ? scalars[index] : nil
  }

  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  func location(_ index: Int) -> SourceLocation {
    let before = scalars[..<index]
    let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return SourceLocation(
      line: firstLine + before.count { $0 == "\n" }, column: text(lineStart..<index).utf8.count + 1)
  }

  /// Returns `tex` without the `>` that its lines begin with inside a quote.
  private func withoutQuoteMarks(_ tex: String) -> String {
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
