internal import Yams

/// A failure that a cell is there to show: `//| expect: trap "Index out of range"`.
public struct ExpectedFailure: Sendable, Equatable {
  /// How the cell has to fail.
  public var kind: Kind
  /// What the message has to contain; nil if any will do.
  public var message: String?

  /// The ways in which a cell may be meant to fail.
  public enum Kind: String, Sendable, CaseIterable {
    /// The compiler refuses it.
    case compileError = "compile-error"
    /// A check of the Swift runtime, or a signal, ends it.
    case trap
    /// It throws an error that nobody catches.
    case `throws`
    /// It traps or throws, whichever: Jupyter's tag `raises-exception` does not say which.
    case failure
    /// It runs longer than it may.
    case timeout
  }

  /// Creates an expectation.
  public init(_ kind: Kind, message: String? = nil) {
    self.kind = kind
    self.message = message
  }

  /// Reads a kind and, in double quotes, a message; nil if `text` is something else.
  init?(_ text: String) {
    let word = text.prefix { $0 != " " }
    guard let kind = Kind(rawValue: String(word)) else { return nil }
    let rest = String(text.dropFirst(word.count)).trimmingBlanks
    self.init(kind)
    if rest.isEmpty { return }
    guard kind != .timeout, rest.count > 2, rest.hasPrefix("\""), rest.hasSuffix("\"") else { return nil }
    message = String(rest.dropFirst().dropLast()).replacing("\\\"", with: "\"")
  }

  /// Whether the failure with `message` is the one that was meant.
  func isMet(by message: String) -> Bool { self.message.map { message.contains($0) } ?? true }

  /// What is expected, after "this cell was expected to".
  var words: String {
    let what =
      switch kind {
      case .compileError: "not compile"
      case .trap: "trap"
      case .throws: "throw an error"
      case .failure: "trap or throw an error"
      case .timeout: "run out of time"
      }
    return message.map { "\(what) with a message that contains '\($0)'" } ?? what
  }

  /// Returns the option line `yaml` with its value quoted, if it is a line `expect: …` that quotes nothing.
  ///
  /// Compilers' messages are full of what YAML takes for itself, such as a colon and a space.
  static func quotingValue(of yaml: String) -> String {
    guard yaml.hasPrefix("expect:"), let match = yaml.wholeMatch(of: /(expect:\s+)([^'"].*?)\s*/) else {
      return yaml
    }
    return match.1 + "'" + match.2.replacing("'", with: "''") + "'"
  }
}

extension OptionValue<ExpectedFailure> {
  /// A failure that is meant.
  static let expectedFailure = OptionValue(
    oneOf: ExpectedFailure.Kind.allCases.map {
      OptionChoice(text: $0.rawValue, summary: "the cell is expected to " + ExpectedFailure($0).words)
    }, ", all but the last with a part of the message in double quotes"
  ) { node in
    node.scalar.flatMap { ExpectedFailure($0.string) }
  }
}
