import Display

extension JSON {
  /// The member `key`, or null.
  subscript(key: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    return members.list.first { $0.key == key }?.value ?? .null
  }

  /// The members of an object; none of anything else.
  var members: [Member] {
    guard case .object(let members) = self else { return [] }
    return members.list
  }

  /// The values of a list; none of anything else.
  var list: [JSON] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  /// The text, or an empty one.
  var string: String {
    guard case .string(let text) = self else { return "" }
    return text
  }

  /// The whole number, or −1.
  var number: Int {
    guard case .number(let spelling) = self else { return -1 }
    return Int(spelling) ?? -1
  }
}
