extension Textbook {
  /// The loss of one output `y` with the target `t`, and its derivative to the output.
  public typealias ElementLoss<Scalar> = (loss: Scalar, derivative: Scalar)

  /// Returns `(y − t)²` with the derivative `2·(y − t)`.
  public static func squaredError<Scalar: TextbookScalar>(_ y: Scalar, _ t: Scalar) -> ElementLoss<
    Scalar
  > {
    let d = y - t
    return (d * d, 2 * d)
  }

  /// Returns `|y − t|` with the derivative sign(y − t), 0 where both are equal.
  public static func absoluteError<Scalar: TextbookScalar>(_ y: Scalar, _ t: Scalar) -> ElementLoss<
    Scalar
  > {
    let d = y - t
    return (d.magnitude, d > 0 ? 1 : d < 0 ? -1 : d)
  }

  /// Returns `d²/2` where |d| ≤ δ, else `δ·(|d| − δ/2)`, for `d = y − t`; the derivative is d cut to −δ … δ.
  public static func huber<Scalar: TextbookScalar>(
    _ y: Scalar, _ t: Scalar, delta: Scalar
  ) -> ElementLoss<Scalar> {
    let d = y - t
    if d.magnitude > delta { return (delta * (d.magnitude - delta / 2), d > 0 ? delta : -delta) }
    return (d * d / 2, d)
  }

  /// Returns `d²/(2β)` where |d| < β, else `|d| − β/2`, for `d = y − t`: `huber` divided by β.
  public static func smoothL1<Scalar: TextbookScalar>(
    _ y: Scalar, _ t: Scalar, beta: Scalar
  ) -> ElementLoss<Scalar> {
    let d = y - t
    if d.magnitude < beta { return (d * d / (2 * beta), d / beta) }
    let (loss, derivative) = absoluteError(y, t)
    return (loss - beta / 2, derivative)
  }

  /// Returns the cross-entropy of a score `s` and the part `t` of yes, computed without a logarithm of 0.
  ///
  ///     l = (1 − t)·s + a·(ln(1 + e^−|s|) + max(−s, 0)),   dl/ds = a·σ(s) − w·t,   a = 1 + (w − 1)·t
  ///
  /// with the weight `w` of yes. For w = 1 that is `−t·ln σ(s) − (1 − t)·ln(1 − σ(s))`, with the derivative σ(s) − t.
  public static func sigmoidCrossEntropy<Scalar: TextbookScalar>(
    _ s: Scalar, _ t: Scalar, positiveWeight w: Scalar = 1
  ) -> ElementLoss<Scalar> {
    let e = Scalar.exponential(-s.magnitude)
    // ln(1 + e) keeps the digits of a small e: Higham, "Accuracy and stability of numerical algorithms", problem 1.5.
    let rounded = 1 + e
    let logarithm = rounded == 1 ? e : Scalar.logarithm(rounded) * e / (rounded - 1)
    let a = 1 + (w - 1) * t
    return ((1 - t) * s + a * (logarithm + (s < 0 ? -s : 0)), a * activation(.sigmoid, s) - w * t)
  }

  /// Returns `−t·ln p − (1 − t)·ln(1 − p)` for a probability p, logarithms being at least −100.
  ///
  /// The derivative is `(p − t) / max(p·(1 − p), 10⁻¹²)`, as in PyTorch.
  public static func binaryCrossEntropy<Scalar: TextbookScalar>(_ p: Scalar, _ t: Scalar)
    -> ElementLoss<Scalar>
  {
    func logarithm(_ x: Scalar) -> Scalar {
      let value = x == 0 ? -Scalar.infinity : Scalar.logarithm(x)
      return value < -100 ? -100 : value
    }
    let spread = p * (1 - p)
    let divisor = spread < Scalar(1e-12) ? Scalar(1e-12) : spread
    return ((t - 1) * logarithm(1 - p) - t * logarithm(p), (p - t) / divisor)
  }
}
