/// A JSON value that keeps numbers as they are spelled and members in their order.
///
/// Its text is therefore the same on every run, and after being read and written again. It exists so that a cell
/// needs no Foundation to be shown, and a record of a run does not change by being read.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number, as it is spelled.
  case number(String)
  case string(String)
  case array([JSON])
  case object(Members)

  /// The members of an object, in the order in which they are written.
  public struct Members: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// The members.
    public var list: [Member]

    /// Creates members from a list.
    public init(_ list: [Member]) { self.list = list }

    /// Creates members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSON)...) {
      list = elements.map { Member(key: $0.0, value: $0.1) }
    }
  }

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

  /// Returns a whole number.
  public static func int(_ value: Int) -> JSON { .number("\(value)") }

  /// Returns a number in its shortest form; NaN and infinities, which JSON lacks, become strings.
  public static func double(_ value: Double) -> JSON {
    value.isFinite ? .number("\(value)") : .string("\(value)")
  }

  /// Returns a number in its shortest form; NaN and infinities, which JSON lacks, become strings.
  public static func float(_ value: Float) -> JSON {
    value.isFinite ? .number("\(value)") : .string("\(value)")
  }

  /// Whether it holds other values.
  package var isNested: Bool {
    switch self {
    case .array, .object: true
    case .null, .bool, .number, .string: false
    }
  }
}
