extension Sequential: LayerGroup {
  /// The kind of layer.
  public var kind: String { "sequential" }

  /// The layers.
  public var members: [any Layer] {
    get { layers }
    set { replaceLayers(newValue) }
  }

  /// Names the layers that have no name.
  public mutating func nameMembers() throws(ShapeError) {
    var named = layers
    try prefixing { () throws(ShapeError) in try Self.name(&named) }
    replaceLayers(named)
  }

  /// Returns what each layer gets: the output of the one before.
  public func memberInputs(for input: Shape) throws(ShapeError) -> [Shape] {
    var shape = input
    var inputs: [Shape] = []
    for layer in layers {
      inputs.append(shape)
      shape = try prefixing { () throws(ShapeError) in try layer.outputShape(for: shape) }
    }
    return inputs
  }

  /// Returns the shape of the last layer's output.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !layers.isEmpty else {
      throw ShapeError(layer: name, problem: name.isEmpty ? .noLayers : .emptyBlock)
    }
    var shape = input
    for layer in layers {
      shape = try prefixing { () throws(ShapeError) in try layer.outputShape(for: shape) }
    }
    return shape
  }

  /// Names the layers, checks all shapes, and makes the parameters.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    try build(input: input, seed: Optional(seed))
  }

  /// Returns the field after all layers.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    guard let inputs = try? memberInputs(for: input) else { return field }
    return zip(layers, inputs).reduce(field) { $1.0.receptiveField(after: $0, input: $1.1) }
  }

  /// Returns the output of the last layer, and the way back through all of them.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    let passes = passes(x, context: inner(context), fuses: true)
    return ForwardPass(passes.output, buffers: passes.buffers) { [pullbacks = passes.pullbacks] dy in
      var gradients = LayerGradients(input: dy)
      for pullback in pullbacks.reversed() {
        let own = pullback(gradients.input)
        gradients.input = own.input
        gradients.parameters = own.parameters + gradients.parameters
      }
      return gradients
    }
  }

  /// Returns the output in double precision, layer by layer.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    var (y, next) = (x, 0)
    for layer in layers {
      let count = layer.parameters.count
      y = layer.reference(y, parameters: Array(parameters[next..<next + count]), context: inner(context))
      next += count
    }
    return y
  }
}

extension Sequential {
  /// Checks that all layers can train on batches of `batchSize`, and on the last, smaller one.
  ///
  /// - Throws: `ModelError` when a layer needs more inputs.
  func checkBatches(images: Int, batchSize: Int) throws {
    guard let inputShape else { throw ModelError.notBuilt }
    let rest = images % batchSize
    let smallest = rest == 0 ? min(images, batchSize) : rest
    for (layer, input) in zip(layers, try memberInputs(for: inputShape)) {
      let least = layer.smallestTrainingBatch(for: input)
      guard smallest >= least else {
        throw ModelError.batchTooSmall(layer: layer.name, least: least, got: smallest)
      }
    }
  }
}
