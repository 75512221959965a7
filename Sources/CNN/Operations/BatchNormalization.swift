internal import CKernels

/// Batch normalization in single precision, with the bits of `Textbook.batchNorm`.
package struct BatchNormalization {
  let mean: [Float]
  let inverse: [Float]
  let gamma: [Float]

  /// Creates the map from mean, variance, ε and the factors γ.
  package init(mean: [Float], variance: [Float], epsilon: Float, gamma: [Float]) {
    self.mean = mean
    self.gamma = gamma
    inverse = variance.map { 1 / ($0 + epsilon).squareRoot() }
  }

  /// Returns the mean and the biased variance of each channel.
  ///
  /// - Parameter share: Which images these are, if there are others on other ranks, whose statistics all get.
  package static func statistics(_ x: Tensor, share: Share? = nil) -> BatchStatistics<Float> {
    var batch = x.batch
    if let share { return statistics(x, batch, share: share) }
    var means = [Float](repeating: 0, count: batch.channels)
    var variances = means
    ck_channel_statistics(&batch, x.scalars, &means, &variances)
    return BatchStatistics(mean: means, variance: variances, count: batch.images * batch.size)
  }

  private static func statistics(_ x: Tensor, _ batch: ck_batch, share: Share) -> BatchStatistics<Float> {
    let count = share.count * batch.size
    let mean = share.channelSums(batch, sums: 1) { part, sums in
      ck_continue_statistics(&part, x.scalars, nil, sums)
    }.map { ($0 / Float(count)).canonical }
    let variance = share.channelSums(batch, sums: 1) { part, sums in
      ck_continue_statistics(&part, x.scalars, mean, sums)
    }.map { ($0 / Float(count)).canonical }
    return BatchStatistics(mean: mean, variance: variance, count: count)
  }

  /// Returns `y` for `x`, with the offsets `beta`.
  ///
  /// - Parameter fusesReLU: Whether to return `max(y, 0)`, with the bits of a ReLU after it.
  package func forward(_ x: Tensor, beta: [Float], fusesReLU: Bool = false) -> Tensor {
    var batch = x.batch
    requireChannels(batch.channels, beta.count)
    return Tensor(writing: x.shape) {
      ck_normalize(&batch, x.scalars, mean, inverse, gamma, beta, fusesReLU ? 1 : 0, $0)
    }
  }

  /// Returns the gradients; `isOwn` tells whether mean and variance are those of `x` itself.
  ///
  /// - Parameter share: Which images these are, if mean and variance are also those of images on other ranks.
  package func backward(
    _ dy: Tensor, x: Tensor, isOwn: Bool, share: Share? = nil
  ) -> (dx: Tensor, dgamma: Tensor, dbeta: Tensor) {
    require(dy.shape == x.shape, "expected a gradient of shape \(x.shape), got \(dy.shape)")
    var batch = x.batch
    requireChannels(batch.channels, mean.count)
    if let share { return backward(dy, x: x, &batch, share: share) }
    var dgamma = [Float](repeating: 0, count: batch.channels)
    var dbeta = dgamma
    let dx = Tensor(writing: x.shape) { dx in
      ck_normalize_backward(
        &batch, x.scalars, dy.scalars, mean, inverse, gamma, isOwn ? 1 : 0, dx, &dgamma, &dbeta)
    }
    return (dx, Tensor(dgamma), Tensor(dbeta))
  }

  private func backward(
    _ dy: Tensor, x: Tensor, _ batch: inout ck_batch, share: Share
  ) -> (dx: Tensor, dgamma: Tensor, dbeta: Tensor) {
    let sums = share.channelSums(batch, sums: 2) { part, sums in
      ck_continue_gradients(&part, x.scalars, dy.scalars, mean, inverse, sums)
    }.map(\.canonical)
    let dgamma = (0..<batch.channels).map { sums[2 * $0] }
    let dbeta = (0..<batch.channels).map { sums[2 * $0 + 1] }
    let dx = Tensor(writing: x.shape) {
      ck_normalize_backward_input(
        &batch, share.count, x.scalars, dy.scalars, mean, inverse, gamma, dgamma, dbeta, $0)
    }
    return (dx, Tensor(dgamma), Tensor(dbeta))
  }

  private func requireChannels(_ channels: Int, _ count: Int) {
    require(
      [mean.count, inverse.count, gamma.count, count].allSatisfy { $0 == channels },
      "expected numbers for \(channels) channels, got \(mean.count), \(gamma.count) and \(count)")
  }
}

extension Tensor {
  /// The sizes of a batch `[N, C, …]` as the kernels take them.
  var batch: ck_batch {
    Kernels.check()
    require(rank >= 2, "expected a batch [N, C, …], got shape \(shape)")
    return ck_batch(
      images: shape[0], channels: shape[1], size: shape.dimensions.dropFirst(2).reduce(1, *))
  }
}

extension NDArray where Scalar == Float {
  /// Creates an array that shares a tensor's numbers.
  init(sharing tensor: Tensor) { self.init(shape: tensor.shape, scalars: tensor.scalars) }
}
