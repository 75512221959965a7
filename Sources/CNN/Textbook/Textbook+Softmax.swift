extension Textbook {
  /// Returns the softmax of each row of `s` `[N, C]`, computed after subtracting the row's maximum.
  ///
  ///     p[n,c] = exp(s[n,c] − m[n]) / Σ exp(s[n,c′] − m[n]) over c′,   m[n] = max s[n,c]
  public static func softmax<Scalar: TextbookScalar>(_ s: NDArray<Scalar>) -> NDArray<Scalar> {
    var p = s
    for n in 0..<s.shape[0] {
      let (exponentials, sum, _) = shiftedExponentials(s, row: n)
      for c in 0..<s.shape[1] { p[n, c] = exponentials[c] / sum }
    }
    return p
  }

  /// Returns each row's cross-entropy in nats with the softmax of `s` `[N, C]`, and its gradient to `s`.
  ///
  ///     l[n] = ln Σ exp(s[n,c] − m[n]) − (s[n,y] − m[n]),   dl/ds[n,c] = p[n,c] − (c = y ? 1 : 0)
  ///
  /// Softmax and logarithm are fused: nothing overflows, and a tiny probability has an exact logarithm.
  public static func softmaxCrossEntropy<Scalar: TextbookScalar>(
    _ s: NDArray<Scalar>, labels: [Int]
  ) -> (losses: [Scalar], ds: NDArray<Scalar>) {
    var losses: [Scalar] = []
    var ds = s
    for (n, label) in labels.enumerated() {
      let (exponentials, sum, maximum) = shiftedExponentials(s, row: n)
      losses.append(Scalar.logarithm(sum) - (s[n, label] - maximum))
      for c in 0..<s.shape[1] { ds[n, c] = exponentials[c] / sum - (c == label ? 1 : 0) }
    }
    return (losses, ds)
  }

  private static func shiftedExponentials<Scalar: TextbookScalar>(
    _ s: NDArray<Scalar>, row n: Int
  ) -> (exponentials: [Scalar], sum: Scalar, maximum: Scalar) {
    let row = (0..<s.shape[1]).map { s[n, $0] }
    let maximum = row.reduce(-.infinity) { $1 > $0 || $1.isNaN ? $1 : $0 }
    let exponentials = row.map { Scalar.exponential($0 - maximum) }
    return (exponentials, sum(exponentials), maximum)
  }
}
