extension Sequential {
  /// Returns the output for one input or a batch of them, as the trained model gives it.
  ///
  /// - Throws: `ModelError` when the model is not built, `ShapeError` when the input has another shape.
  public func predict(_ x: Tensor) throws -> Tensor {
    let (batch, isSingle) = try batch(x)
    let output = passes(batch, context: .prediction, fuses: true).output
    return isSingle ? output.slice(0) : output
  }

  /// Returns the output of every layer for one input or a batch of them, with the layers' names.
  ///
  /// - Throws: `ModelError` when the model is not built, `ShapeError` when the input has another shape.
  public func activations(for x: Tensor) throws -> [(layer: String, output: Tensor)] {
    let (batch, isSingle) = try batch(x)
    var current = batch
    return layers.map { layer in
      current = layer.forward(current, context: .inference).output
      return (layer.name, isSingle ? current.slice(0) : current)
    }
  }

  /// Returns the output of the layer called `name`.
  ///
  /// - Throws: `ModelError` when there is no such layer or the model is not built, `ShapeError` when the
  ///   input has another shape.
  public func activation(of name: String, for x: Tensor) throws -> Tensor {
    guard let index = layers.firstIndex(where: { $0.name == name }) else {
      throw ModelError.noLayer(name, known: layers.map(\.name))
    }
    return try activations(for: x)[index].output
  }

  /// Returns one input or a batch as a batch, and whether it was one input.
  func batch(_ x: Tensor) throws -> (batch: Tensor, isSingle: Bool) {
    guard let inputShape else { throw ModelError.notBuilt }
    if x.shape == inputShape { return (x.reshaped(x.shape.batched(1)), true) }
    guard x.rank == inputShape.rank + 1, x.shape.droppingFirst == inputShape else {
      throw ShapeError(layer: "", problem: .input(expected: inputShape, got: x.shape))
    }
    return (x, false)
  }
}
