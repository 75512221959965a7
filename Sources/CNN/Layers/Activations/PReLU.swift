/// The parametric ReLU: `y = x` where `x > 0`, else `a[c] · x`, with a slope for each channel or one for all.
///
/// For vectors `[N, C]` and maps `[N, C, …]`. Backward, `∂L/∂x = ∂L/∂y` where `x > 0`, else `a[c] · ∂L/∂y`, and
/// `∂L/∂a[c] = Σ ∂L/∂y · x` over the elements with `x ≤ 0`: those of an image as a long sum (`Textbook.sum`) in which the
/// others count as 0, and the images' sums in order.
///
/// - SeeAlso: He, Zhang, Ren, Sun, "Delving deep into rectifiers", 2015.
public struct PReLU: ExplainableLayer {
  /// The name in summaries and messages.
  public var name: String
  /// The slopes below 0 at first.
  public let slope: Float
  /// Whether there is one slope for all channels.
  public let isShared: Bool
  /// `weight`, the slopes `[C]` or `[1]`; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of channels is known once it is built.
  public init(_ slope: Float = 0.25, shared isShared: Bool = false, name: String = "") {
    self.slope = slope
    self.isShared = isShared
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "prelu" }

  /// Makes the slopes for `C` channels.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    parameters = try parameterShapes(for: input).map {
      Parameter($0.name, Tensor(repeating: slope, shape: $0.shape))
    }
  }

  /// Returns the shape of the slopes.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    [ParameterShape("weight", [isShared ? 1 : try checkedChannels(input)])]
  }

  /// Returns the shape of the input, `[C, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let channels = try checkedChannels(input)
    if let slopes = parameters.first?.value, !isShared, slopes.count != channels {
      throw ShapeError(self, .channels(expected: slopes.count, got: input))
    }
    return input
  }

  private func checkedChannels(_ input: Shape) throws(ShapeError) -> Int {
    guard input.rank > 0 else { throw ShapeError(self, .notFlat(got: input)) }
    return input[0]
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireBuilt()
    let slopes = parameters[0].value
    require(
      x.rank >= 2 && (isShared || x.shape[1] == slopes.count),
      "layer \"\(displayName)\" takes a batch\(isShared ? "" : " with \(slopes.count) channels"), got shape \(x.shape)"
    )
    let wide = slopes.reshaped(Shape([slopes.count] + Array(repeating: 1, count: x.rank - 2)))
    let isPositive = x .> 0
    return ForwardPass((wide * x).replacing(with: x, where: isPositive)) { dy in
      let toSlopes = (dy * x).replacing(with: 0, where: isPositive)
      let planes = toSlopes.reshaped([x.shape[0], slopes.count, x.shape.droppingFirst.count / slopes.count])
      return LayerGradients(
        input: (wide * dy).replacing(with: dy, where: isPositive),
        parameters: [Convolution.backwardBias(planes)])
    }
  }

  /// Returns `Textbook.prelu`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.prelu(x, slopes: parameters[0].scalars)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
