/// Reads files of BibTeX and biblatex: the entries, with the abbreviations of `@string` written out.
///
/// Source: "BibTeXing", O. Patashnik, 1988.
struct BibTeXReader {
  /// A work, and what is said of it.
  struct Entry: Equatable {
    /// What stands behind `@`, in small letters, such as `article`.
    var kind: String
    /// The name by which the work is cited.
    var key: String
    /// What is said of the work, in TeX, by names in small letters.
    var fields: [String: String] = [:]
    /// The line on which it begins, from 1.
    var line: Int
  }

  /// What is wrong with a file.
  struct Problem: Error, Equatable {
    var line: Int
    var message: String
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var abbreviations: [String: String] = Dictionary(
    uniqueKeysWithValues: zip(
      ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
      (1...12).map { "\($0)" }))
  private var entries: [Entry] = []
  private var problems: [Problem] = []

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// Returns the entries of `text` in order, and what is wrong with it.
  ///
  /// What is wrong with one entry costs that entry only.
  static func read(_ text: String) -> (entries: [Entry], problems: [Problem]) {
    var reader = BibTeXReader(text)
    reader.readAll()
    return (reader.entries, reader.problems)
  }

  private mutating func readAll() {
    var keys: Set<String> = []
    // All between entries is a comment.
    while let byte = peek {
      if byte != UInt8(ascii: "@") {
        advance()
        continue
      }
      let (start, startLine) = (position, line)
      do throws(Problem) {
        advance()
        if let entry = try readEntry(startLine) {
          if keys.insert(entry.key).inserted {
            entries.append(entry)
          } else {
            problems.append(Problem(line: startLine, message: "'\(entry.key)' is there already"))
          }
        }
      } catch {
        problems.append(error)
        // The next entry begins a line, as they all do where people write them.
        (position, line) = (start + 1, startLine)
        while let byte = peek, !(byte == UInt8(ascii: "@") && isAtStartOfLine) { advance() }
      }
    }
  }

  /// Reads what stands behind an `@`; nil if that is no work.
  private mutating func readEntry(_ startLine: Int) throws(Problem) -> Entry? {
    let kind = name().lowercased()
    skipBlanks()
    guard !kind.isEmpty, let open = peek, [UInt8(ascii: "{"), UInt8(ascii: "(")].contains(open) else {
      return nil  // An address such as a@b.org is a comment.
    }
    let closing = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    if kind == "comment" {
      _ = try delimited(startLine)
      return nil
    }
    advance()
    skipBlanks()
    if kind == "preamble" {
      _ = try value(startLine)
      skipBlanks()
      try expect(closing, of: "@preamble", startLine)
      return nil
    }
    var entry = Entry(kind: kind, key: "", line: startLine)
    if kind != "string" {
      entry.key = text(until: { [UInt8(ascii: ","), closing].contains($0) || $0.isBlank })
      guard !entry.key.isEmpty else { throw Problem(line: startLine, message: "this '@\(kind)' has no key") }
      skipBlanks()
    }
    let shown = kind == "string" ? "@string" : "'\(entry.key)'"
    if kind != "string", peek != closing { try expect(UInt8(ascii: ","), of: shown, startLine) }
    while true {
      skipBlanks()
      if peek == closing { break }
      let field = name().lowercased()
      guard !field.isEmpty else { throw unfinished(shown, startLine) }
      skipBlanks()
      try expect(UInt8(ascii: "="), of: shown, startLine)
      let value = try value(startLine)
      if kind == "string" { abbreviations[field] = value } else { entry.fields[field] = value }
      skipBlanks()
      guard peek == UInt8(ascii: ",") else { break }
      advance()
    }
    try expect(closing, of: shown, startLine)
    return kind == "string" ? nil : entry
  }

  /// Reads pieces with `#` between them.
  private mutating func value(_ startLine: Int) throws(Problem) -> String {
    var value = ""
    while true {
      skipBlanks()
      switch peek {
      case UInt8(ascii: "{"), UInt8(ascii: "\""): value += try delimited(startLine)
      default:
        let word = name()
        guard !word.isEmpty else { throw Problem(line: line, message: "a value is missing") }
        // A word without a meaning is most often a text whose quotes were forgotten.
        value += word.utf8.allSatisfy(\.isDigit) ? word : abbreviations[word.lowercased()] ?? word
      }
      skipBlanks()
      guard peek == UInt8(ascii: "#") else { return value }
      advance()
    }
  }

  /// Reads a text in braces, parentheses or quotes, without them; braces inside come in pairs.
  private mutating func delimited(_ startLine: Int) throws(Problem) -> String {
    let open = bytes[position]
    let closing =
      [UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "("): UInt8(ascii: ")")][open] ?? open
    advance()
    let start = position
    var depth = 0
    while let byte = peek {
      if byte == closing, depth == 0 {
        defer { advance() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
      }
      // Braces come in pairs behind a backslash, too; a quote there is an accent.
      if byte == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") {
        advance()
      } else if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
      }
      advance()
    }
    throw Problem(line: startLine, message: "the entry that begins here is never closed")
  }

  private mutating func expect(_ byte: UInt8, of shown: String, _ startLine: Int) throws(Problem) {
    guard peek == byte else { throw unfinished(shown, startLine) }
    advance()
  }

  private func unfinished(_ shown: String, _ startLine: Int) -> Problem {
    peek == nil
      ? Problem(line: startLine, message: "\(shown) is never closed")
      : Problem(
        line: line, message: "\(shown) takes fields 'name = {text},'; a comma or a brace is missing here")
  }

  private mutating func name() -> String {
    text { $0.isBlank || "{}()\",=#%@".utf8.contains($0) }
  }

  private mutating func text(until isEnd: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = peek, !isEnd(byte) { advance() }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte.isBlank { advance() }
  }

  private var isAtStartOfLine: Bool {
    bytes[..<position].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "\n")
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func advance() {
    if peek == UInt8(ascii: "\n") { line += 1 }
    position += 1
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
