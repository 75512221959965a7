/// A JSON value whose text is the same on every run: keys keep their order, numbers their shortest form.
///
/// It exists so that a cell needs no Foundation to be shown.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case float(Float)
  case string(String)
  case array([JSON])
  case object(KeyValuePairs)

  /// The members of an object, in the order in which they are written.
  public struct KeyValuePairs: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// The key and value of each member.
    public var members: [Member]

    /// One member of an object.
    public struct Member: Sendable, Equatable {
      /// The name of the member.
      public var key: String
      /// What it holds.
      public var value: JSON

      /// Creates a member.
      public init(key: String, value: JSON) {
        self.key = key
        self.value = value
      }
    }

    /// Creates an object's members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSON)...) {
      members = elements.map { Member(key: $0.0, value: $0.1) }
    }
  }

  /// The value as compact JSON text.
  ///
  /// NaN and infinities, which JSON lacks, become strings.
  public var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += "\(value)"
    case .double(let value): text += value.isFinite ? "\(value)" : "\"\(value)\""
    case .float(let value): text += value.isFinite ? "\(value)" : "\"\(value)\""
    case .string(let value): JSON.write(string: value, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (index, member) in object.members.enumerated() {
        if index > 0 { text += "," }
        JSON.write(string: member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
