/// How the gradients of a batch come about.
public enum GradientAccumulation: Sendable, Equatable {
  /// From one pass of the whole batch.
  case batched
  /// From a pass for each sample, added up and divided by their number, as the listing in deck row 000-11.
  case perSample
}

extension Sequential {
  /// Returns the mean loss and gradients of a batch, each sample taken through the model by itself.
  ///
  /// This is the algorithm of deck row 000-11:
  ///
  ///     total_g ← 0                     (missing in the deck: without it gradients pile up from step to step)
  ///     for each sample: total_g ← total_g + ∂ℓ/∂θ
  ///     g = total_g / num_sample
  ///
  /// Up to rounding it equals `gradients(for:labels:)` for a loss that is a mean over the samples.
  ///
  /// - Throws: as `gradients(for:labels:)`.
  public func accumulatedGradients(
    for x: Tensor, labels: [Int], loss: Loss = .softmaxCrossEntropy
  ) throws -> (loss: Float, parameters: [Parameter]) {
    let (batch, _) = try batch(x)
    try check(labels, images: batch.shape[0])
    let pass = accumulated(batch, labels: labels, loss: loss, context: .inference)
    return (pass.loss, zip(parameters, pass.parameters).map { Parameter($0.name, $1) })
  }

  /// Runs each sample of a batch forward and backward; all shapes have been checked.
  ///
  /// Layers that normalize by the batch, or draw random numbers for it, see batches of one here.
  func accumulated(_ batch: Tensor, labels: [Int], loss: Loss, context: Context) -> BackwardPass {
    var total = parameters.map { Tensor.zeros($0.value.shape) }
    var losses: [Float] = []
    var outputs: [Tensor] = []
    var model = self
    for (n, label) in labels.enumerated() {
      let pass = model.backward(batch.slices(n..<n + 1), labels: [label], loss: loss, context: context)
      for index in total.indices { total[index] = total[index] + pass.parameters[index] }
      losses.append(pass.loss)
      model.update(buffers: pass.buffers)
      outputs.append(pass.output.slice(0))
    }
    let count = Float(labels.count)
    var mean = BackwardPass(
      loss: Textbook.sum(losses) / count, output: Tensor(stacking: outputs), input: [])
    mean.buffers = context.mode == .training ? model.buffers.map(\.value) : []
    mean.parameters = total.map { $0.map { $0 / count } }
    return mean
  }
}
