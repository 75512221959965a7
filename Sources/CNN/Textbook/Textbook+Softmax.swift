extension Textbook {
  /// Returns the softmax over the channels of `s` `[N, C, …]`, computed after subtracting the maximum.
  ///
  ///     p[n,c] = exp(s[n,c] − m[n]) / Σ exp(s[n,c′] − m[n]) over c′,   m[n] = max s[n,c]
  public static func softmax<Scalar: TextbookScalar>(_ s: NDArray<Scalar>) -> NDArray<Scalar> {
    var p = s
    for positions in rows(s.shape) {
      let (exponentials, sum, _) = shiftedExponentials(positions.map { s.scalars[$0] })
      for (c, position) in positions.enumerated() { p.scalars[position] = exponentials[c] / sum }
    }
    return p
  }

  /// Returns the logarithm of the softmax: `s[n,c] − m[n] − ln Σ exp(s[n,c′] − m[n])`, exact for tiny ones.
  public static func logSoftmax<Scalar: TextbookScalar>(_ s: NDArray<Scalar>) -> NDArray<Scalar> {
    var result = s
    for positions in rows(s.shape) {
      let (_, sum, maximum) = shiftedExponentials(positions.map { s.scalars[$0] })
      for position in positions {
        result.scalars[position] = (s.scalars[position] - maximum) - Scalar.logarithm(sum)
      }
    }
    return result
  }

  /// Returns the gradient to the scores from that to the probabilities `p`: `p ⊙ (dp − Σ dp·p)`.
  public static func softmaxBackward<Scalar: TextbookScalar>(
    _ dp: NDArray<Scalar>, p: NDArray<Scalar>
  ) -> NDArray<Scalar> {
    var ds = p
    for positions in rows(p.shape) {
      let mean = sum(positions.map { dp.scalars[$0] * p.scalars[$0] })
      for position in positions { ds.scalars[position] = p.scalars[position] * (dp.scalars[position] - mean) }
    }
    return ds
  }

  /// Returns the gradient to the scores from that to the logarithms of the probabilities `p`: `dy − p·Σ dy`.
  public static func logSoftmaxBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, p: NDArray<Scalar>
  ) -> NDArray<Scalar> {
    var ds = dy
    for positions in rows(p.shape) {
      let total = sum(positions.map { dy.scalars[$0] })
      for position in positions { ds.scalars[position] = dy.scalars[position] - p.scalars[position] * total }
    }
    return ds
  }

  /// Returns each row's cross-entropy in nats with the softmax of `s` `[N, C]`, and its gradient to `s`.
  ///
  ///     l[n] = ln Σ exp(s[n,c] − m[n]) − (s[n,y] − m[n]),   dl/ds[n,c] = p[n,c] − (c = y ? 1 : 0)
  ///
  /// Softmax and logarithm are fused: nothing overflows, and a tiny probability has an exact logarithm.
  public static func softmaxCrossEntropy<Scalar: TextbookScalar>(
    _ s: NDArray<Scalar>, labels: [Int]
  ) -> (losses: [Scalar], ds: NDArray<Scalar>) {
    var targets = NDArray<Scalar>(zeros: s.shape)
    for (n, label) in labels.enumerated() { targets[n, label] = 1 }
    return softmaxCrossEntropy(s, targets: targets)
  }

  /// Returns the cross-entropy between the softmax of `s` `[N, C, …]` and `targets` `a` of the same shape.
  ///
  ///     l[n] = Σ a[n,c] · (ln Σ exp(s[n,c′] − m[n]) − (s[n,c] − m[n])) over c with a ≠ 0, in order
  ///     dl/ds[n,c] = p[n,c] · (Σ a[n,c′] in order) − a[n,c]
  ///
  /// Targets are probabilities, times the weights of their classes where there are such.
  public static func softmaxCrossEntropy<Scalar: TextbookScalar>(
    _ s: NDArray<Scalar>, targets: NDArray<Scalar>
  ) -> (losses: [Scalar], ds: NDArray<Scalar>) {
    var losses: [Scalar] = []
    var ds = s
    for positions in rows(s.shape) {
      let (exponentials, sum, maximum) = shiftedExponentials(positions.map { s.scalars[$0] })
      var (loss, weight): (Scalar, Scalar) = (0, 0)
      for position in positions where targets.scalars[position] != 0 {
        loss += targets.scalars[position] * (Scalar.logarithm(sum) - (s.scalars[position] - maximum))
        weight += targets.scalars[position]
      }
      losses.append(loss)
      for (c, position) in positions.enumerated() {
        ds.scalars[position] = exponentials[c] / sum * weight - targets.scalars[position]
      }
    }
    return (losses, ds)
  }

  /// Returns the positions of the channels at each position of each image of a batch `[N, C, …]`.
  static func rows(_ shape: Shape) -> [StrideTo<Int>] {
    let size = shape.dimensions.dropFirst(2).reduce(1, *)
    let image = shape[1] * size
    return (0..<shape[0]).flatMap { n in
      (0..<size).map { stride(from: n * image + $0, to: (n + 1) * image, by: max(1, size)) }
    }
  }

  private static func shiftedExponentials<Scalar: TextbookScalar>(
    _ row: [Scalar]
  ) -> (exponentials: [Scalar], sum: Scalar, maximum: Scalar) {
    let maximum = row.reduce(-.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 }
    let exponentials = row.map { Scalar.exponential($0 - maximum) }
    return (exponentials, sum(exponentials), maximum)
  }
}
