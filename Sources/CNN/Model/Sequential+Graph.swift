extension Sequential {
  /// Returns the computational graph of the model for inputs of a shape; the model need not be built.
  ///
  /// - Parameters:
  ///   - input: The shape of one input, such as `[1, 28, 28]`.
  ///   - parameters: Whether weights and biases are nodes, too.
  ///   - loss: Whether softmax and cross-entropy with a label `y` follow.
  /// - Throws: `ShapeError`, which names the layer that cannot take what comes to it.
  public func graph(
    input: Shape, parameters: Bool = false, loss: Bool = false
  ) throws(ShapeError) -> ModelGraph {
    guard !layers.isEmpty else { throw ShapeError(layer: "", problem: .noLayers) }
    var named = self
    try named.nameMembers()
    var graph = ModelGraph()
    var last = graph.add("x", "", .input, input, from: [])
    var shape = input
    for layer in named.layers {
      last = try graph.add(layer, input: shape, from: last, path: "", parameters: parameters)
      shape = try layer.outputShape(for: shape)
    }
    if loss { graph.addLoss(of: last, shape) }
    return graph
  }

  /// Returns the graph with a node for each block, and one for blocks in a row that are alike.
  ///
  /// A block is a layer of the model with what follows it and changes its values only, such as batch normalization and
  /// an activation.
  ///
  /// - Throws: `ShapeError` when there are no layers, or one of them cannot take what comes to it.
  func foldedGraph(input: Shape, loss: Bool) throws(ShapeError) -> ModelGraph {
    guard !layers.isEmpty else { throw ShapeError(layer: "", problem: .noLayers) }
    var named = self
    try named.nameMembers()
    var blocks: [(names: [String], types: [String], shape: Shape)] = []
    var shape = input
    for (name, layer) in named.flattened(path: "") {
      let output = try layer.outputShape(for: shape)
      let hasParameters = try !layer.parameterShapes(for: shape).isEmpty
      if output == shape, layer is BatchNorm || !hasParameters, let last = blocks.indices.last {
        blocks[last].types.append(layer.blockType)
      } else {
        blocks.append(([name], [layer.blockType], output))
      }
      shape = output
    }
    var folded: [(names: [String], types: [String], shape: Shape)] = []
    for block in blocks {
      if let last = folded.last, last.types == block.types, last.shape == block.shape {
        folded[folded.count - 1].names += block.names
      } else {
        folded.append(block)
      }
    }
    var graph = ModelGraph()
    var last = graph.add("x", "", .input, input, from: [])
    for block in folded {
      let count = block.names.count
      let name = count == 1 ? block.names[0] : "\(block.names[0]) – \(block.names[count - 1])"
      let type = (count == 1 ? "" : "\(count) × ") + block.types.joined(separator: " · ")
      last = graph.add(name, type, .layer, block.shape, from: [last])
    }
    if loss { graph.addLoss(of: last, shape) }
    return graph
  }
}

extension LayerGroup {
  /// The layers with their full names, those of a chain in its position.
  fileprivate func flattened(path: String) -> [(name: String, layer: any Layer)] {
    members.flatMap { layer -> [(name: String, layer: any Layer)] in
      guard let group = layer as? any LayerGroup, group.wiring.isChain else {
        return [(path + layer.name, layer)]
      }
      return group.flattened(path: "\(path)\(layer.name).")
    }
  }
}

extension Layer {
  /// What the layer is, with what it is made of.
  fileprivate var blockType: String {
    switch self {
    case let block as Residual:
      let parts = block.body.layers.filter { !($0 is ReLU) && !($0 is BatchNorm) }
      let counts = parts.map { "\(type(of: $0))" }.reduce(into: [(type: String, count: Int)]()) {
        counts, type in
        if counts.last?.type == type { counts[counts.count - 1].count += 1 } else { counts.append((type, 1)) }
      }
      let body = counts.map { $0.count == 1 ? $0.type : "\($0.count) \($0.type)" }.joined(separator: ", ")
      return "Residual (\(body)\(block.shortcut == nil ? "" : "; projection"))"
    case let block as Parallel: return "Parallel (\(block.branches.count) branches)"
    default: return "\(type(of: self))"
    }
  }
}

extension ModelGraph {
  /// Adds a layer with the layers in it, and returns the name of the node that holds its output.
  fileprivate mutating func add(
    _ layer: any Layer, input: Shape, from source: String, path: String, parameters: Bool
  ) throws(ShapeError) -> String {
    let name = path + layer.name
    let output = try layer.outputShape(for: input)
    guard let group = layer as? any LayerGroup else {
      var sources = [source]
      for own in parameters ? try layer.parameterShapes(for: input) : [] {
        sources.append(add("\(name).\(own.name)", "", .parameter, own.shape, from: []))
      }
      return add(name, "\(type(of: layer))", .layer, output, from: sources)
    }
    let (members, shapes) = (group.members, try group.memberInputs(for: input))
    let ends = try group.wiring.follow(source) { (index, source) throws(ShapeError) in
      try add(
        members[index], input: shapes[index], from: source, path: name + ".", parameters: parameters)
    }.outputs
    guard ends.count > 1 else { return ends[0] }
    return add(name, group.wiring.joint == .sum ? "+" : "channels", .operation, output, from: ends)
  }

  fileprivate mutating func addLoss(of last: String, _ shape: Shape) {
    let p = add("p", "softmax", .operation, shape, from: [last])
    let y = add("y", "label", .input, shape, from: [])
    _ = add("l", "−ln(yᵀp)", .operation, [], from: [p, y])
  }
}
