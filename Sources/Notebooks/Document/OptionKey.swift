internal import Yams

/// A key that an author may write, and the property of `Subject` that it sets.
///
/// The tables of these (`FrontMatter.keys`, `CellOptions.keys`) are the only place that knows a key: names,
/// help and parsing come from them.
struct OptionKey<Subject>: Sendable {
  /// How the key is written.
  let name: String
  /// What it does, for the help.
  let summary: String
  /// What its value must be, as in "true or false".
  let expected: String
  /// What its value may be or begin with, as far as that can be listed.
  let choices: [OptionChoice]
  /// Sets the property; false if the value is not what is expected.
  let set: @Sendable (inout Subject, Node) -> Bool

  /// Creates a key for a property that always has a value.
  init<Value>(
    _ name: String, _ kind: OptionValue<Value>, _ property: any WritableKeyPath<Subject, Value> & Sendable,
    _ summary: String
  ) {
    self.init(name, kind, summary) { $0[keyPath: property] = $1 }
  }

  /// Creates a key for a property that may be absent.
  init<Value>(
    _ name: String, _ kind: OptionValue<Value>, _ property: any WritableKeyPath<Subject, Value?> & Sendable,
    _ summary: String
  ) {
    self.init(name, kind, summary) { $0[keyPath: property] = $1 }
  }

  private init<Value>(
    _ name: String, _ kind: OptionValue<Value>, _ summary: String,
    assign: @escaping @Sendable (inout Subject, Value) -> Void
  ) {
    self.name = name
    self.summary = summary
    (expected, choices) = (kind.expected, kind.choices)
    set = { subject, node in
      guard let value = kind.read(node) else { return false }
      assign(&subject, value)
      return true
    }
  }
}

/// A key of the front matter or of a cell, as help and editors show it.
public struct OptionHelp: Sendable, Equatable {
  /// How the key is written.
  public var name: String
  /// What its value must be.
  public var expected: String
  /// What its value may be or begin with, as far as that can be listed.
  public var choices: [OptionChoice]
  /// What it does.
  public var summary: String

  init<Subject>(_ key: OptionKey<Subject>) {
    name = key.name
    expected = key.expected
    choices = key.choices
    summary = key.summary
  }
}
