/// The value of a parameter, with the type that cells see.
public enum ParameterValue: Sendable, Equatable {
  /// A whole number, an `Int`.
  case integer(Int)
  /// A decimal number as it is written, a `Float` like the numbers of a tensor.
  case decimal(String)
  /// A choice, a `Bool`.
  case choice(Bool)
  /// A text, a `String`.
  case text(String)
  /// Values of one kind, an array.
  case list(Kind, [ParameterValue])

  /// The types that a parameter can have.
  public indirect enum Kind: Sendable, Equatable {
    case integer, decimal, choice, text
    case list(Kind)

    /// The type as cells see it.
    var swiftType: String {
      switch self {
      case .integer: "Int"
      case .decimal: "Float"
      case .choice: "Bool"
      case .text: "String"
      case .list(let kind): "[\(kind.swiftType)]"
      }
    }

    /// What must be written for a value of this kind.
    var expected: String {
      switch self {
      case .integer: "a whole number"
      case .decimal: "a number"
      case .choice: "true or false"
      case .text: "a text"
      case .list(.integer): "a list of whole numbers"
      case .list(.decimal): "a list of numbers"
      case .list(.choice): "a list of true and false"
      case .list: "a list of texts"
      }
    }
  }

  /// The type that the value has.
  public var kind: Kind {
    switch self {
    case .integer: .integer
    case .decimal: .decimal
    case .choice: .choice
    case .text: .text
    case .list(let kind, _): .list(kind)
    }
  }

  /// The value as Swift writes it.
  public var literal: String {
    switch self {
    case .integer(let number): "\(number)"
    case .decimal(let spelling): spelling
    case .choice(let choice): "\(choice)"
    case .text(let text): text.debugDescription
    case .list(_, let values): "[" + values.map(\.literal).joined(separator: ", ") + "]"
    }
  }

  /// The value as the worker is given it: the text of each element, or a single one.
  var texts: [String] {
    switch self {
    case .integer(let number): ["\(number)"]
    case .decimal(let spelling): ["\(Float(literal: spelling))"]
    case .choice(let choice): ["\(choice)"]
    case .text(let text): [text]
    case .list(_, let values): values.flatMap(\.texts)
    }
  }
}

extension Float {
  /// Creates the number that the compiler makes of `literal`, to the last bit.
  ///
  /// It takes a decimal literal at the largest precision that the processor has, and rounds that once more.
  fileprivate init(literal: String) {
    #if arch(x86_64)
      typealias Largest = Float80
    #else
      typealias Largest = Double
    #endif
    switch literal {
    case ".nan": self = .nan
    case ".infinity": self = .infinity
    case "-.infinity": self = -.infinity
    default: self = Int(literal).map { Float($0) } ?? Float(Largest(literal) ?? .nan)
    }
  }
}
