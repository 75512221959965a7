internal import Display

/// Reads the members of one object of a record and tells what is missing.
struct RecordReader {
  /// Why a record cannot be read.
  struct Failure: Error, Equatable {
    var reason: String
  }

  private let members: [String: JSON]
  private let path: String

  init(_ value: JSON, path: String) {
    var members: [String: JSON] = [:]
    if case .object(let list) = value { for member in list.list { members[member.key] = member.value } }
    self.members = members
    self.path = path
  }

  func value(_ key: String) -> JSON? { members[key] }

  func text(_ key: String) throws -> String {
    guard case .string(let text) = members[key] else { throw failure(key, "a text") }
    return text
  }

  func integer(_ key: String) throws -> Int {
    guard case .number(let spelling) = members[key], let number = Int(spelling) else {
      throw failure(key, "a whole number")
    }
    return number
  }

  /// Returns a number; nil if there is none.
  func number(_ key: String) throws -> Double? {
    guard let value = members[key] else { return nil }
    guard case .number(let spelling) = value, let number = Double(spelling) else {
      throw failure(key, "a number")
    }
    return number
  }

  func bool(_ key: String) throws -> Bool {
    guard case .bool(let value) = members[key] else { throw failure(key, "true or false") }
    return value
  }

  func texts(_ key: String) throws -> [String] { try strings(in: members[key], key) }

  func rows(_ key: String) throws -> [[String]] {
    guard case .array(let rows) = members[key] else { throw failure(key, "a list") }
    return try rows.map { try strings(in: $0, key) }
  }

  func list(_ key: String) throws -> [RecordReader] {
    guard case .array(let values) = members[key] else { throw failure(key, "a list") }
    return values.enumerated().map { RecordReader($1, path: "\(path)\(key)[\($0)].") }
  }

  /// Returns an object whose members are all texts.
  func dictionary(_ key: String) throws -> [String: String] {
    guard case .object(let members) = members[key] else { throw failure(key, "an object") }
    let reader = RecordReader(.object(members), path: "\(path)\(key).")
    return try Dictionary(
      members.list.map { ($0.key, try reader.text($0.key)) }, uniquingKeysWith: { $1 })
  }

  func object(_ key: String) -> RecordReader? {
    members[key].map { RecordReader($0, path: "\(path)\(key).") }
  }

  func failure(_ key: String, _ expected: String) -> Failure {
    Failure(reason: "'\(path)\(key)' should be \(expected)")
  }

  private func strings(in value: JSON?, _ key: String) throws -> [String] {
    guard case .array(let values) = value else { throw failure(key, "a list") }
    return try values.map { value in
      guard case .string(let text) = value else { throw failure(key, "a list of texts") }
      return text
    }
  }
}
