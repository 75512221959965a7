/// Multiplies each channel by a number and adds another one, both learned: `y = w[c]·x + b[c]`.
///
/// For vectors `[N, C]` and maps `[N, C, …]`; the shape stays. It is what ``BatchNorm`` does after it has normalized.
/// The product is rounded before the sum. Backward, `∂L/∂x = w[c]·∂L/∂y`, `∂L/∂w[c] = Σ ∂L/∂y·x` and
/// `∂L/∂b[c] = Σ ∂L/∂y`; each sum is the long sum of an image (`Textbook.sum`), and then over the images in order.
public struct Scale: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// Whether channels are multiplied.
  public let scales: Bool
  /// Whether something is added to channels.
  public let shifts: Bool
  /// `weight` `[C]`, at first 1, and `bias` `[C]`, at first 0; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of channels is known once it is built.
  public init(scales: Bool = true, shifts: Bool = true, name: String = "") {
    self.scales = scales
    self.shifts = shifts
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "scale" }

  /// Makes factors of 1 and summands of 0 for `C` channels.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    parameters = try parameterShapes(for: input).map {
      Parameter($0.name, Tensor(repeating: $0.name == "weight" ? 1 : 0, shape: $0.shape))
    }
  }

  /// Returns the shapes of the factors and the summands.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    guard input.rank > 0 else { throw ShapeError(self, .notFlat(got: input)) }
    guard scales || shifts else {
      throw ShapeError(
        self, .outOfRange("scales and shifts", got: "neither", allowed: "one of them, or both"))
    }
    let names = (scales ? ["weight"] : []) + (shifts ? ["bias"] : [])
    return names.map { ParameterShape($0, [input[0]]) }
  }

  /// Returns the shape of the input, `[C, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let shapes = try parameterShapes(for: input)
    if let own = parameters.first?.value, own.shape != shapes[0].shape {
      throw ShapeError(self, .channels(expected: own.count, got: input))
    }
    return input
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireBuilt()
    let channels = parameters[0].value.count
    require(
      x.rank > 1 && x.shape[1] == channels,
      "layer \"\(displayName)\" takes a batch with \(channels) channels, got shape \(x.shape)")
    let perChannel = Shape([channels] + Array(repeating: 1, count: x.rank - 2))
    let (scales, shifts) = (scales, shifts)
    let values = parameters.map { $0.value.reshaped(perChannel) }
    let scaled = scales ? values[0] * x : x
    return ForwardPass(shifts ? scaled + values[values.count - 1] : scaled) { dy in
      let planes: Shape = [x.shape[0], channels, x.shape.droppingFirst.count / channels]
      let products = scales ? [(dy * x).reshaped(planes)] : []
      let summands = products + (shifts ? [dy.reshaped(planes)] : [])
      return LayerGradients(
        input: scales ? values[0] * dy : dy,
        parameters: summands.map { Convolution.backwardBias($0, share: context.share) })
    }
  }

  /// Returns the input scaled and shifted, channel by channel.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    var y = x
    let size = x.shape.dimensions.dropFirst(2).reduce(1, *)
    for index in y.scalars.indices {
      let c = index / size % x.shape[1]
      if scales { y.scalars[index] *= parameters[0].scalars[c] }
      if shifts { y.scalars[index] += parameters[parameters.count - 1].scalars[c] }
    }
    return y
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
