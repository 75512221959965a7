/// The values of a notebook's parameters, which the runner gives to the worker before any cell runs.
///
/// No value is part of what is compiled, so that another one compiles nothing. A value travels as texts, one for each
/// element of an array and a single one otherwise, from which `LosslessStringConvertible` makes the same bits again.
package enum ParameterValues {
  private static let texts = ForkableMutex<[String: [String]]>([:])

  /// Returns what the runner sends for the parameter `name`.
  package static func message(_ name: String, _ texts: [String]) -> String {
    JSON.array(([name] + texts).map(JSON.string)).text
  }

  /// Takes the value that `message` tells.
  package static func receive(_ message: String) {
    guard case .array(let values)? = try? JSONParser.parse(message) else { return }
    let received = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    if let name = received.first { texts.withLock { $0[name] = Array(received.dropFirst()) } }
  }

  fileprivate static func texts(of name: String) -> [String] { texts.withLock { $0[name] ?? [] } }
}

// Members, since a function could not be called in the declaration of a parameter that has its name.

extension String {
  /// Returns the value of the parameter with this name; the cell that declares the parameters calls this.
  public func _parameterValue<Value: LosslessStringConvertible>() -> Value {
    Value(ParameterValues.texts(of: self)[0])!
  }

  /// Returns the value of the parameter with this name, which is an array.
  public func _parameterValue<Value: LosslessStringConvertible>() -> [Value] {
    ParameterValues.texts(of: self).map { Value($0)! }
  }
}
