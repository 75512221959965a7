/// Pooling over images with numbers that are learned.
public struct LearnablePool2D: WindowedLayer {
  /// What is learned.
  public enum Rule: Sendable, Hashable {
    /// `y = a[c] · mean + b[c]`: a factor `weight` and a `bias` for each channel, at first 1 and 0.
    ///
    /// LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998,
    /// layers S2 and S4.
    case scaled
    /// `y = Σ w[r,s] · x`: one `weight` `[R, S]` for all channels, at first that of the mean.
    case weighted
    /// `y = (mean of max(x, 10⁻⁶)ᵖ)^(1/p)`: the mean for p = 1, the maximum for p → ∞; at first 3.
    ///
    /// Training may take `p` below 1 as well, through the geometric mean toward the minimum for p → −∞; at p = 0
    /// itself there is no value.
    ///
    /// Radenović, Tolias, Chum, "Fine-tuning CNN image retrieval with no human annotation", 2018, section 3.2.
    case generalizedMean
  }

  /// The name in summaries and messages.
  public var name: String
  /// What is learned.
  public let rule: Rule
  /// How the windows lie.
  public let options: WindowOptions
  /// What is learned; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer with windows `stride` apart, or side by side.
  public init(
    _ rule: Rule, window: some SizesConvertible = 2, stride: (any SizesConvertible)? = nil, name: String = ""
  ) {
    self.rule = rule
    options = WindowOptions(axes: 2, window: window, stride: stride)
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "pool" }

  /// Makes the parameters, with which the layer starts as a known kind of pooling.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    let shapes = try parameterShapes(for: input)
    let window = options.elementCount
    parameters = shapes.map { parameter in
      let start: Float =
        switch (rule, parameter.name) {
        case (.scaled, "weight"): 1
        case (.scaled, _): 0
        case (.weighted, _): 1 / Float(window)
        case (.generalizedMean, _): 3
        }
      return Parameter(parameter.name, Tensor(repeating: start, shape: parameter.shape))
    }
  }

  /// Returns the shapes of the rule's parameters.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    return switch rule {
    case .scaled: [ParameterShape("weight", [input[0]]), ParameterShape("bias", [input[0]])]
    case .weighted: [ParameterShape("weight", Shape(options.window))]
    case .generalizedMean: [ParameterShape("p", [1])]
    }
  }

  /// Returns `[C, H′, W′]` for `[C, H, W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let geometry = try checkedPooling(input, options)
    if rule == .scaled, let weight = parameters.first?.value, weight.count != input[0] {
      throw ShapeError(self, .channels(expected: weight.count, got: input))
    }
    return Shape([input[0]] + geometry.outputSizes)
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireSpatialAxes(x, 2)
    requireBuilt()
    let geometry = options.geometry([x.shape[2], x.shape[3]])
    let (rule, values) = (rule, parameters.map { NDArray<Float>($0.value) })
    let input = NDArray<Float>(x)
    let output = Textbook.learnablePool(input, values, rule: rule, geometry: geometry)
    return ForwardPass(Tensor(output)) { dy in
      let (dx, gradients) = Textbook.learnablePoolBackward(
        NDArray(dy), x: input, y: output, values, rule: rule, geometry: geometry)
      return LayerGradients(input: Tensor(dx), parameters: gradients.map { Tensor($0) })
    }
  }

  /// Returns `Textbook.learnablePool`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.learnablePool(
      x, parameters, rule: rule, geometry: options.geometry([x.shape[2], x.shape[3]]))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  /// Returns `C·H′·W′` times the size of the window for the weighted rule, and one for each output otherwise.
  public func multiplyAdds(for input: Shape) -> Int {
    let outputs = (try? outputShape(for: input))?.count ?? 0
    return rule == .weighted ? outputs * options.elementCount : outputs
  }
}
