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
  package static func statistics(_ x: Tensor) -> BatchStatistics<Float> {
    let count = x.count / max(1, x.shape[1])
    var (means, variances): ([Float], [Float]) = ([], [])
    for c in 0..<x.shape[1] {
      let values = Textbook.channel(c, of: NDArray<Float>(sharing: x))
      values.withUnsafeBufferPointer { values in
        let mean = Summation.sum(values) / Float(count)
        let distances = Summation.sum(count: count, values) { ($0 - mean) * ($0 - mean) }
        means.append(mean)
        variances.append(distances / Float(count))
      }
    }
    return BatchStatistics(mean: means, variance: variances, count: count)
  }

  /// Returns `y` for `x`, with the offsets `beta`.
  package func forward(_ x: Tensor, beta: [Float]) -> Tensor {
    var y = x
    let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
    y.scalars.withUnsafeMutableBufferPointer { y in
      for plane in 0..<x.shape[0] * mean.count {
        let c = plane % mean.count
        let (mean, inverse, gamma, beta) = (mean[c], inverse[c], gamma[c], beta[c])
        for index in plane * size..<(plane + 1) * size {
          y[index] = (y[index] - mean) * inverse * gamma + beta
        }
      }
    }
    return y
  }

  /// Returns the gradients; `isOwn` tells whether mean and variance are those of `x` itself.
  package func backward(
    _ dy: Tensor, x: Tensor, isOwn: Bool
  ) -> (dx: Tensor, dgamma: Tensor, dbeta: Tensor) {
    require(dy.shape == x.shape, "expected a gradient of shape \(x.shape), got \(dy.shape)")
    let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
    let count = Float(x.shape[0] * size)
    let (values, gradients) = (NDArray<Float>(sharing: x), NDArray<Float>(sharing: dy))
    var (dgamma, dbeta): ([Float], [Float]) = ([], [])
    for c in mean.indices {
      let (mean, inverse) = (mean[c], inverse[c])
      let normalized = Textbook.channel(c, of: values).map { ($0 - mean) * inverse }
      Textbook.channel(c, of: gradients).withUnsafeBufferPointer { gradients in
        normalized.withUnsafeBufferPointer { dgamma.append(Summation.sum(gradients, times: $0)) }
        dbeta.append(Summation.sum(gradients))
      }
    }
    var dx = dy
    dx.scalars.withUnsafeMutableBufferPointer { dx in
      for plane in 0..<x.shape[0] * mean.count {
        let c = plane % mean.count
        let (mean, inverse, factor) = (mean[c], inverse[c], gamma[c] * inverse[c])
        let (offset, slope) = (dbeta[c] / count, dgamma[c] / count)
        for index in plane * size..<(plane + 1) * size {
          let gradient = dx[index]
          let through = isOwn ? gradient - offset - (x.scalars[index] - mean) * inverse * slope : gradient
          dx[index] = factor * through
        }
      }
    }
    return (dx, Tensor(dgamma), Tensor(dbeta))
  }
}

extension NDArray where Scalar == Float {
  /// Creates an array that shares a tensor's numbers.
  init(sharing tensor: Tensor) { self.init(shape: tensor.shape, scalars: tensor.scalars) }
}
