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

  func number(_ key: String) -> Double? {
    guard case .number(let spelling) = members[key] else { return nil }
    return Double(spelling)
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
