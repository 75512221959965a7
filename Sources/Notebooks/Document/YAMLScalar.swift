internal import Yams

/// What a scalar without quotes is in the core schema of YAML 1.2 (section 10.3.2).
enum YAMLScalar: Equatable {
  case null
  case choice(Bool)
  /// A whole number; nil if it is beyond `Int`.
  case integer(Int?)
  /// A decimal number, infinity, or what is no number, as Swift writes it.
  case decimal(String)
  case text

  /// Reads `scalar`; what stands in quotes is a text.
  init(_ scalar: Node.Scalar) {
    guard scalar.style == .plain || scalar.style == .any else {
      self = .text
      return
    }
    self.init(plain: scalar.string)
  }

  private init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .choice(true)
    case "false", "False", "FALSE": self = .choice(false)
    case ".nan", ".NaN", ".NAN": self = .decimal(".nan")
    default: self = YAMLScalar.number(text) ?? .text
    }
  }

  private static func number(_ text: String) -> YAMLScalar? {
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
    if text.wholeMatch(of: /[-+]?[0-9]+/) != nil { return .integer(Int(text)) }
    if let match = text.wholeMatch(of: /0o([0-7]+)/) { return .integer(Int(match.1, radix: 8)) }
    if let match = text.wholeMatch(of: /0x([0-9a-fA-F]+)/) { return .integer(Int(match.1, radix: 16)) }
    if let match = text.wholeMatch(of: /([-+]?)\.(inf|Inf|INF)/) {
      return .decimal(match.1 == "-" ? "-.infinity" : ".infinity")
    }
    guard let match = text.wholeMatch(of: /([-+]?)([0-9]*)(\.?)([0-9]*)([eE][-+]?[0-9]+)?/),
      !match.2.isEmpty || !match.4.isEmpty
    else { return nil }
    // Swift wants a digit on either side of the point.
    let whole = match.2.isEmpty ? "0" : match.2
    let fraction = match.3.isEmpty ? "" : "." + (match.4.isEmpty ? "0" : match.4)
    return .decimal((match.1 == "-" ? "-" : "") + whole + fraction + (match.5 ?? ""))
  }
}
