internal import Display

extension JSON {
  /// Returns an object whose members are sorted by key, without those that are nil.
  static func record(_ members: [String: JSON?]) -> JSON {
    let present = members.compactMap { key, value in value.map { Member(key: key, value: $0) } }
    return .object(.init(present.sorted { $0.key < $1.key }))
  }
}
