extension Textbook {
  /// The least number of which the generalized mean takes a power.
  static func leastBase<Scalar: TextbookScalar>(_: Scalar.Type) -> Scalar { 1e-6 }

  /// Returns the learnable pooling of `x` `[N, C, H, W]`; the windows lie inside the image.
  ///
  ///     scaled:           y = a[c] · (Σ x / count) + b[c]
  ///     weighted:         y = Σ w[r,s] · x
  ///     generalizedMean:  y = (Σ max(x, ε)ᵖ / count)^(1/p),   ε = 10⁻⁶
  ///
  /// Sums run over the window in row-major order; the weighted one by fused multiply-add.
  public static func learnablePool<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ parameters: [NDArray<Scalar>], rule: LearnablePool2D.Rule,
    geometry g: WindowGeometry
  ) -> NDArray<Scalar> {
    var y = NDArray<Scalar>(zeros: Shape([x.shape[0], x.shape[1]] + g.outputSizes))
    let count = Scalar(g.elementCount)
    visitLearnable(x, g) { output, input, element, _ in
      switch rule {
      case .scaled: y.scalars[output] += x.scalars[input]
      case .weighted: y.scalars[output].addProduct(parameters[0][element], x.scalars[input])
      case .generalizedMean:
        y.scalars[output] += power(max(x.scalars[input], leastBase(Scalar.self)), parameters[0][0])
      }
    }
    for output in y.scalars.indices {
      let channel = output / g.outputCount % x.shape[1]
      switch rule {
      case .scaled:
        y.scalars[output] = parameters[0][channel] * (y.scalars[output] / count) + parameters[1][channel]
      case .weighted: break
      case .generalizedMean: y.scalars[output] = power(y.scalars[output] / count, 1 / parameters[0][0])
      }
    }
    return y
  }

  /// Returns the gradients to the input and the parameters, added up in the order of the outputs.
  ///
  ///     scaled:           dx = dy·a[c]/count,  da[c] = Σ dy·x/count,  db[c] = Σ dy
  ///     weighted:         dx = dy·w[r,s],      dw[r,s] = Σ dy·x
  ///     generalizedMean:  dx = dy·(x/y)^(p−1)/count where x > ε,
  ///                       dp = Σ dy·y·(Σ xᵖ·ln x / Σ xᵖ − ln y)/p
  public static func learnablePoolBackward<Scalar: TextbookScalar>(
    _ dy: NDArray<Scalar>, x: NDArray<Scalar>, y: NDArray<Scalar>, _ parameters: [NDArray<Scalar>],
    rule: LearnablePool2D.Rule, geometry g: WindowGeometry
  ) -> (dx: NDArray<Scalar>, parameters: [NDArray<Scalar>]) {
    var dx = NDArray<Scalar>(zeros: x.shape)
    var gradients = parameters.map { NDArray<Scalar>(zeros: $0.shape) }
    let count = Scalar(g.elementCount)
    let epsilon = leastBase(Scalar.self)
    var logarithms = NDArray<Scalar>(zeros: dy.shape)  // Σ xᵖ·ln x of each window.
    visitLearnable(x, g) { output, input, element, channel in
      let (dy, value) = (dy.scalars[output], x.scalars[input])
      switch rule {
      case .scaled:
        dx.scalars[input] += dy * parameters[0][channel] / count
        gradients[0][channel] += dy * value / count
      case .weighted:
        dx.scalars[input].addProduct(dy, parameters[0][element])
        gradients[0][element].addProduct(dy, value)
      case .generalizedMean:
        let (p, base) = (parameters[0][0], max(value, epsilon))
        if value > epsilon { dx.scalars[input] += dy * power(base / y.scalars[output], p - 1) / count }
        logarithms.scalars[output] += power(base, p) * Scalar.logarithm(base)
      }
    }
    for output in dy.scalars.indices {
      switch rule {
      case .scaled: gradients[1][output / g.outputCount % x.shape[1]] += dy.scalars[output]
      case .weighted: break
      case .generalizedMean:
        let (p, value) = (parameters[0][0], y.scalars[output])
        let mean = logarithms.scalars[output] / (count * power(value, p))
        gradients[0][0] += dy.scalars[output] * value * (mean - Scalar.logarithm(value)) / p
      }
    }
    return (dx, gradients)
  }

  /// Returns `base` to the power `exponent`, for a positive base.
  static func power<Scalar: TextbookScalar>(_ base: Scalar, _ exponent: Scalar) -> Scalar {
    Scalar.exponential(exponent * Scalar.logarithm(base))
  }

  /// Visits each element of each window, with the positions of output and input, the element and the channel.
  private static func visitLearnable<Scalar: TextbookScalar>(
    _ x: NDArray<Scalar>, _ g: WindowGeometry,
    _ body: (_ output: Int, _ input: Int, _ element: Int, _ channel: Int) -> Void
  ) {
    let elements = g.elementCount
    for plane in 0..<x.shape[0] * x.shape[1] {
      var visited = 0  // The windows lie inside the image, so each has all its elements.
      visitWindows(g) { window, position in
        body(
          plane * g.outputCount + window, plane * g.pixelCount + position, visited % elements,
          plane % x.shape[1])
        visited += 1
      }
    }
  }
}
