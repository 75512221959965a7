extension JSON {
  /// Returns the member `key`; nil if this is no object or has none.
  package func member(_ key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.list.first { $0.key == key }?.value
  }

  /// The text, if this is one.
  package var stringValue: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The whole number, if this is one.
  package var intValue: Int? {
    guard case .number(let spelling) = self else { return nil }
    return Int(spelling)
  }

  /// The truth value, if this is one.
  package var boolValue: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The values of a list; none if this is no list.
  package var values: [JSON] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  /// Returns the object with the member `key` replaced or added.
  package func with(_ key: String, _ value: JSON) -> JSON {
    guard case .object(var members) = self else { return self }
    if let index = members.list.firstIndex(where: { $0.key == key }) {
      members.list[index].value = value
    } else {
      members.list.append(.init(key: key, value: value))
    }
    return .object(members)
  }

  /// Returns the value with `change` applied to each object in it, inner ones first, except below `data`.
  ///
  /// What is called `data` belongs to the server that made it.
  package func changingObjects(_ change: (JSON) -> JSON) -> JSON {
    switch self {
    case .array(let values): return .array(values.map { $0.changingObjects(change) })
    case .object(var members):
      for index in members.list.indices where members.list[index].key != "data" {
        members.list[index].value = members.list[index].value.changingObjects(change)
      }
      return change(.object(members))
    case .null, .bool, .number, .string: return self
    }
  }
}
