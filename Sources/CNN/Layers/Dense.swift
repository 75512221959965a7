/// A dense (fully connected) layer: each output is a weighted sum of all inputs.
///
/// For inputs `x` `[N, I]`, weights `w` `[O, I]` and bias `b` `[O]`, `y = x·wᵀ + b`, `[N, O]`. Backward,
/// `∂L/∂x = ∂L/∂y·w`, `∂L/∂w = (∂L/∂y)ᵀ·x`, and `∂L/∂b` is the sum of `∂L/∂y` over the batch.
///
/// - Complexity: `N·I·O` multiply–adds.
public struct Dense: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of outputs.
  public let units: Int
  /// Whether a learned number is added to each output.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[O, I]`, and `bias` `[O]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose number of inputs is known once it is built.
  public init(_ units: Int, bias: Bool = true, initializer: Initializer = .glorot, name: String = "") {
    self.units = units
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "dense" }

  /// Makes the weights for `I` inputs, and a bias of zeros.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    _ = try outputShape(for: input)
    let weight = initializer.tensor(
      [units, input[0]], fanIn: Float(input[0]), fanOut: Float(units), name: "\(name).weight", seed: seed)
    parameters = [Parameter("weight", weight)] + (hasBias ? [Parameter("bias", .zeros([units]))] : [])
  }

  /// Returns `[O]` for `[I]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard units > 0 else { throw ShapeError(self, .notPositive("number of units", "\(units)")) }
    guard input.rank == 1 else { throw ShapeError(self, .notFlat(got: input)) }
    if let weight = parameters.first?.value, input[0] != weight.shape[1] {
      throw ShapeError(self, .features(expected: weight.shape[1], got: input))
    }
    return [units]
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireBuilt()
    let weight = parameters[0].value
    let hasBias = hasBias
    let output = DenseProduct.forward(
      x, weight, bias: hasBias ? parameters[1].value : nil, fusesReLU: context.fusedReLUs.contains(.after))
    return ForwardPass(output) { dy in
      let (dx, dw, db) = DenseProduct.backward(
        dy, x: x, w: weight, needsInput: context.needsInputGradient,
        needsParameters: context.needsParameterGradients, inputIsMask: context.fusedReLUs.contains(.before),
        share: context.share)
      return LayerGradients(input: dx, parameters: hasBias ? [dw, db] : [dw])
    }
  }

  /// Returns `I·O`.
  public func multiplyAdds(for input: Shape) -> Int { input.count * units }

  /// Returns `Textbook.dense`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.dense(x, parameters[0], bias: hasBias ? parameters[1] : nil)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}

extension Dense {
  /// Returns the shapes of `weight` `[O, I]` and of `bias` `[O]`.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    let weight = ParameterShape("weight", [units, input[0]])
    return hasBias ? [weight, ParameterShape("bias", [units])] : [weight]
  }

  /// Returns the whole input: every output depends on all of it.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField { field.everything }
}
