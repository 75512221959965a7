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
    if loss {
      let p = graph.add("p", "softmax", .operation, shape, from: [last])
      let y = graph.add("y", "label", .input, shape, from: [])
      _ = graph.add("l", "−ln(yᵀp)", .operation, [], from: [p, y])
    }
    return graph
  }
}

extension ModelGraph {
  /// Adds a layer with the layers in it, and returns the name of the node that holds its output.
  fileprivate mutating func add(
    _ layer: any Layer, input: Shape, from source: String, path: String, parameters: Bool
  ) throws(ShapeError) -> String {
    let name = path + layer.name
    let output = try layer.outputShape(for: input)
    switch layer {
    case let block as Residual:
      let through = try addAll(
        block.body.layers, input: input, from: source, path: name + ".", parameters: parameters)
      var around = source
      if let shortcut = block.shortcut {
        around = try add(shortcut, input: input, from: source, path: name + ".", parameters: parameters)
      }
      return add(name, "+", .operation, output, from: [through, around])
    case let block as Parallel:
      var ends: [String] = []
      for branch in block.branches {
        ends.append(
          try add(branch, input: input, from: source, path: name + ".", parameters: parameters))
      }
      return add(name, "channels", .operation, output, from: ends)
    case let model as Sequential:
      return try addAll(
        model.layers, input: input, from: source, path: name + ".", parameters: parameters)
    default:
      var sources = [source]
      for own in parameters ? try layer.parameterShapes(for: input) : [] {
        sources.append(add("\(name).\(own.name)", "", .parameter, own.shape, from: []))
      }
      return add(name, "\(type(of: layer))", .layer, output, from: sources)
    }
  }

  private mutating func addAll(
    _ layers: [any Layer], input: Shape, from source: String, path: String, parameters: Bool
  ) throws(ShapeError) -> String {
    var (last, shape) = (source, input)
    for layer in layers {
      last = try add(layer, input: shape, from: last, path: path, parameters: parameters)
      shape = try layer.outputShape(for: shape)
    }
    return last
  }
}
