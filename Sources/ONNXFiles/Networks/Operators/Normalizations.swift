internal import CNN

/// `BatchNormalization` and its layer.
enum BatchNormalizationOperator: OperatorMapping {
  static let patterns = [["BatchNormalization"]]
  static let layers: [any Layer.Type] = [BatchNorm.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    try node.expect("spatial", 1)
    try node.expect("training_mode", 0)
    // ONNX says what part of the running statistics stays, and the layer what part is replaced: 0.9 is 0.1, to six places.
    let momentum = ((1 - (try node.float("momentum", default: 0.9))) * 1e6).rounded() / 1e6
    var layer = BatchNorm(epsilon: try node.float("epsilon", default: 1e-5), momentum: momentum)
    let channels = try node.weight(1).count
    layer.parameters = [
      Parameter("weight", try node.vector(1, count: channels)),
      Parameter("bias", try node.vector(2, count: channels)),
    ]
    layer.buffers = [
      Parameter("running_mean", try node.vector(3, count: channels)),
      Parameter("running_var", try node.vector(4, count: channels)),
    ]
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? BatchNorm else { return }
    let statistics = layer.buffers.map { node.tensor($0.name, $0.value) }
    node.add(
      "BatchNormalization", node.affine(layer, [node.inputShape[0]]) + statistics,
      attributes: [.float("epsilon", layer.epsilon), .float("momentum", 1 - layer.momentum)])
  }
}

/// `InstanceNormalization` and its layer.
enum InstanceNormalizationOperator: OperatorMapping {
  static let patterns = [["InstanceNormalization"]]
  static let layers: [any Layer.Type] = [InstanceNorm.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    var layer = InstanceNorm(epsilon: try node.float("epsilon", default: 1e-5), affine: true)
    let channels = try node.weight(1).count
    layer.parameters = [
      Parameter("weight", try node.vector(1, count: channels)),
      Parameter("bias", try node.vector(2, count: channels)),
    ]
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? InstanceNorm else { return }
    node.add(
      "InstanceNormalization", node.affine(layer, [node.inputShape[0]]),
      attributes: [.float("epsilon", layer.epsilon)])
  }
}

/// `GroupNormalization` and its layer.
enum GroupNormalizationOperator: OperatorMapping {
  static let patterns = [["GroupNormalization"]]
  static let layers: [any Layer.Type] = [GroupNorm.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let groups = try node.integer("num_groups", default: 0)
    node.ignore("stash_type")
    var layer = GroupNorm(groups, epsilon: try node.float("epsilon", default: 1e-5))
    let channels = try node.inputShape()[0]
    guard groups > 0, channels % groups == 0 else {
      throw NodeFailure(
        "its attribute \"num_groups\" is \(groups), expected a divisor of \(channels) channels")
    }
    // Before version 21 there was a factor and a summand for each group.
    func perChannel(_ index: Int) throws(NodeFailure) -> Tensor {
      guard node.opset < 21 else { return try node.vector(index, count: channels) }
      let own = try node.vector(index, count: groups)
      return Tensor(own.scalars.flatMap { repeatElement($0, count: channels / groups) })
    }
    layer.parameters = [Parameter("weight", try perChannel(1)), Parameter("bias", try perChannel(2))]
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? GroupNorm else { return }
    node.add(
      "GroupNormalization", node.affine(layer, [node.inputShape[0]]),
      attributes: [.float("epsilon", layer.epsilon), .integer("num_groups", layer.groups)])
  }
}

/// `LayerNormalization` and its layer.
enum LayerNormalizationOperator: OperatorMapping {
  static let patterns = [["LayerNormalization"]]
  static let layers: [any Layer.Type] = [LayerNorm.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let shape = try node.inputShape()
    let axis = try node.integer("axis", default: -1)
    node.ignore("stash_type")
    let first = axis < 0 ? axis + shape.rank + 1 : axis
    guard (1...shape.rank).contains(first) else {
      throw NodeFailure("its attribute \"axis\" is \(axis), expected one of the axes of \(shape)")
    }
    let own = Shape(Array(shape.dimensions.dropFirst(first - 1)))
    var layer = LayerNorm(lastAxes: own.rank, epsilon: try node.float("epsilon", default: 1e-5))
    let bias = node.has(2) ? try node.vector(2, count: own.count) : .zeros([own.count])
    layer.parameters = [
      Parameter("weight", try node.vector(1, count: own.count).reshaped(own)),
      Parameter("bias", bias.reshaped(own)),
    ]
    return [layer]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? LayerNorm else { return }
    node.add(
      "LayerNormalization",
      node.affine(layer, Shape(Array(node.inputShape.dimensions.suffix(layer.lastAxes)))),
      attributes: [.float("epsilon", layer.epsilon), .integer("axis", -layer.lastAxes)])
  }
}

extension LayerWriter {
  /// Writes the factors and summands of a normalization, ones and zeros where it has none.
  fileprivate mutating func affine(_ layer: any Layer, _ shape: Shape) -> [String] {
    let own = parameters(layer)
    return own.isEmpty ? [tensor("weight", .ones(shape)), tensor("bias", .zeros(shape))] : own
  }
}

/// `LRN` and its layer.
enum LocalResponseOperator: OperatorMapping {
  static let patterns = [["LRN"]]
  static let layers: [any Layer.Type] = [LocalResponseNorm.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    [
      LocalResponseNorm(
        try node.integer("size", default: 0), alpha: try node.float("alpha", default: 1e-4),
        beta: try node.float("beta", default: 0.75), bias: try node.float("bias", default: 1))
    ]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? LocalResponseNorm else { return }
    node.add(
      "LRN",
      attributes: [
        .integer("size", layer.size), .float("alpha", layer.alpha), .float("beta", layer.beta),
        .float("bias", layer.bias),
      ])
  }
}

/// Arithmetic of each channel with a constant, and the layer that scales and shifts channels.
enum ScaleOperator: OperatorMapping {
  static let patterns = [["Mul", "Add"], ["Mul"], ["Add"], ["Sub"], ["Div"], ["Neg"]]
  static let layers: [any Layer.Type] = [Scale.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    let shape = try node.inputShape()
    var (weight, bias): (Tensor?, Tensor?)
    let isFirst = node.has(0) && (try? node.known(0)) != nil
    switch node.operation {
    case "Mul": weight = try perChannel(&node, isFirst ? 0 : 1, shape)
    case "Add": bias = try perChannel(&node, isFirst ? 0 : 1, shape)
    case "Sub":
      bias = try perChannel(&node, isFirst ? 0 : 1, shape)
      if isFirst { weight = Tensor(repeating: -1, shape: [shape[0]]) } else { bias = bias.map { -$0 } }
    case "Div":
      guard !isFirst else { throw NodeFailure("it divides a constant by its input") }
      weight = try perChannel(&node, 1, shape).map { 1 / $0 }
    default: weight = Tensor(repeating: -1, shape: [shape[0]])
    }
    if node.nodes.count > 1 {
      node.next()
      let isFirst = node.has(0) && (try? node.known(0)) != nil
      bias = try perChannel(&node, isFirst ? 0 : 1, shape)
    }
    var layer = Scale(scales: weight != nil, shifts: bias != nil)
    layer.parameters =
      (weight.map { [Parameter("weight", $0)] } ?? []) + (bias.map { [Parameter("bias", $0)] } ?? [])
    return [layer]
  }

  /// Returns a number for each channel of inputs of a shape.
  private static func perChannel(
    _ node: inout NodeReader, _ index: Int, _ shape: Shape
  ) throws(NodeFailure) -> Tensor {
    let constant = try node.weight(index)
    let sizes = Array(repeating: 1, count: max(0, shape.rank + 1 - constant.rank)) + constant.shape.dimensions
    guard sizes.count == shape.rank + 1, constant.count == sizes[1], sizes[1] == 1 || sizes[1] == shape[0]
    else {
      throw NodeFailure(
        "its constant has shape \(constant.shape), which is not one number for each of the \(shape[0]) channels"
      )
    }
    return sizes[1] == shape[0]
      ? constant.flattened() : Tensor(repeating: constant.scalars[0], shape: [shape[0]])
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    let wide = Shape([node.inputShape[0]] + node.inputShape.dimensions.dropFirst().map { _ in 1 })
    for parameter in layer.parameters {
      node.add(
        parameter.name == "weight" ? "Mul" : "Add",
        [node.tensor(parameter.name, parameter.value.reshaped(wide))])
    }
  }
}

/// `Dropout`, which does nothing when a network is used.
enum DropoutOperator: OperatorMapping {
  static let patterns = [["Dropout"]]
  static let layers: [any Layer.Type] = [Dropout.self]

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    node.ignore("seed")
    if try node.number(2, or: "training_mode", default: 0) != 0 {
      throw NodeFailure("it drops numbers when the network is used, too")
    }
    return [Dropout(try node.number(1, or: "ratio", default: 0.5))]
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {
    guard let layer = layer as? Dropout else { return }
    node.add("Dropout", [node.tensor("ratio", Tensor(shape: [], scalars: [layer.rate]))])
  }
}

/// Operators that hand their input on, for which there is no layer.
enum IdentityOperator: OperatorMapping {
  static let patterns = [["Identity"], ["Cast"]]
  static let layers: [any Layer.Type] = []

  static func read(_ node: inout NodeReader) throws(NodeFailure) -> [any Layer]? {
    guard node.operation == "Cast" else { return [] }
    node.ignore("saturate", "round_mode")
    let type = ONNXElementType(rawValue: try node.integer("to", default: 1))
    guard type == .float32 else {
      throw NodeFailure("it makes numbers of another type than single precision")
    }
    return []
  }

  static func write(_ layer: any Layer, to node: inout LayerWriter) throws(NodeFailure) {}
}
