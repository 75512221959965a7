/// A forward pass of one image through a model, with the pullback of every layer.
struct RecordedPass {
  /// The names of the layers, first to last.
  let layers: [String]
  /// The output of each layer, a batch of one.
  let outputs: [Tensor]
  private let input: Tensor
  private let pullbacks: [Pullback]

  /// Runs `image` through `model`, up to its layer `last` or to the end.
  ///
  /// - Throws: `ModelError` when the model is not built, `ShapeError` when the image has another shape,
  ///   `InterpretationError` when it is not one image.
  init(_ model: Sequential, _ image: Tensor, upTo last: Int? = nil) throws {
    let (batch, isSingle) = try model.batch(image)
    guard isSingle else {
      throw ShapeError(
        layer: "", problem: .input(expected: model.inputShape ?? image.shape, got: image.shape))
    }
    var current = batch
    var (names, outputs, pullbacks) = ([String](), [Tensor](), [Pullback]())
    for layer in model.layers[...(last ?? model.layers.count - 1)] {
      let pass = layer.forward(current, context: .inference)
      current = pass.output
      names.append(layer.name)
      outputs.append(pass.output)
      pullbacks.append(pass.pullback)
    }
    (layers, input, self.outputs, self.pullbacks) = (names, batch, outputs, pullbacks)
  }

  /// The scores of the classes, `[classes]`.
  ///
  /// - Throws: `InterpretationError.noScores` when the model gives something else.
  func scores() throws(InterpretationError) -> Tensor {
    let scores = (outputs.last ?? input).slice(0)
    guard scores.rank == 1 else { throw .noScores(scores.shape) }
    return scores
  }

  /// Returns `label`, or the class of the largest score if there is none.
  func checkedClass(_ label: Int?) throws(InterpretationError) -> Int {
    let scores = try scores()
    let label = label ?? scores.argmax
    guard (0..<scores.count).contains(label) else { throw .noClass(label, classes: scores.count) }
    return label
  }

  /// Returns the gradient to the output of layer `index` (−1 for the input) from the last one's `gradient`.
  func gradient(_ gradient: Tensor, to index: Int = -1) -> Tensor {
    pullbacks[(index + 1)...].reversed().reduce(gradient) { $1($0).input }
  }

  /// Returns the gradient of the score of a class to the output of layer `index` (−1 for the input).
  func scoreGradient(of label: Int, to index: Int = -1) throws(InterpretationError) -> Tensor {
    var seed = Tensor.zeros(try scores().shape.batched(1))
    seed.scalars[label] = 1
    return gradient(seed, to: index)
  }
}

extension Sequential {
  /// Returns the number of the layer called `name`.
  ///
  /// - Throws: `ModelError.noLayer`, which tells the names that there are.
  func layerIndex(_ name: String) throws(ModelError) -> Int {
    guard let index = layers.firstIndex(where: { $0.name == name }) else {
      throw .noLayer(name, known: layers.map(\.name).filter { !$0.isEmpty })
    }
    return index
  }

  /// Returns the shape that the layer at `index` gives, which must be a stack of maps.
  ///
  /// - Throws: `ModelError` when the model is not built or the layer gives no maps.
  func mapShape(at index: Int) throws -> Shape {
    guard var shape = inputShape else { throw ModelError.notBuilt }
    for layer in layers[...index] { shape = try layer.outputShape(for: shape) }
    guard shape.rank == 3 else { throw ModelError.noMaps(layers[index].name, shape: shape) }
    return shape
  }
}
