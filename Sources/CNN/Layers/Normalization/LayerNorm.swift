/// Layer normalization: the elements along the last axes of each input are normalized together.
///
///     y[i] = γ[i] · (x[i] − μ) / √(σ² + ε) + β[i]   with the mean μ and the biased variance σ² along the last axes
///
/// i counts the elements along these axes, of which each has its own γ and β. With one last axis, vectors `[C]` and the
/// rows of maps are normalized; `LayerNorm(lastAxes: 3)` takes images `[C, H, W]` as a whole. An output depends on its own
/// input alone, and training and inference are the same. Mean, variance and the sums of the backward pass are long sums
/// (`Textbook.sum`), also those of γ and β over all that is normalized apart.
///
/// - SeeAlso: Ba, Kiros, Hinton, "Layer normalization", 2016.
public struct LayerNorm: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// The number of last axes whose elements are normalized together.
  public let lastAxes: Int
  /// What is added to variances, so that constant elements have a deviation.
  public let epsilon: Float
  /// Whether γ and β are learned; if not they are 1 and 0.
  public let affine: Bool
  /// `weight` γ and `bias` β in the shape of the last axes, at first 1 and 0; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose sizes are known once it is built.
  public init(lastAxes: Int = 1, epsilon: Float = 1e-5, affine: Bool = true, name: String = "") {
    self.lastAxes = lastAxes
    self.epsilon = epsilon
    self.affine = affine
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "layernorm" }

  /// Makes γ and β.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    parameters = try parameterShapes(for: input).map {
      Parameter($0.name, Tensor(repeating: $0.name == "weight" ? 1 : 0, shape: $0.shape))
    }
  }

  /// Returns the shapes of γ and β.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    let shape = try normalizedShape(input)
    return affine ? [ParameterShape("weight", shape), ParameterShape("bias", shape)] : []
  }

  /// Returns the shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let shape = try normalizedShape(input)
    if let gamma = parameters.first?.value, gamma.shape != shape {
      throw ShapeError(self, .features(expected: gamma.count, got: shape))
    }
    return input
  }

  private func normalizedShape(_ input: Shape) throws(ShapeError) -> Shape {
    guard (1...Swift.max(1, input.rank)).contains(lastAxes), input.rank > 0 else {
      throw ShapeError(
        self,
        .outOfRange(
          "number of last axes", got: "\(lastAxes)", allowed: "from 1 to the \(input.rank) of \(input)"))
    }
    guard epsilon > 0 else { throw ShapeError(self, .notPositive("epsilon", "\(epsilon)")) }
    let shape = Shape(input.dimensions.suffix(lastAxes))
    guard shape.count > 1 else {
      throw ShapeError(
        self,
        .outOfRange(
          "number of elements along the last axes", got: "\(shape.count)",
          allowed: "at least 2, as one number has no variance"))
    }
    return shape
  }

  /// Returns the field of the whole input, on which mean and variance depend; that of a vector stays.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    input.rank > 1 ? field.everything : field
  }

  /// Returns the output, and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    if affine { requireBuilt() }
    let shape = Shape(x.shape.dimensions.suffix(lastAxes))
    require(
      x.rank > lastAxes && (!affine || shape == parameters[0].value.shape),
      "layer \"\(displayName)\" takes a batch\(affine ? " with the last axes \(parameters[0].value.shape)" : ""), "
        + "got shape \(x.shape)")
    let group = GroupStandardization(x, size: shape.count, epsilon: epsilon)
    guard affine else { return ForwardPass(group.output) { LayerGradients(input: group.backward($0)) } }
    let gamma = parameters[0].value
    let others = Array(0..<x.rank - lastAxes)
    return ForwardPass(group.output * gamma + parameters[1].value) { dy in
      LayerGradients(
        input: group.backward(dy * gamma),
        parameters: [(dy * group.output).sum(along: others), dy.sum(along: others)])
    }
  }

  /// Returns `Textbook.standardize`, scaled and shifted.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    let size = x.shape.dimensions.suffix(lastAxes).reduce(1, *)
    var y = Textbook.standardize(x, size: size, epsilon: Double(epsilon))
    for index in y.scalars.indices where affine {
      y.scalars[index] =
        y.scalars[index] * parameters[0].scalars[index % size] + parameters[1].scalars[index % size]
    }
    return y
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
