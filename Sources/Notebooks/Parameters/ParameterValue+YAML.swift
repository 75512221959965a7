internal import Yams

extension ParameterValue {
  /// Reads a value whose type follows from how it is written; nil if it is none.
  init?(_ node: Node) {
    if let scalar = node.scalar {
      guard let value = ParameterValue(scalar) else { return nil }
      self = value
      return
    }
    // A list of lists is no value, and YAML's aliases make the whole of one larger than any memory.
    guard let nodes = node.sequence, nodes.allSatisfy({ $0.scalar != nil }) else { return nil }
    guard case let values = nodes.map({ ParameterValue($0) }), let first = values.first??.kind else {
      return nil
    }
    // One decimal number among whole ones makes all of them decimal.
    let isDecimal = values.contains { $0?.kind == .decimal }
    self.init(node, as: .list(isDecimal && first == .integer ? .decimal : first))
  }

  /// Reads a value of the type `kind`; nil if `node` holds something else.
  init?(_ node: Node, as kind: Kind) {
    if case .list(let element) = kind {
      if case .list = element { return nil }
      guard let nodes = node.sequence, nodes.allSatisfy({ $0.scalar != nil }) else { return nil }
      let values = nodes.map { ParameterValue($0, as: element) }
      guard values.allSatisfy({ $0 != nil }) else { return nil }
      self = .list(element, values.compactMap(\.self))
      return
    }
    guard let scalar = node.scalar else { return nil }
    if kind == .text {
      self = .text(scalar.string)
      return
    }
    switch ParameterValue(scalar) {
    case .integer(let number) where kind == .decimal: self = .decimal("\(number)")
    case let value? where value.kind == kind: self = value
    default: return nil
    }
  }

  private init?(_ scalar: Node.Scalar) {
    let text = scalar.string
    guard scalar.style == .plain || scalar.style == .any else {
      self = .text(text)
      return
    }
    if ["", "~", "null"].contains(text) { return nil }
    if let choice = Bool(text) {
      self = .choice(choice)
    } else if text.wholeMatch(of: /[-+]?[0-9]+/) != nil {
      guard let number = Int(text) else { return nil }
      self = .integer(number)
    } else if let match = text.wholeMatch(of: /\+?(-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)/) {
      guard let number = Float(match.1), number.isFinite else { return nil }
      self = .decimal(String(match.1))
    } else {
      self = .text(text)
    }
  }
}
