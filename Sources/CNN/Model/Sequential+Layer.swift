extension Sequential: LayerGroup {
  /// The kind of layer.
  public var kind: String { "sequential" }

  /// The layers.
  public var members: [any Layer] {
    get { layers }
    set { replaceLayers(newValue) }
  }

  /// One layer after the other.
  public var wiring: Wiring { .chain(layers.count) }

  /// Names the layers, checks all shapes, and makes the parameters.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    try build(input: input, seed: Optional(seed))
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
