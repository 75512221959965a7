/// A JSON text as a value that keeps numbers as they are spelled and members in their order.
///
/// Foundation's own values do neither, and a record that is read and written again must not change.
indirect enum JSONValue: Equatable {
  case null
  case bool(Bool)
  /// A number, as it is spelled.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One member of an object.
  struct Member: Equatable {
    var key: String
    var value: JSONValue
  }

  /// Returns an object whose members are sorted by key, without those that are nil.
  static func record(_ members: [String: JSONValue?]) -> JSONValue {
    let present = members.compactMap { key, value in value.map { Member(key: key, value: $0) } }
    return .object(present.sorted { $0.key < $1.key })
  }

  static func number(_ value: Int) -> JSONValue { .number("\(value)") }
  static func number(_ value: Double) -> JSONValue {
    value.isFinite ? .number("\(value)") : .string("\(value)")
  }

  /// Whether it holds other values.
  var isNested: Bool {
    switch self {
    case .array, .object: true
    case .null, .bool, .number, .string: false
    }
  }
}
