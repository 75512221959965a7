extension Textbook {
  /// Returns `x` with every `size` neighboring elements shifted and scaled to mean 0 and variance 1.
  ///
  ///     x̂ = (x − μ) · (1 / √(σ² + ε))   with the mean μ and the biased variance σ² of the group, as long sums
  public static func standardize<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, size: Int, epsilon: Scalar
  ) -> NDArray<Scalar> {
    let groups = x.reshaped([1, x.shape.count / size, size])
    let statistics = batchStatistics(groups)
    let (ones, zeros) = (statistics.mean.map { _ in 1 as Scalar }, statistics.mean.map { _ in 0 as Scalar })
    return batchNorm(
      groups, mean: statistics.mean, variance: statistics.variance, epsilon: epsilon, gamma: ones, beta: zeros
    ).reshaped(x.shape)
  }

  /// Returns the gradient to `x` from that to `standardize(x, size:, epsilon:)`.
  ///
  ///     dx = (1 / √(σ² + ε)) · (dy − (Σ dy)/m − x̂·((Σ dy·x̂)/m))   over the m elements of the group, as long sums
  public static func standardizeBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, size: Int, epsilon: Scalar
  ) -> NDArray<Scalar> {
    let groups = x.reshaped([1, x.shape.count / size, size])
    let statistics = batchStatistics(groups)
    return batchNormBackward(
      dy.reshaped(groups.shape), x: groups, mean: statistics.mean, variance: statistics.variance, isOwn: true,
      epsilon: epsilon, gamma: statistics.mean.map { _ in 1 }
    ).dx.reshaped(x.shape)
  }

  /// Returns `x` with each element divided by a power of the squares around it, across the channels of `[N, C, …]`.
  ///
  ///     y[c] = x[c] / d[c]^β,   d[c] = bias + (α / size) · Σ x[c′]²
  ///
  /// The sum runs over the channels c′ from `c − ⌊(size − 1)/2⌋` to `c + ⌈(size − 1)/2⌉` that exist, in order.
  public static func localResponseNorm<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, size: Int, alpha: Scalar, beta: Scalar, bias: Scalar
  ) -> NDArray<Scalar> {
    var y = x
    for positions in rows(x.shape) {
      let values = positions.map { x.scalars[$0] }
      for (c, position) in positions.enumerated() {
        let divisor = responseDivisor(values, c, size: size, alpha: alpha, bias: bias)
        y.scalars[position] = values[c] * power(divisor, -beta)
      }
    }
    return y
  }

  /// Returns the gradient to `x` from that to the normalized responses.
  ///
  ///     dx[c] = dy[c]·d[c]^−β − 2·(α/size)·β · x[c] · Σ dy[c′]·x[c′]·d[c′]^−β / d[c′]
  ///
  /// The sum runs over the channels c′ whose own sums take in c, in order.
  public static func localResponseNormBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, size: Int, alpha: Scalar, beta: Scalar, bias: Scalar
  ) -> NDArray<Scalar> {
    var dx = x
    for positions in rows(x.shape) {
      let (values, gradients) = (positions.map { x.scalars[$0] }, positions.map { dy.scalars[$0] })
      let divisors = values.indices.map { responseDivisor(values, $0, size: size, alpha: alpha, bias: bias) }
      let powers = divisors.map { power($0, -beta) }
      for (c, position) in positions.enumerated() {
        var sum: Scalar = 0
        for other in values.indices
        where responseWindow(other, size: size, channels: values.count).contains(c) {
          sum += gradients[other] * values[other] * powers[other] / divisors[other]
        }
        dx.scalars[position] = gradients[c] * powers[c] - 2 * (alpha / Scalar(size)) * beta * values[c] * sum
      }
    }
    return dx
  }

  private static func responseWindow(_ c: Int, size: Int, channels: Int) -> Range<Int> {
    max(0, c - (size - 1) / 2)..<min(channels, c + size / 2 + 1)
  }

  private static func responseDivisor<Scalar: TextbookScalar>(
    _ values: [Scalar], _ c: Int, size: Int, alpha: Scalar, bias: Scalar
  ) -> Scalar {
    var sum: Scalar = 0
    for other in responseWindow(c, size: size, channels: values.count) {
      sum += values[other] * values[other]
    }
    return bias + alpha / Scalar(size) * sum
  }
}
