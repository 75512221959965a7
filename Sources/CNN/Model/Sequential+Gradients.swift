/// The gradients of a loss to everything in a model.
public struct ModelGradients: Sendable {
  /// The loss.
  public let loss: Float
  /// ∂L/∂x, in the shape of the input.
  public let input: Tensor
  /// The gradient to each parameter that is not frozen, named as in ``Sequential/parameters``.
  public let parameters: [Parameter]
  /// The gradient to each layer's output, first to last.
  public let activations: [(layer: String, gradient: Tensor)]
  /// The buffers after the pass, named as in ``Sequential/buffers``; a pass in inference mode leaves them alone.
  public let buffers: [Parameter]

  /// The gradient to the parameter called `name`, such as `conv1.weight`.
  public subscript(name: String) -> Tensor? { parameters.first { $0.name == name }?.value }
}

extension Sequential {
  /// Returns the loss and its gradients for a batch, or one input, and its labels; nothing is changed.
  ///
  /// In inference mode, the default, batch normalization uses its running statistics and dropout does nothing: those
  /// are the gradients of the model as it is used. A training loop of your own asks for training mode, and lets the
  /// optimizer change the model, parameters and running statistics alike:
  ///
  /// ```swift
  /// var model = Sequential { Dense(2) }
  /// try model.build(input: [3])
  /// let x = Tensor.random([4, 3], in: -1...1, name: "x")
  /// var rule = SGD(0.1, momentum: 0.9)
  /// for step in 0..<10 {
  ///   let gradients = try model.gradients(
  ///     for: x, labels: [0, 1, 0, 1], mode: .training, step: step)
  ///   rule.update(&model, gradients: gradients)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - mode: Whether layers run as in a model that is used, or as in one that is trained.
  ///   - step: The number of the step, from 0: in training mode dropout draws another mask in each.
  ///   - seed: The seed of these masks; the notebook's if none is given.
  /// - Throws: `ModelError` when the model is not built, or cannot train on so few inputs, `ShapeError` when the
  ///   input has another shape, `DataError` when the labels do not go with the input and the model's output.
  public func gradients(
    for x: Tensor, labels: [Int], loss: Loss = .softmaxCrossEntropy, mode: Mode = .inference,
    step: Int = 0, seed: UInt64? = nil
  ) throws -> ModelGradients {
    try gradients(for: x, targets: .classes(labels), loss: loss, mode: mode, step: step, seed: seed)
  }

  /// Returns the loss and its gradients for a batch, or one input, and its targets of any kind; nothing is changed.
  ///
  /// See ``gradients(for:labels:loss:mode:step:seed:)``; for one input the targets are still a batch, of one.
  ///
  /// - Throws: `ModelError` when the model is not built, or cannot train on so few inputs, `ShapeError` when the
  ///   input has another shape, `DataError` when the targets do not go with the input, the model's output and the loss.
  public func gradients(
    for x: Tensor, targets: Targets, loss: Loss, mode: Mode = .inference, step: Int = 0,
    seed: UInt64? = nil
  ) throws -> ModelGradients {
    let (batch, isSingle) = try batch(x)
    let count = batch.shape[0]
    try loss.check(targets, images: count, output: outputShape ?? [])
    if mode == .training { try checkBatches(images: count, batchSize: count) }
    let context =
      mode == .training ? .training(seed: seed ?? Randomness.seed, step: step) : Context.inference
    let pass = backward(batch, targets, loss: loss, context: context, keepsActivations: true)
    let kept = buffers
    return ModelGradients(
      loss: pass.loss, input: isSingle ? pass.input.slice(0) : pass.input,
      parameters: zip(trainableParameters, pass.parameters).map { Parameter($0.name, $1) },
      activations: zip(layers, pass.activations).map { ($0.name, isSingle ? $1.slice(0) : $1) },
      buffers: pass.buffers.isEmpty ? kept : zip(kept, pass.buffers).map { Parameter($0.name, $1) })
  }

  /// Runs a batch, or this rank's images of it, forward and backward; all shapes have been checked.
  ///
  /// - Parameter keepsActivations: Whether to keep the gradient to each layer's output. Otherwise memory is given back
  ///   on the way, and layers fuse the ReLUs beside them.
  func backward(
    _ batch: Tensor, _ targets: Targets, loss: Loss, context: Context,
    keepsActivations: Bool = false
  ) -> BackwardPass {
    if let share = context.share {
      return sharedBackward(batch, targets, loss: loss, context: context, share: share)
    }
    var passes = passes(batch, context: context, fuses: !keepsActivations)
    let (value, gradient) = loss.evaluate(passes.output, targets)
    return pullBack(&passes, loss: value, gradient, keepsActivations: keepsActivations)
  }

  /// Takes the gradient of the loss back through the layers of a pass, which are given up on the way.
  func pullBack(
    _ passes: inout GroupPasses, loss: Float, _ gradient: Tensor, keepsActivations: Bool = false
  ) -> BackwardPass {
    var pass = BackwardPass(
      loss: loss, output: passes.output, input: gradient, buffers: passes.buffers)
    while let pullback = passes.pullbacks.popLast() {
      if keepsActivations { pass.activations.append(pass.input) }
      let gradients = layers[passes.pullbacks.count].trainable(pullback(pass.input))
      pass.input = gradients.input
      pass.parameters.append(contentsOf: gradients.parameters.reversed())
    }
    pass.parameters.reverse()
    pass.activations.reverse()
    return pass
  }
}

/// What one pass forward and backward gives.
struct BackwardPass {
  let loss: Float
  let output: Tensor
  var input: Tensor
  /// The new values of all buffers, after a training step.
  var buffers: [Tensor] = []
  /// The gradients to the parameters that are not frozen.
  var parameters: [Tensor] = []
  /// The gradient to each layer's output, if it was to be kept.
  var activations: [Tensor] = []
}
