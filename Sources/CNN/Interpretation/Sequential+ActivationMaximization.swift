/// What activation maximization makes as large as it can.
public enum ActivationTarget: Sendable, Hashable {
  /// The score of a class.
  case score(of: Int)
  /// The mean of one map of a layer.
  case channel(Int, of: String)
}

/// An image that excites a part of a model, and how it came to be.
public struct PreferredImage: Sendable, Equatable {
  /// What was made large.
  public let target: ActivationTarget
  /// The image, in the shape that the model takes.
  public let image: Tensor
  /// The activation before each step, and at the end.
  public let activations: [Float]
}

extension Sequential {
  /// Returns an image that excites a class or a map, found by climbing the gradient from noise.
  ///
  /// With the activation `a` and the roughness `R`, the sum over channels of the squared differences of neighbors:
  ///
  ///     x ← x + η · g/rms(g),   g = ∂/∂x (a(x) − λ/2·‖x‖² − ρ/2·R(x))
  ///
  /// The two penalties keep pixels small and neighbors alike; without them the image is noise that means nothing
  /// to us. Dividing by the root mean square of `g` makes steps of one length.
  ///
  /// - Parameters:
  ///   - target: The score of a class, `.score(of: 3)`, or a map, `.channel(0, of: "conv2")`.
  ///   - steps: The number of steps.
  ///   - rate: The length η of a step, as the root mean square of the pixels' changes.
  ///   - decay: The strength λ of the penalty on large pixels.
  ///   - smoothing: The strength ρ of the penalty on differences of neighbors.
  ///   - seed: The seed of the noise at the beginning; the notebook's if none is given.
  /// - Throws: `ModelError` when the model is not built, there is no such layer or it gives no maps,
  ///   `InterpretationError` when there is no such class or map, a setting makes no sense, or the gradient is
  ///   not finite.
  /// - SeeAlso: Erhan, Bengio, Courville, Vincent, "Visualizing higher-layer features of a deep network", 2009;
  ///   Simonyan et al., arXiv:1312.6034, section 2, for the decay; Mahendran and Vedaldi, "Understanding deep
  ///   image representations by inverting them", CVPR 2015, section 3, for the smoothing.
  public func preferredImage(
    of target: ActivationTarget, steps: Int = 60, rate: Float = 0.1, decay: Float = 0.02,
    smoothing: Float = 0.1, seed: UInt64? = nil
  ) throws -> PreferredImage {
    guard let inputShape else { throw ModelError.notBuilt }
    guard inputShape.rank == 3 else { throw InterpretationError.noImage(inputShape) }
    guard steps > 0 else {
      throw InterpretationError.outOfRange("steps", value: "\(steps)", allowed: "at least 1")
    }
    for (setting, value) in [("rate", rate), ("decay", decay), ("smoothing", smoothing)] {
      guard value >= 0 && value.isFinite else {
        throw InterpretationError.outOfRange(setting, value: "\(value)", allowed: "0 or more, and finite")
      }
    }
    let last = try lastLayer(of: target)
    var image = Tensor.randomNormal(inputShape, name: "preferredImage", seed: seed ?? Randomness.seed)
      .map { 0.1 * $0 }
    var activations: [Float] = []
    for _ in 0..<steps {
      let (activation, gradient) = try climb(target, image, last)
      activations.append(activation)
      let own = zip(image.scalars, gradient.scalars).map { $1 - decay * $0 }
      let whole = zip(own, roughnessGradient(image).scalars).map { $0 - smoothing * $1 }
      let mean = Textbook.sum(whole.lazy.map { Double($0) * Double($0) }) / Double(whole.count)
      guard mean.isFinite else { throw InterpretationError.notFinite("gradients") }
      if mean == 0 { continue }
      let length = rate / Float(mean.squareRoot())
      image = Tensor(shape: inputShape, scalars: zip(image.scalars, whole).map { $0 + length * $1 })
    }
    activations.append(try climb(target, image, last).0)
    return PreferredImage(target: target, image: image, activations: activations)
  }

  /// Returns the number of the layer that the target belongs to, having checked that it exists.
  private func lastLayer(of target: ActivationTarget) throws -> Int {
    switch target {
    case .score(let label):
      guard let outputShape, outputShape.rank == 1 else {
        throw InterpretationError.noScores(outputShape ?? [])
      }
      guard (0..<outputShape[0]).contains(label) else {
        throw InterpretationError.noClass(label, classes: outputShape[0])
      }
      return layers.count - 1
    case .channel(let channel, let name):
      let index = try layerIndex(name)
      let shape = try mapShape(at: index)
      guard (0..<shape[0]).contains(channel) else {
        throw InterpretationError.noChannel(channel, layer: name, channels: shape[0])
      }
      return index
    }
  }

  /// Returns the activation for an image, and its gradient.
  private func climb(_ target: ActivationTarget, _ image: Tensor, _ last: Int) throws -> (Float, Tensor) {
    let pass = try RecordedPass(self, image, upTo: last)
    let output = pass.outputs[last].slice(0)
    var seed = Tensor.zeros(output.shape.batched(1))
    switch target {
    case .score(let label):
      seed.scalars[label] = 1
      return (output[label], pass.gradient(seed).slice(0))
    case .channel(let channel, _):
      let size = output.shape[1] * output.shape[2]
      for position in channel * size..<(channel + 1) * size { seed.scalars[position] = 1 / Float(size) }
      return (output.slice(channel).mean, pass.gradient(seed).slice(0))
    }
  }
}

/// Returns the gradient of half the sum of squared differences between neighbors below and to the right.
private func roughnessGradient(_ image: Tensor) -> Tensor {
  let (rows, columns) = (image.shape[1], image.shape[2])
  var gradient = Tensor.zeros(image.shape)
  for c in 0..<image.shape[0] {
    for r in 0..<rows {
      for s in 0..<columns {
        let position = (c * rows + r) * columns + s
        for (isInside, other) in [(s + 1 < columns, position + 1), (r + 1 < rows, position + columns)]
        where isInside {
          let difference = image.scalars[position] - image.scalars[other]
          gradient.scalars[position] += difference
          gradient.scalars[other] -= difference
        }
      }
    }
  }
  return gradient
}
