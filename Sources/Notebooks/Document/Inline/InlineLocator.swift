/// Finds where the pieces of running text stand in a markdown text.
///
/// cmark-gfm tells lines and columns too, but wrong ones in many places: behind line ends, in quotes and in tables. Pieces
/// come in the order of the text, so each one is looked for where the one before it ended, in time linear in the text.
struct InlineLocator {
  private let bytes: [UInt8]
  private let lineStarts: LineStarts
  /// Up to where the text of the block has been read.
  private var position = 0
  /// Where the text of the block ends.
  private var end = 0
  /// How many bytes may still be compared in vain.
  private var budget: Int

  init(_ text: String) {
    bytes = Array(text.utf8)
    lineStarts = LineStarts(bytes)
    budget = 8 * bytes.count + 4096
  }

  // MARK: Blocks

  /// Goes to the text of a block.
  ///
  /// - Parameters:
  ///   - lines: The lines of the block.
  ///   - column: The column of its first byte; 0 if that is not known.
  ///   - beginsWithBracket: Whether its text begins with `[`; else a first line `[name]: address` defines a link.
  mutating func enter(_ lines: ClosedRange<Int>, column: Int, beginsWithBracket: Bool) {
    end = lineEnd(lines.upperBound)
    position = min(start(ofLine: lines.lowerBound) + max(column - 1, 0), end)
    if column == 0 { skipMargin() }
    let marks = position
    while byte(position) == UInt8(ascii: "#") { position += 1 }
    if position > marks { skipBlanks() }
    while !beginsWithBracket, byte(position) == UInt8(ascii: "["), definesLink { skipLine() }
  }

  /// Goes to the text of the cell `column`, from 0, of the table's row on `line`.
  mutating func enterCell(_ column: Int, onLine line: Int) {
    let last = lineEnd(line)
    (position, end) = (start(ofLine: line), last)
    skipMargin()
    if byte(position) == UInt8(ascii: "|") { position += 1 }
    var left = column
    var index = position
    while index < last {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
      } else if bytes[index] == UInt8(ascii: "|") {
        if left == 0 { break }
        left -= 1
        index += 1
        position = index
      } else {
        index += 1
      }
    }
    end = left == 0 ? min(index, last) : last
    if left > 0 { position = last }
    skipBlanks()
  }

  private func start(ofLine line: Int) -> Int {
    lineStarts.offsets.indices.contains(line - 1) ? lineStarts.offsets[line - 1] : bytes.count
  }

  private func lineEnd(_ line: Int) -> Int {
    lineStarts.offsets.indices.contains(line) ? lineStarts.offsets[line] - 1 : bytes.count
  }

  /// Whether the line at the position begins `[name]:`.
  private var definesLink: Bool {
    let name = bytes[position..<end].prefix { $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "\n") }
    return byte(name.endIndex) == UInt8(ascii: "]") && byte(name.endIndex + 1) == UInt8(ascii: ":")
      && byte(position + 1) != UInt8(ascii: "^")
  }

  private mutating func skipLine() {
    while let byte = byte(position), byte != UInt8(ascii: "\n") { position += 1 }
    if byte(position) != nil { position += 1 }
    skipMargin()
  }

  // MARK: Pieces

  /// Returns the range of `text`.
  mutating func text(_ text: String) -> SourceRange {
    let wanted = Array(text.utf8)
    for start in position..<max(end, position) {
      if let last = matched(wanted, at: start) { return take(start..<last) }
      if budget <= 0 { break }
    }
    return take(position..<position)
  }

  /// Returns the range of code between backticks.
  mutating func code() -> SourceRange {
    guard let start = first("`", from: position) else { return take(position..<position) }
    let count = run(at: start)
    var index = start + count
    while let close = first("`", from: index) {
      let length = run(at: close)
      if length == count { return take(start..<close + length) }
      index = close + length
    }
    return take(start..<start)
  }

  /// Returns the range of `markup`, in which line ends have no margins.
  mutating func html(_ markup: String) -> SourceRange {
    guard let start = first("<", from: position) else { return take(position..<position) }
    var index = start
    for wanted in markup.utf8 {
      guard byte(index) == wanted else { break }
      index += 1
      if wanted == UInt8(ascii: "\n") { index = behindMargin(index) }
    }
    return take(start..<index)
  }

  /// Returns the range of the end of a line, with the margin of the next one.
  mutating func lineBreak() -> SourceRange {
    let start = position
    skipBlanks()
    if byte(position) == UInt8(ascii: "\\") { position += 1 }
    if byte(position) == UInt8(ascii: "\n") {
      position += 1
      skipMargin()
    } else {
      position = start
    }
    return range(start..<position)
  }

  /// Returns the range of a reference to a footnote, `[^name]`.
  mutating func footnoteReference() -> SourceRange {
    guard let start = first("[", from: position), let close = first("]", from: start) else {
      return take(position..<position)
    }
    return take(start..<close + 1)
  }

  /// Returns the range of emphasis by `count` marks; of as many tildes as there are if that is nil.
  mutating func emphasis(
    marks count: Int?, _ inner: (inout InlineLocator) -> [MarkdownInline]
  ) -> (range: SourceRange, inner: [MarkdownInline]) {
    let marks: [UInt8] = count == nil ? [UInt8(ascii: "~")] : [UInt8(ascii: "*"), UInt8(ascii: "_")]
    func skip() {
      var left = count ?? 2
      while left > 0, let byte = byte(position), marks.contains(byte) {
        position += 1
        left -= 1
      }
    }
    let start = position
    skip()
    let pieces = inner(&self)
    skip()
    return (range(start..<position), pieces)
  }

  /// Returns the range of a link, or of a picture if it begins with `!`, and of its address.
  mutating func link(
    isPicture: Bool, _ inner: (inout InlineLocator) -> [MarkdownInline]
  ) -> (range: SourceRange, inner: [MarkdownInline], address: AddressRange) {
    let start = position
    if isPicture, byte(position) == UInt8(ascii: "!") { position += 1 }
    guard byte(position) == UInt8(ascii: "[") else {
      // `<address>`, or an address in the middle of the text.
      let isBracketed = byte(position) == UInt8(ascii: "<")
      if isBracketed { position += 1 }
      let pieces = inner(&self)
      let address = range(start + (isBracketed ? 1 : 0)..<position)
      if isBracketed, byte(position) == UInt8(ascii: ">") { position += 1 }
      return (range(start..<position), pieces, AddressRange(range: address, isInline: false))
    }
    position += 1
    let pieces = inner(&self)
    guard let close = first("]", from: position) else {
      return (
        range(start..<position), pieces, AddressRange(range: range(position..<position), isInline: false)
      )
    }
    position = close + 1
    if let (address, last) = inlineAddress(at: position) {
      position = last
      return (range(start..<last), pieces, AddressRange(range: range(address), isInline: true))
    }
    let name = position
    if byte(name) == UInt8(ascii: "["), let last = first("]", from: name) { position = last + 1 }
    return (
      range(start..<position), pieces, AddressRange(range: range(name..<position), isInline: false)
    )
  }

  /// Returns where the address in `(address "title")` is, and where that ends; nil if it is not one.
  private mutating func inlineAddress(at start: Int) -> (address: Range<Int>, end: Int)? {
    guard byte(start) == UInt8(ascii: "(") else { return nil }
    let first = behindBlanks(start + 1)
    var index = first
    if byte(first) == UInt8(ascii: "<") {
      guard let close = self.first(">", from: first) else { return nil }
      index = close + 1
    } else {
      var depth = 0
      scan: while let byte = byte(index) {
        switch byte {
        case UInt8(ascii: "\\"): index += 1
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"):
          if depth == 0 { break scan }
          depth -= 1
        case 0...0x20: break scan
        default: break
        }
        index += 1
      }
    }
    let address = first..<min(index, end)
    index = behindBlanks(address.upperBound)
    let closing: [UInt8: Unicode.Scalar] = [0x22: "\"", 0x27: "'", 0x28: ")"]
    if index > address.upperBound, let mark = byte(index).flatMap({ closing[$0] }) {
      guard let close = self.first(mark, from: index + 1) else { return nil }
      index = behindBlanks(close + 1)
    }
    return byte(index) == UInt8(ascii: ")") ? (address, index + 1) : nil
  }

  // MARK: Bytes

  /// Returns the byte at `index` of the block's text; nil behind its end.
  private func byte(_ index: Int) -> UInt8? { index < end ? bytes[index] : nil }

  /// Returns where `wanted`, in which nothing is escaped, ends if it begins at `start`.
  private mutating func matched(_ wanted: [UInt8], at start: Int) -> Int? {
    var (index, rest) = (start, wanted[...])
    defer { budget -= index - start + 1 }
    while let next = rest.first {
      guard let byte = byte(index) else { return nil }
      if byte == UInt8(ascii: "&"), let last = entityEnd(index) {
        let written = bytes[index...last]
        // The name of no character stands for itself.
        rest = rest.starts(with: written) ? rest.dropFirst(written.count) : rest.dropFirst(width(of: next))
        index = last + 1
      } else if byte == UInt8(ascii: "\\"), self.byte(index + 1) == next, isPunctuation(next) {
        rest.removeFirst()
        index += 2
      } else if byte == next {
        rest.removeFirst()
        index += 1
      } else {
        return nil
      }
    }
    return index
  }

  /// Returns where the semicolon of the entity at `index` is, `&amp;`; nil if there is none.
  private func entityEnd(_ index: Int) -> Int? {
    let name = bytes[(index + 1)..<min(end, index + 33)].prefix {
      isLetterOrDigit($0) || $0 == UInt8(ascii: "#")
    }
    return !name.isEmpty && byte(name.endIndex) == UInt8(ascii: ";") ? name.endIndex : nil
  }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !isLetterOrDigit(byte)
  }

  /// Returns the number of bytes of the character whose first one is `byte`.
  private func width(of byte: UInt8) -> Int {
    switch byte {
    case 0..<0x80: 1
    case 0x80..<0xE0: 2
    case 0xE0..<0xF0: 3
    default: 4
    }
  }

  /// Returns where the first `mark` from `start` on is that no backslash stands before.
  private mutating func first(_ mark: Unicode.Scalar, from start: Int) -> Int? {
    guard budget > 0 else { return nil }
    var index = start
    defer { budget -= index - start }
    while let byte = byte(index) {
      if byte == UInt8(ascii: mark) { return index }
      index += byte == UInt8(ascii: "\\") && mark != "`" ? 2 : 1
    }
    return nil
  }

  /// The number of backticks from `index` on.
  private func run(at index: Int) -> Int {
    var last = index
    while byte(last) == UInt8(ascii: "`") { last += 1 }
    return last - index
  }

  private mutating func skipBlanks() {
    while let byte = byte(position), byte == 0x20 || byte == 0x09 { position += 1 }
  }

  private mutating func skipMargin() { position = behindMargin(position) }

  /// Returns where the text of the line that begins at `index` begins, behind its indentation and the marks of quotes.
  private func behindMargin(_ index: Int) -> Int {
    var index = index
    while let byte = byte(index), byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ">") { index += 1 }
    return index
  }

  /// Returns where something else than blanks is from `index` on; one line end may be among them.
  private func behindBlanks(_ index: Int) -> Int {
    var index = index
    while let byte = byte(index), byte == 0x20 || byte == 0x09 { index += 1 }
    return byte(index) == UInt8(ascii: "\n") ? behindMargin(index + 1) : index
  }

  private mutating func take(_ range: Range<Int>) -> SourceRange {
    position = range.upperBound
    return self.range(range)
  }

  private func range(_ range: Range<Int>) -> SourceRange {
    SourceRange(
      start: lineStarts.location(ofByte: range.lowerBound),
      end: lineStarts.location(ofByte: range.upperBound))
  }
}
