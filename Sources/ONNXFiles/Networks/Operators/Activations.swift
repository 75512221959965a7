internal import CNN

/// `Relu` and its layer.
enum ReLUOperator: OperatorMapping {
  static let patterns = [["Relu"]]
  static let layers: [any Layer.Type] = [ReLU.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? { [ReLU()] }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) { node.add("Relu") }
}

/// Operators that apply one function to each element, and their layers.
enum ActivationOperator: OperatorMapping {
  static let patterns = [
    ["LeakyRelu"], ["Sigmoid"], ["Tanh"], ["Elu"], ["Selu"], ["Celu"], ["Gelu"], ["Swish"], ["Mish"],
    ["Softplus"],
    ["Softsign"], ["HardSigmoid"], ["HardSwish"], ["Clip"],
  ]
  static let layers: [any Layer.Type] = [
    LeakyReLU.self, Sigmoid.self, Tanh.self, ELU.self, SELU.self, CELU.self, GELU.self, Mish.self,
    Softplus.self,
    Softsign.self, HardSigmoid.self, HardSwish.self, Clip.self,
  ]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    switch node.operation {
    case "LeakyRelu": return [LeakyReLU(try node.float("alpha", default: 0.01))]
    case "Sigmoid": return [Sigmoid()]
    case "Tanh": return [Tanh()]
    case "Elu": return [ELU(try node.float("alpha", default: 1))]
    case "Selu":
      try node.expect("alpha", 1.6732632 as Float)
      try node.expect("gamma", 1.050701 as Float)
      return [SELU()]
    case "Celu": return [CELU(try node.float("alpha", default: 1))]
    case "Gelu":
      let form = try node.text("approximate", default: "none")
      guard form == "none" || form == "tanh" else {
        throw NodeFailure("its attribute \"approximate\" is \"\(form)\"")
      }
      return [GELU(form == "none" ? .exact : .tanh)]
    case "Swish":
      try node.expect("alpha", 1 as Float)
      return [SiLU()]
    case "Mish": return [Mish()]
    case "Softplus": return [Softplus()]
    case "Softsign": return [Softsign()]
    case "HardSigmoid":
      return [
        HardSigmoid(
          slope: try node.float("alpha", default: 0.2), offset: try node.float("beta", default: 0.5))
      ]
    case "HardSwish": return [HardSwish()]
    default:
      // The bounds were attributes before version 11.
      let least = try node.number(1, or: "min", default: -.infinity)
      let largest = try node.number(2, or: "max", default: .infinity)
      return [least == 0 && largest == .infinity ? ReLU() : Clip(least, largest)]
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? any ActivationLayer else { return }
    switch layer.activation {
    case .relu: node.add("Relu")
    case .leakyReLU(let slope): node.add("LeakyRelu", attributes: [.float("alpha", slope)])
    case .sigmoid: node.add("Sigmoid")
    case .tanh: node.add("Tanh")
    case .elu(let alpha): node.add("Elu", attributes: [.float("alpha", alpha)])
    case .selu: node.add("Selu")
    case .celu(let alpha): node.add("Celu", attributes: [.float("alpha", alpha)])
    case .gelu: node.add("Gelu")
    case .geluTanh: node.add("Gelu", attributes: [.text("approximate", "tanh")])
    case .silu: throw NodeFailure("it is written by another operator")
    case .mish: node.add("Mish")
    case .softplus: node.add("Softplus")
    case .softsign: node.add("Softsign")
    case .hardSigmoid(let slope, let offset):
      node.add("HardSigmoid", attributes: [.float("alpha", slope), .float("beta", offset)])
    case .hardSwish: node.add("HardSwish")
    case .clip(let least, let largest):
      let bounds = [("min", least), ("max", largest)].map { name, bound in
        bound.isFinite ? node.tensor(name, Tensor(shape: [], scalars: [bound])) : ""
      }
      node.add("Clip", bounds[1].isEmpty ? bounds.filter { !$0.isEmpty } : bounds)
    }
  }
}

/// Activations that are written as the product of a value with a function of it, `x · σ(x)`.
enum GatedActivationOperator: OperatorMapping {
  static let patterns: [[String]] = []
  static let layers: [any Layer.Type] = [SiLU.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? { nil }

  /// Returns the activation that multiplies its input by what `gate` makes of it; nil if there is none.
  static func activation(gate: [any Layer]) -> (any Layer)? {
    let functions = gate.compactMap { ($0 as? any ActivationLayer)?.activation }
    guard functions.count == gate.count else { return nil }
    switch functions {
    case [.sigmoid]: return SiLU()
    case [.softplus, .tanh]: return Mish()
    case [.hardSigmoid(slope: 1 / 6, offset: 0.5)]: return HardSwish()
    default: return nil
    }
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    let input = node.value
    node.add("Sigmoid")
    node.add("Mul", [node.value], value: input)
  }
}

/// `PRelu` and its layer.
enum PReLUOperator: OperatorMapping {
  static let patterns = [["PRelu"]]
  static let layers: [any Layer.Type] = [PReLU.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let (shape, slopes) = (try node.inputShape(), try node.weight(1))
    let sizes = Array(repeating: 1, count: max(0, shape.rank + 1 - slopes.rank)) + slopes.shape.dimensions
    guard sizes.count == shape.rank + 1, slopes.count == 1 || slopes.count == shape[0] && sizes[1] == shape[0]
    else {
      throw NodeFailure(
        "its slopes have shape \(slopes.shape), which is not one for each of \(shape[0]) channels")
    }
    var layer = PReLU(shared: slopes.count == 1)
    layer.parameters = [Parameter("weight", slopes.flattened())]
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    let slopes = layer.parameters[0].value
    let wide = Shape([slopes.count] + node.inputShape.dimensions.dropFirst().map { _ in 1 })
    node.add("PRelu", [node.tensor("weight", slopes.reshaped(wide))])
  }
}

/// `Softmax` and `LogSoftmax` and their layers.
enum SoftmaxOperator: OperatorMapping {
  static let patterns = [["Softmax"], ["LogSoftmax"]]
  static let layers: [any Layer.Type] = [Softmax.self, LogSoftmax.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let shape = try node.inputShape()
    // Before version 13 all axes from the one that is named were taken together.
    let isOld = node.opset < 13
    let axis = try node.integer("axis", default: isOld ? 1 : -1)
    guard axis == 1 || axis == -shape.rank, !isOld || shape.count == shape[0] else {
      throw NodeFailure("it normalizes \(shape) from axis \(axis) on, only the channels have an equal")
    }
    return [node.operation == "Softmax" ? Softmax() : LogSoftmax()]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    node.add(layer is Softmax ? "Softmax" : "LogSoftmax", attributes: [.integer("axis", 1)])
  }
}
