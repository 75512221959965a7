/// How the gradients of a batch come about.
public enum GradientAccumulation: Sendable, Equatable {
  /// From one pass of the whole batch.
  case batched
  /// From a pass for each sample, added up: see ``Sequential/accumulatedGradients(for:labels:loss:)``.
  case perSample
}

extension Sequential {
  /// Returns the loss and gradients of a batch, each sample taken through the model by itself.
  ///
  /// This is the usual loop for samples that are processed one by one:
  ///
  ///     total_g ← 0                     (for each batch: else gradients pile up from step to step)
  ///     for each sample: total_g ← total_g + ∂ℓ/∂θ
  ///     g = total_g / num_sample
  ///
  /// The loss ℓ is that of the whole batch, so the division by the number of samples is in it already. That makes
  /// the sum equal to `gradients(for:labels:)` up to rounding for every loss, also one with class weights, ignored
  /// labels or a sum.
  ///
  /// - Throws: as `gradients(for:labels:)`.
  public func accumulatedGradients(
    for x: Tensor, labels: [Int], loss: Loss = .softmaxCrossEntropy
  ) throws -> (loss: Float, parameters: [Parameter]) {
    let (batch, _) = try batch(x)
    try loss.check(.classes(labels), images: batch.shape[0], output: outputShape ?? [])
    let pass = accumulated(batch, .classes(labels), loss: loss, context: .inference)
    return (pass.loss, zip(trainableParameters, pass.parameters).map { Parameter($0.name, $1) })
  }

  /// Runs each sample of a batch forward and backward; all shapes have been checked.
  ///
  /// First all samples go forward, one after the other, then the batch's loss gives each its part of the gradient.
  /// Layers that normalize by the batch see batches of one here, and those that draw random numbers draw new ones for
  /// each sample. The sums are in the samples' order.
  func accumulated(_ batch: Tensor, _ targets: Targets, loss: Loss, context: Context)
    -> BackwardPass
  {
    var (model, own) = (self, context)
    own.share = nil
    let share = context.share
    let first = share?.images.lowerBound ?? 0
    var samples = (0..<batch.shape[0]).map { n in
      let sample = model.passes(
        batch.slices(n..<n + 1), context: own.forSample(first + n), fuses: true)
      model.update(buffers: sample.buffers)
      return sample
    }
    let outputs = samples.map { $0.output.slice(0) }
    let output = share.map { gather(outputs, share: $0) } ?? Tensor(stacking: outputs)
    let (value, gradient) = loss.evaluate(output, targets)
    var total = GradientTotals(trainableParameters.map(\.value.shape), share: share)
    for n in samples.indices {
      total.add(pullBack(&samples[n], loss: value, gradient.slices(first + n..<first + n + 1)).parameters)
    }
    var pass = BackwardPass(loss: value, output: output, input: [])
    pass.buffers = context.mode == .training ? model.buffers.map(\.value) : []
    pass.parameters = total.finish()
    return pass
  }
}

extension Context {
  /// Returns the pass of sample `n` of a batch, if each has one of its own, with random numbers of its own.
  ///
  /// Those of the first sample are what a batch of it alone would draw.
  fileprivate func forSample(_ n: Int) -> Context {
    var own = self
    if n > 0 {
      var stream = RandomStream(seed: seed, name: "sample", step: n)
      own.seed = stream.next()
    }
    return own
  }
}
