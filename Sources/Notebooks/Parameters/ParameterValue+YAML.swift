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
    switch YAMLScalar(scalar) {
    case .null, .integer(nil): return nil
    case .choice(let choice): self = .choice(choice)
    case .integer(let number?): self = .integer(number)
    case .decimal(let literal):
      // What is written with digits and is not finite as a 'Float' is too large for one.
      if let number = Float(literal), !number.isFinite { return nil }
      self = .decimal(literal)
    case .text: self = .text(scalar.string)
    }
  }
}
