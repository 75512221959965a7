extension Textbook {
  /// Returns `max(x, 0)` for each element; NaN stays NaN.
  public static func relu<Scalar: TextbookScalar>(_ x: NDArray<Scalar>) -> NDArray<Scalar> {
    NDArray(shape: x.shape, scalars: x.scalars.map { $0 < 0 ? 0 : $0 })
  }

  /// Returns the gradient to the input: `dy` where `x > 0`, else 0.
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
    case .elu(let alpha): return x > 0 ? x : Scalar(alpha) * Scalar.exponentialMinusOne(x)
    case .selu: return x > 0 ? Scalar(seluScale) * x : Scalar(seluScaledAlpha) * Scalar.exponentialMinusOne(x)
    case .celu(let alpha):
      return x > 0 ? x : Scalar(alpha) * Scalar.exponentialMinusOne(x / Scalar(alpha))
    case .gelu: return x * Scalar.cumulativeNormal(x)
    case .geluTanh: return x * activation(.sigmoid, geluArgument(x))
    case .silu: return x * activation(.sigmoid, x)
    case .mish: return x * mishGate(x)
    case .softplus:
      return (x > 0 ? x : 0) + Scalar.logarithmOnePlus(Scalar.exponential(-x.magnitude))
    case .softsign: return x / (1 + x.magnitude)
    case .hardSigmoid(let slope, let offset):
      let y = Scalar(slope) * x + Scalar(offset)
      return y < 0 ? 0 : y > 1 ? 1 : y
    case .hardSwish: return x * activation(hardSwishGate, x)
    case .clip(let min, let max): return x < Scalar(min) ? Scalar(min) : x > Scalar(max) ? Scalar(max) : x
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
    case .elu(let alpha): return x > 0 ? 1 : Scalar(alpha) * Scalar.exponential(x)
    case .selu: return x > 0 ? Scalar(seluScale) : Scalar(seluScaledAlpha) * Scalar.exponential(x)
    case .celu(let alpha): return x > 0 ? 1 : Scalar.exponential(x / Scalar(alpha))
    case .gelu:
      let density = Scalar.exponential(-(x * x) / 2) * Scalar(0.3989422804014327)  // 1/√(2π)
      return Scalar.cumulativeNormal(x) + x * density
    case .geluTanh:
      let gate = activation(.sigmoid, geluArgument(x))
      let slope = Scalar(geluSlope) + Scalar(3 * geluSlope * geluCubic) * (x * x)
      return gate + x * (gate * (1 - gate)) * slope
    case .silu:
      let gate = activation(.sigmoid, x)
      return gate * (1 + x * (1 - gate))
    case .mish:
      let gate = mishGate(x)
      return gate + x * activation(.sigmoid, x) * (1 - gate * gate)
    case .softplus: return activation(.sigmoid, x)
    case .softsign:
      let part = 1 / (1 + x.magnitude)
      return part * part
    case .hardSigmoid(let slope, let offset):
      let y = Scalar(slope) * x + Scalar(offset)
      return y > 0 && y < 1 ? Scalar(slope) : 0
    case .hardSwish:
      let gate = activation(hardSwishGate, x)
      return gate > 0 && gate < 1 ? gate + x * Scalar(1 / 6 as Float) : gate
    case .clip(let min, let max): return x > Scalar(min) && x < Scalar(max) ? 1 : 0
    }
  }

  /// λ and λ·α of SELU.
  private static var seluScale: Double { 1.0507009873554804934 }
  private static var seluScaledAlpha: Double { 1.7580993408473768600 }

  /// What GELU's approximation multiplies `x + 0.044715·x³` by, 2·√(2/π), and the factor of the cube.
  private static var geluSlope: Double { 1.5957691216057308 }
  private static var geluCubic: Double { 0.044715 }

  /// Returns `2·√(2/π) · (x + 0.044715·x³)`; as `(1 + tanh u) / 2 = σ(2u)`, GELU's approximation is `x · σ` of it.
  private static func geluArgument<Scalar: TextbookScalar>(_ x: Scalar) -> Scalar {
    x * (Scalar(geluSlope) + Scalar(geluSlope * geluCubic) * (x * x))
  }

  /// Returns `tanh(ln(1 + eˣ)) = ((1 + eˣ)² − 1) / ((1 + eˣ)² + 1)`, without differences and without overflow.
  private static func mishGate<Scalar: TextbookScalar>(_ x: Scalar) -> Scalar {
    let e = Scalar.exponential(-x.magnitude)
    if x < 0 { return e * (e + 2) / (e * (e + 2) + 2) }
    return (1 + 2 * e) / (1 + 2 * e + 2 * (e * e))
  }

  /// What hard swish multiplies `x` by.
  private static var hardSwishGate: Activation { .hardSigmoid(slope: 1 / 6, offset: 0.5) }
}

extension Textbook {
  /// Returns `x` `[N, C, …]` where it is positive, else the slope of its channel times it; one slope is for all channels.
  public static func prelu<Scalar: TextbookScalar>(_ x: NDArray<Scalar>, slopes: [Scalar]) -> NDArray<Scalar>
  {
    var y = x
    for (index, value) in x.scalars.enumerated() where !(value > 0) {
      y.scalars[index] = slopes[channel(of: index, x.shape) % slopes.count] * value
    }
    return y
  }

  /// Returns the gradients of `prelu` to the input and to the slopes.
  ///
  ///     dx = dy where x > 0, else a[c]·dy
  ///     da[c] = Σ (Σ dy·x over the elements of image n that have slope c, and 0 where x > 0) over n
  ///
  /// The inner sums are long sums.
  public static func preluBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, slopes: [Scalar]
  ) -> (dx: NDArray<Scalar>, dslopes: [Scalar]) {
    var (dx, products) = (dy, dy)
    for (index, value) in x.scalars.enumerated() {
      products.scalars[index] = value > 0 ? 0 : dy.scalars[index] * value
      if !(value > 0) {
        dx.scalars[index] = slopes[channel(of: index, x.shape) % slopes.count] * dy.scalars[index]
      }
    }
    let size = x.shape.droppingFirst.count / slopes.count
    let sums = correlateBackwardBias(products.reshaped([x.shape[0], slopes.count, size]))
    return (dx, sums.scalars)
  }

  private static func channel(of index: Int, _ shape: Shape) -> Int {
    index / shape.dimensions.dropFirst(2).reduce(1, *) % shape[1]
  }
}
