/// The part of JSON that the head of a safetensors file needs: objects, arrays, texts and whole numbers.
enum HeaderJSON: Equatable {
  case object([(key: String, value: HeaderJSON)])
  case array([HeaderJSON])
  case text(String)
  case number(Int)

  static func == (left: HeaderJSON, right: HeaderJSON) -> Bool {
    switch (left, right) {
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    case (.array(let a), .array(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    default: false
    }
  }
}

/// Reads ``HeaderJSON``; depth and size are bounded, so that no input can exhaust the stack or the memory.
struct HeaderJSONParser {
  /// What is wrong, and at which byte.
  struct Failure: Error, Equatable {
    let reason: String
    let offset: Int
  }

  private let bytes: [UInt8]
  private var position = 0
  private static let deepest = 8

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Returns the value that `bytes` spell, with nothing but white space around it.
  static func parse(_ bytes: some Sequence<UInt8>) throws(Failure) -> HeaderJSON {
    var parser = HeaderJSONParser(Array(bytes))
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == parser.bytes.count else { throw parser.failure("there is text after the end") }
    return value
  }

  private func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: position) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(Failure) -> HeaderJSON {
    guard depth < Self.deepest else { throw failure("it is nested too deeply") }
    if skip("{") { return try object(depth: depth) }
    if skip("[") { return try array(depth: depth) }
    if skip("\"") { return .text(try text()) }
    return .number(try number())
  }

  private mutating func object(depth: Int) throws(Failure) -> HeaderJSON {
    var members: [(key: String, value: HeaderJSON)] = []
    var keys = Set<String>()
    if skip("}") { return .object([]) }
    repeat {
      guard skip("\"") else { throw failure("a name in quotes is missing") }
      let key = try text()
      guard keys.insert(key).inserted else { throw failure("\"\(key)\" is there twice") }
      guard skip(":") else { throw failure("a colon is missing") }
      members.append((key, try value(depth: depth + 1)))
    } while skip(",")
    guard skip("}") else { throw failure("a closing brace is missing") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(Failure) -> HeaderJSON {
    var elements: [HeaderJSON] = []
    if skip("]") { return .array([]) }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
    guard skip("]") else { throw failure("a closing bracket is missing") }
    return .array(elements)
  }

  private mutating func number() throws(Failure) -> Int {
    let start = position
    var value = 0
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (tens, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !first && !second else { throw failure("a number is too large") }
      value = sum
      position += 1
    }
    guard position > start else { throw failure("expected an object, an array, a text or a whole number") }
    guard position == start + 1 || bytes[start] != UInt8(ascii: "0") else {
      throw failure("a number begins with 0")
    }
    return value
  }

  private mutating func text() throws(Failure) -> String {
    var collected: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: collected, as: UTF8.self) else {
          throw failure("a text is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): collected += try escape()
      case 0..<0x20: throw failure("a text holds a control character")
      default: collected.append(byte)
      }
    }
    throw failure("a text does not end")
  }

  private mutating func escape() throws(Failure) -> [UInt8] {
    guard let byte = next else { throw failure("a text does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "u"):
      let first = try codeUnit()
      guard 0xd800..<0xdc00 ~= first else { return try utf8(UInt32(first)) }
      guard next == UInt8(ascii: "\\") else { throw failure("half of a surrogate pair is missing") }
      position += 1
      guard next == UInt8(ascii: "u") else { throw failure("half of a surrogate pair is missing") }
      position += 1
      let second = try codeUnit()
      guard 0xdc00..<0xe000 ~= second else { throw failure("half of a surrogate pair is missing") }
      return try utf8(0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
    default: throw failure("there is no such escape")
    }
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    guard position + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
      bytes[position] != UInt8(ascii: "+")
    else { throw failure("an escape needs four hexadecimal digits") }
    position += 4
    return unit
  }

  private func utf8(_ code: UInt32) throws(Failure) -> [UInt8] {
    guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair is missing") }
    return Array(String(Character(scalar)).utf8)
  }
}
