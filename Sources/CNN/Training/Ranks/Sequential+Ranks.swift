extension Sequential {
  /// Runs this rank's images of a batch forward and backward; the result is that of the whole batch, on every rank.
  ///
  /// Loss, metrics and the gradient to the outputs are computed on every rank from all outputs: they are small.
  func sharedBackward(
    _ images: Tensor, _ targets: Targets, loss: Loss, context: Context, share: Share
  ) -> BackwardPass {
    var passes = share.isActive ? passes(images, context: context, fuses: true) : nil
    let output = gather(passes?.output, share: share)
    let (value, gradient) = loss.evaluate(output, targets)
    var pass = BackwardPass(
      loss: value, output: output, input: [], buffers: buffers.map(\.value),
      parameters: trainableParameters.map(\.value))
    if var taken = passes.take() {
      let own = pullBack(&taken, loss: value, gradient.slices(share.images))
      (pass.buffers, pass.parameters) = (own.buffers, own.parameters)
    }
    share.distribute(&pass.parameters)
    // Ranks that take part have the buffers already.
    if share.active < share.ranks.count { share.distribute(&pass.buffers) }
    return pass
  }

  /// Returns the outputs for the whole batch, of which this rank has those of its images.
  func gather(_ own: Tensor?, share: Share) -> Tensor {
    share.gather(own ?? .zeros((outputShape ?? []).batched(0)), isForAll: true)
  }

  /// Returns the outputs for the whole batch, of which this rank has those of its images, one by one.
  func gather(_ own: [Tensor], share: Share) -> Tensor {
    gather(own.isEmpty ? nil : Tensor(stacking: own), share: share)
  }
}

extension [(name: String, value: String)] {
  /// Digests of the values, by name.
  var digests: [(name: String, digest: UInt64)] {
    map { name, value in
      var hash = Fingerprint()
      hash.add(value)
      return (name, hash.value)
    }
  }
}
