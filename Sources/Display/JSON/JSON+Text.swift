extension JSON {
  /// The value as text on one line, without blanks.
  public var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes, separator: ",")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the value as text over several lines.
  ///
  /// A list of plain values stays on one, since a series may be long.
  package func pretty() -> String {
    var bytes: [UInt8] = []
    appendPretty(to: &bytes, indentation: "\n")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value on one line, with `separator` between the values of a list.
  private func append(to bytes: inout [UInt8], separator: StaticString) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let spelling): bytes += spelling.utf8
    case .string(let text): JSON.appendQuoted(text, to: &bytes)
    case .array(let values):
      JSON.appendList(values, "[", separator, "]", to: &bytes) { $0.append(to: &$1, separator: ",") }
    case .object(let members):
      JSON.appendList(members.list, "{", ",", "}", to: &bytes) { member, bytes in
        JSON.appendQuoted(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(to: &bytes, separator: ",")
      }
    }
  }

  /// Appends the value over several lines; `indentation` is a line end and the blanks behind it.
  private func appendPretty(to bytes: inout [UInt8], indentation: String) {
    let inner = indentation + "  "
    switch self {
    case .array(let values) where values.contains(where: \.isNested):
      JSON.appendList(values, "[", ",", "", to: &bytes) { value, bytes in
        bytes += inner.utf8
        value.appendPretty(to: &bytes, indentation: inner)
      }
      bytes += (indentation + "]").utf8
    case .array: append(to: &bytes, separator: ", ")
    case .object(let members) where !members.list.isEmpty:
      JSON.appendList(members.list, "{", ",", "", to: &bytes) { member, bytes in
        bytes += inner.utf8
        JSON.appendQuoted(member.key, to: &bytes)
        bytes += ": ".utf8
        member.value.appendPretty(to: &bytes, indentation: inner)
      }
      bytes += (indentation + "}").utf8
    case .null, .bool, .number, .string, .object: append(to: &bytes, separator: ",")
    }
  }

  private static func appendList<Element>(
    _ elements: [Element], _ start: StaticString, _ separator: StaticString, _ end: StaticString,
    to bytes: inout [UInt8], _ append: (Element, inout [UInt8]) -> Void
  ) {
    func write(_ text: StaticString) { text.withUTF8Buffer { bytes += $0 } }
    write(start)
    for (index, element) in elements.enumerated() {
      if index > 0 { write(separator) }
      append(element, &bytes)
    }
    write(end)
  }

  /// Appends `text` as a JSON string.
  private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
