/// Reads JSON text.
package struct JSONParser {
  /// Why a text is not JSON, and in which line.
  package struct Failure: Error, Equatable {
    /// What is wrong.
    package var reason: String
    /// The line, from 1.
    package var line: Int
    /// The byte, from 0.
    package var offset: Int

    /// Creates a reason.
    package init(reason: String, line: Int, offset: Int) {
      self.reason = reason
      self.line = line
      self.offset = offset
    }
  }

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Returns the value that `text` is.
  package static func parse(_ text: String) throws(Failure) -> JSON { try parse(Array(text.utf8)) }

  /// Returns the value that `bytes` spell.
  package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
    var parser = JSONParser(bytes)
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.position == parser.bytes.count else { throw parser.failure("text after the value") }
    return value
  }

  private mutating func value() throws(Failure) -> JSON {
    skipBlanks()
    depth += 1
    defer { depth -= 1 }
    // Recursion must end before the stack does.
    guard depth < 200 else { throw failure("too deep") }
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case let byte? where byte == UInt8(ascii: "-") || 0x30...0x39 ~= byte: return try number()
    default: return try word()
    }
  }

  private mutating func object() throws(Failure) -> JSON {
    position += 1
    var members: [JSON.Member] = []
    // Few keys are compared faster than they are hashed.
    var keys: Set<String> = []
    skipBlanks()
    if take("}") { return .object([:]) }
    repeat {
      skipBlanks()
      let key = try string()
      let isNew: Bool
      if members.count < JSONParser.fewKeys {
        isNew = !members.contains { $0.key == key }
      } else {
        if keys.isEmpty { keys = Set(members.map(\.key)) }
        isNew = keys.insert(key).inserted
      }
      guard isNew else { throw failure("\"\(key)\" is there twice") }
      skipBlanks()
      guard take(":") else { throw failure("expected ':'") }
      members.append(.init(key: key, value: try value()))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw failure("expected ',' or '}'") }
    return .object(.init(members))
  }

  private static let fewKeys = 16

  private mutating func array() throws(Failure) -> JSON {
    position += 1
    var values: [JSON] = []
    skipBlanks()
    if take("]") { return .array([]) }
    repeat {
      values.append(try value())
      skipBlanks()
    } while take(",")
    guard take("]") else { throw failure("expected ',' or ']'") }
    return .array(values)
  }

  private mutating func number() throws(Failure) -> JSON {
    let spelling = bytes[position...].prefix { byte in
      switch byte {
      case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"),
        UInt8(ascii: "e"):
        true
      default: false
      }
    }
    let text = String(decoding: spelling, as: UTF8.self)
    if isPlain(spelling) {
      position += spelling.count
      return .number(text)
    }
    let digits = spelling.drop { $0 == UInt8(ascii: "-") }
    let beginsWithZero =
      digits.first == UInt8(ascii: "0") && digits.dropFirst().first.map { 0x30...0x39 ~= $0 } == true
    guard Double(text) != nil, !beginsWithZero, spelling.last != UInt8(ascii: ".") else {
      throw failure("'\(text)' is no number")
    }
    position += spelling.count
    return .number(text)
  }

  /// Whether `spelling` is digits with a point between them at most, as most numbers are.
  private func isPlain(_ spelling: ArraySlice<UInt8>) -> Bool {
    let digits = spelling.first == UInt8(ascii: "-") ? spelling.dropFirst() : spelling
    let whole = digits.prefix { 0x30...0x39 ~= $0 }
    guard let first = whole.first, first != UInt8(ascii: "0") || whole.count == 1 else { return false }
    let rest = digits[whole.endIndex...]
    return rest.isEmpty
      || rest.count > 1 && rest.first == UInt8(ascii: ".")
        && rest.dropFirst().allSatisfy { 0x30...0x39 ~= $0 }
  }

  private mutating func word() throws(Failure) -> JSON {
    for (word, value) in [("null", JSON.null), ("true", .bool(true)), ("false", .bool(false))]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw failure("expected a value")
  }

  private mutating func string() throws(Failure) -> String {
    guard take("\"") else { throw failure("expected a text in quotes") }
    let start = position
    while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      position += 1
    }
    var units = Array(bytes[start..<position])
    while let byte = peek, byte != UInt8(ascii: "\"") {
      position += 1
      if byte < 0x20 { throw failure("a control character in a text") }
      if byte == UInt8(ascii: "\\") { units += try escape().utf8 } else { units.append(byte) }
    }
    guard take("\"") else { throw failure("a text is never closed") }
    guard let text = String(validating: units, as: UTF8.self) else { throw failure("a text is not UTF-8") }
    return text
  }

  private mutating func escape() throws(Failure) -> String {
    guard let byte = peek else { throw failure("a text is never closed") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if 0xD800..<0xDC00 ~= units[0], take("\\"), take("u") { units.append(try codeUnit()) }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw failure("half of a surrogate pair is missing")
      }
      return text
    default: throw failure("an unknown escape in a text")
    }
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
      throw failure("expected four digits")
    }
    position += 4
    return unit
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard let peek, UInt32(peek) == mark.value else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func failure(_ reason: String) -> Failure {
    Failure(reason: reason, line: 1 + bytes.prefix(position).count { $0 == 0x0A }, offset: position)
  }
}
