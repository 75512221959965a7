/// The mean and the biased variance of each channel of a batch.
public struct BatchStatistics<Scalar: TextbookScalar>: Sendable, Equatable {
  /// The mean of each channel.
  public let mean: [Scalar]
  /// The mean square of the distances from the mean of each channel.
  public let variance: [Scalar]
  /// The number of values in a channel.
  public let count: Int

  /// Creates statistics.
  public init(mean: [Scalar], variance: [Scalar], count: Int) {
    self.mean = mean
    self.variance = variance
    self.count = count
  }

  /// The variances divided by `count − 1` instead of `count`: unbiased estimates.
  public var unbiasedVariance: [Scalar] { variance.map { $0 * (Scalar(count) / Scalar(count - 1)) } }
}

extension Textbook {
  /// Returns the values of channel `c` of `x` `[N, C, …]`, image by image.
  @specialized(where Scalar == Float)
  static func channel<Scalar: TextbookScalar>(_ c: Int, of x: NDArray<Scalar>) -> [Scalar] {
    let (images, channels) = (x.shape[0], x.shape[1])
    let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
    return (0..<images).flatMap { n in
      let start = (n * channels + c) * size
      return x.scalars[start..<start + size]
    }
  }

  /// Returns the mean and the biased variance of each channel of `x` `[N, C, …]`, as long sums.
  ///
  ///     μ[c] = (Σ x) / m,   σ²[c] = (Σ (x − μ[c])·(x − μ[c])) / m   over the m values of channel c
  @specialized(where Scalar == Float)
  public static func batchStatistics<Scalar: TextbookScalar>(_ x: NDArray<Scalar>) -> BatchStatistics<Scalar>
  {
    var (means, variances): ([Scalar], [Scalar]) = ([], [])
    let count = x.shape[0] * x.shape.dimensions.dropFirst(2).reduce(1, *)
    for c in 0..<x.shape[1] {
      let values = channel(c, of: x)
      let mean = sum(values) / Scalar(count)
      means.append(mean)
      variances.append(sum(values.map { ($0 - mean) * ($0 - mean) }) / Scalar(count))
    }
    return BatchStatistics(mean: means, variance: variances, count: count)
  }

  /// Returns the normalized `x` `[N, C, …]`: `y = (x − μ[c]) · (1 / √(σ²[c] + ε)) · γ[c] + β[c]`.
  @specialized(where Scalar == Float)
  public static func batchNorm<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, mean: [Scalar], variance: [Scalar], epsilon: Scalar, gamma: [Scalar],
    beta: [Scalar]
  ) -> NDArray<Scalar> {
    let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
    var y = x
    for index in x.scalars.indices {
      let c = index / size % x.shape[1]
      let normalized = (x.scalars[index] - mean[c]) * inverseDeviation(variance[c], epsilon)
      y.scalars[index] = normalized * gamma[c] + beta[c]
    }
    return y
  }

  /// Returns the gradients of a batch normalization that is given its mean and variance.
  ///
  ///     x̂ = (x − μ[c]) / √(σ²[c] + ε),   dγ[c] = Σ dy·x̂,   dβ[c] = Σ dy        (long sums)
  ///     from running statistics:          dx = dy · γ[c] / √(σ²[c] + ε)
  ///     from those of the batch itself:   dx = (γ[c] / √(σ²[c] + ε)) · (dy − dβ[c]/m − x̂·(dγ[c]/m))
  ///
  /// - Parameter isOwn: Whether mean and variance are those of `x` itself, which then pass gradients too.
  @specialized(where Scalar == Float)
  public static func batchNormBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, mean: [Scalar], variance: [Scalar], isOwn: Bool,
    epsilon: Scalar, gamma: [Scalar]
  ) -> (dx: NDArray<Scalar>, dgamma: [Scalar], dbeta: [Scalar]) {
    let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
    let count = Scalar(x.shape[0] * size)
    var dx = x
    var (dgamma, dbeta): ([Scalar], [Scalar]) = ([], [])
    for c in 0..<x.shape[1] {
      let (values, gradients) = (channel(c, of: x), channel(c, of: dy))
      let inverse = inverseDeviation(variance[c], epsilon)
      dgamma.append(sum(zip(values, gradients).map { $1 * (($0 - mean[c]) * inverse) }))
      dbeta.append(sum(gradients))
    }
    for index in x.scalars.indices {
      let c = index / size % x.shape[1]
      let inverse = inverseDeviation(variance[c], epsilon)
      let normalized = (x.scalars[index] - mean[c]) * inverse
      let through = dy.scalars[index] - dbeta[c] / count - normalized * (dgamma[c] / count)
      dx.scalars[index] = gamma[c] * inverse * (isOwn ? through : dy.scalars[index])
    }
    return (dx, dgamma, dbeta)
  }

  private static func inverseDeviation<Scalar: TextbookScalar>(
    _ variance: Scalar, _ epsilon: Scalar
  ) -> Scalar {
    1 / (variance + epsilon).squareRoot()
  }
}
