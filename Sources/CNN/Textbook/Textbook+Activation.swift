extension Textbook {
  /// Returns `max(x, 0)` for each element; NaN stays NaN.
  public static func relu<Scalar: TextbookScalar>(_ x: NDArray<Scalar>) -> NDArray<Scalar> {
    NDArray(shape: x.shape, scalars: x.scalars.map { $0 < 0 ? 0 : $0 })
  }

  /// Returns the gradient to the input: `dy` where `x > 0`, else 0 (deck row 001-10).
  public static func reluBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>
  ) -> NDArray<Scalar> {
    NDArray(shape: x.shape, scalars: zip(x.scalars, dy.scalars).map { $0 > 0 ? $1 : 0 })
  }

  /// Returns the activation of one number.
  public static func activation<Scalar: TextbookScalar>(_ function: Activation, _ x: Scalar) -> Scalar {
    switch function {
    case .relu: return x < 0 ? 0 : x
    case .leakyReLU(let slope): return x > 0 ? x : Scalar(slope) * x
    case .sigmoid:
      // The exponential of a negative number cannot overflow.
      let e = Scalar.exponential(-x.magnitude)
      return x < 0 ? e / (1 + e) : 1 / (1 + e)
    case .tanh: return Scalar.hyperbolicTangent(x)
    }
  }

  /// Returns the derivative of the activation at one number.
  public static func activationDerivative<Scalar: TextbookScalar>(
    _ function: Activation, _ x: Scalar
  ) -> Scalar {
    switch function {
    case .relu: return x > 0 ? 1 : 0
    case .leakyReLU(let slope): return x > 0 ? 1 : Scalar(slope)
    case .sigmoid:
      let y = activation(.sigmoid, x)
      return y * (1 - y)
    case .tanh:
      let y = Scalar.hyperbolicTangent(x)
      return 1 - y * y
    }
  }
}
