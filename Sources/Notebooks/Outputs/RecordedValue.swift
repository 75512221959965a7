internal import Display

/// A number that a cell has recorded under a name.
public struct RecordedValue: Sendable, Equatable {
  /// What the number is, such as `accuracy`.
  public var name: String
  /// The number in its shortest form, or `nan`, `inf` or `-inf`.
  public var spelling: String

  /// Creates a number called `name`.
  public init(name: String, spelling: String) { (self.name, self.spelling) = (name, spelling) }

  /// The number as readers see it.
  var shown: String {
    Int(spelling) != nil ? spelling : InlineText.text(of: Double(spelling) ?? .nan)
  }

  /// The name and the number as readers see them.
  var text: String { "\(name): \(shown)" }
}

extension RecordedValue {
  /// Reads what a cell has sent, or a record.
  init(_ record: RecordReader) throws {
    name = try record.text("name")
    switch record.value("value") {
    case .number(let spelling): self.spelling = spelling
    case .string(let spelling) where ["nan", "inf", "-inf"].contains(spelling): self.spelling = spelling
    default: throw record.failure("value", "a number, 'nan', 'inf' or '-inf'")
    }
  }

  /// The number as JSON, which has no word for those that are not finite.
  static func json(_ spelling: String) -> JSON {
    Double(spelling)?.isFinite == true ? .number(spelling) : .string(spelling)
  }

  /// The name and the number as a record.
  var record: JSON {
    .record(["kind": .string("recorded"), "name": .string(name), "value": RecordedValue.json(spelling)])
  }
}
