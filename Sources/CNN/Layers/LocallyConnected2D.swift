/// A locally connected layer: like a convolution, but every position of the output has filters of its own.
///
/// For images `x` `[N, C, H, W]`, weights `w` `[H′·W′, K, C·R·S]` and bias `b` `[K, H′, W′]`:
///
///     y[n,k,i,j] = Σ x[n,c, i·stride+r−top, j·stride+s−left] · w[(i,j),k,(c,r,s)] + b[k,i,j]   over c, r, s
///
/// giving `[N, K, H′, W′]` as for ``Conv2D``. It looks at a neighborhood only, as a convolution does, but
/// shares no weights: `(C·R·S + 1)·K·H′·W′` parameters instead of `(C·R·S + 1)·K`.
///
/// - Complexity: `N·K·C·R·S·H′·W′` multiply–adds.
public struct LocallyConnected2D: WindowedLayer, ShapeWarning {
  /// The name in summaries and messages.
  public var name: String
  /// The number of output channels `K`.
  public let filters: Int
  /// How the windows step over the image.
  public let options: WindowOptions
  /// Whether a learned number is added to each output.
  public let hasBias: Bool
  /// How the weights start out.
  public let initializer: Initializer
  /// `weight` `[H′·W′, K, C·R·S]`, and `bias` `[K, H′, W′]` if there is one; empty until the layer is built.
  public var parameters: [Parameter] = []

  /// Creates a layer whose input is known once it is built.
  ///
  /// - Parameters:
  ///   - filters: The number of output channels.
  ///   - kernel: The height and width of the windows: an integer or `[rows, columns]`.
  ///   - stride: The step between windows, in pixels.
  ///   - padding: The zeros around the image.
  public init(
    _ filters: Int, kernel: some SizesConvertible, stride: some SizesConvertible = 1,
    padding: some PaddingConvertible = .valid, bias: Bool = true, initializer: Initializer = .he,
    stridePolicy: StridePolicy = .floor, name: String = ""
  ) {
    self.filters = filters
    self.options = WindowOptions(
      axes: 2, window: kernel, stride: stride, padding: padding.padding,
      stridePolicy: stridePolicy)
    self.hasBias = bias
    self.initializer = initializer
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "local" }

  /// Makes the weights for an image `[C, H, W]`, and a bias of zeros.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    let shapes = try parameterShapes(for: input)
    let weight = initializer.tensor(
      shapes[0].shape, fanIn: Float(input[0] * options.elementCount),
      fanOut: Float(filters) * options.windowsPerElement, name: "\(name).weight", seed: seed)
    parameters =
      [Parameter("weight", weight)] + shapes.dropFirst().map { Parameter($0.name, .zeros($0.shape)) }
  }

  /// Returns the shapes of the weights and the bias.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    let g = try checkedGeometry(for: input)
    let weight = ParameterShape("weight", [g.outputCount, filters, input[0] * options.elementCount])
    return [weight] + (hasBias ? [ParameterShape("bias", Shape([filters] + g.outputSizes))] : [])
  }

  /// Returns `[K, H′, W′]` for `[C, H, W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    Shape([filters] + (try checkedGeometry(for: input)).outputSizes)
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireBuilt()
    require(x.rank == 4, "a locally connected layer takes images [N, C, H, W], got \(x.shape)")
    let weight = parameters[0].value
    let g = options.geometry(x.shape.dimensions.dropFirst(2), groups: 1)
    let output = LocalCorrelation.forward(x, weight, bias: hasBias ? parameters[1].value : nil, geometry: g)
    return ForwardPass(output) { [hasBias] dy in
      let input = context.needsInputGradient ? LocalCorrelation.backwardInput(dy, weight, geometry: g) : []
      guard context.needsParameterGradients else { return LayerGradients(input: input) }
      let filter = LocalCorrelation.backwardFilter(dy, x, geometry: g)
      return LayerGradients(
        input: input, parameters: hasBias ? [filter, LocalCorrelation.backwardBias(dy)] : [filter])
    }
  }

  /// Returns `K·C·R·S·H′·W′`.
  public func multiplyAdds(for input: Shape) -> Int {
    guard let geometry = try? checkedGeometry(for: input) else { return 0 }
    return filters * input[0] * options.elementCount * geometry.outputCount
  }

  /// Returns `Textbook.correlateLocally`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.correlateLocally(
      x, parameters[0], bias: hasBias ? parameters[1] : nil,
      geometry: options.geometry(x.shape.dimensions.dropFirst(2), groups: 1))
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  /// Returns which rows and columns no window reaches; nil if there are none.
  public func shapeWarning(for input: Shape) -> String? { (try? checkedGeometry(for: input))?.droppedNote }

  private func checkedGeometry(for input: Shape) throws(ShapeError) -> WindowGeometry {
    try check(options, for: input)
    guard filters > 0 else { throw ShapeError(self, .notPositive("number of filters", "\(filters)")) }
    let geometry = try checkedGeometry(input, options)
    if let weight = parameters.first?.value, weight.shape[2] != input[0] * options.elementCount {
      let channels = weight.shape[2] / options.elementCount
      throw ShapeError(self, .window(.channels(expected: channels, got: input)))
    }
    if let weight = parameters.first?.value, weight.shape[0] != geometry.outputCount {
      throw ShapeError(
        self, .window(.positions(expected: weight.shape[0], got: geometry.outputCount, input: input)))
    }
    return geometry
  }

}
