/// A layer whose forward pass is the backward pass of a convolution: it makes its input larger.
public protocol TransposedConvolutionLayer: ExplainableLayer {
  /// The number of output channels.
  var filters: Int { get }
  /// How the filters step over the output.
  var options: WindowOptions { get }
  /// How much is added at the end of each axis, as several sizes shrink to one with a stride.
  var outputPadding: [Int] { get }
  /// The size of the output, for which the padding is chosen; nil for that which the padding gives.
  var outputSize: [Int]? { get }
  /// Whether a learned number is added to each output channel.
  var hasBias: Bool { get }
  /// How the weights start out.
  var initializer: Initializer { get }
}

extension TransposedConvolutionLayer {
  /// Makes the weights for the input's channels, and a bias of zeros.
  ///
  /// Fan-in and fan-out are those of the convolution whose backward pass this is, exchanged: an output is a sum of
  /// C/groups·R·S/stride² products on average.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    _ = try checkedGeometry(for: input)
    let depth = filters / options.groups
    let weight = initializer.tensor(
      Shape([input[0], depth] + options.window),
      fanIn: Float(input[0] / options.groups) * options.windowsPerElement,
      fanOut: Float(depth * options.elementCount), name: "\(name).weight", seed: seed)
    parameters = [Parameter("weight", weight)] + (hasBias ? [Parameter("bias", .zeros([filters]))] : [])
  }

  /// Returns the shape of the output.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    Shape([filters] + (try checkedGeometry(for: input)).inputSizes)
  }

  /// Returns the output and the pullback, in which forward and backward have exchanged their parts.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireBuilt()
    let weight = parameters[0].value
    require(
      x.rank == options.axes + 2 && x.shape[1] == weight.shape[0],
      "a transposed convolution takes \(Convolution.operandNames(axes: options.axes).input) with"
        + " \(weight.shape[0]) channels, got \(x.shape)")
    let bias = hasBias ? parameters[1].value : nil
    let g = geometry(Array(x.shape.dimensions.dropFirst(2)))
    let output = TransposedConvolution.forward(x, weight, bias: bias, geometry: g)
    return ForwardPass(output) { dy in
      let input =
        context.needsInputGradient ? TransposedConvolution.backwardInput(dy, weight, geometry: g) : []
      guard context.needsParameterGradients else { return LayerGradients(input: input) }
      let filter = TransposedConvolution.backwardFilter(dy, x, geometry: g, share: context.share)
      return LayerGradients(
        input: input,
        parameters: bias == nil ? [filter] : [filter, Convolution.backwardBias(dy, share: context.share)])
    }
  }

  /// Returns the number of input elements times that of the filter elements that each of them stamps.
  public func multiplyAdds(for input: Shape) -> Int {
    input.count * filters / max(1, options.groups) * options.elementCount
  }

  /// Returns `Textbook.correlateTransposed`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    Textbook.correlateTransposed(
      x, parameters[0], bias: hasBias ? parameters[1] : nil,
      geometry: geometry(Array(x.shape.dimensions.dropFirst(2))))
  }

  /// Returns the field of an output, which depends on as many inputs as filters placed a stride apart overlap.
  public func receptiveField(after field: ReceptiveField, input: Shape) -> ReceptiveField {
    field.spread(window: options.window, stride: options.stride, dilation: options.dilation)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  func geometry(_ input: [Int]) -> WindowGeometry {
    WindowGeometry(
      transposing: input, window: options.window, stride: options.stride, padding: options.padding,
      outputPadding: outputPadding, outputSize: outputSize, dilation: options.dilation, groups: options.groups
    )
  }

  private func checkedGeometry(for input: Shape) throws(ShapeError) -> WindowGeometry {
    try check(options, for: input)
    try checkGroups(options.groups, channels: input[0], filters: filters)
    guard outputPadding.count == options.axes else {
      throw ShapeError(self, .sizeCount("output padding", expected: options.axes, got: outputPadding))
    }
    guard zip(outputPadding, options.stride).allSatisfy({ $0 >= 0 && $0 < $1 }) else {
      throw ShapeError(self, .window(.outputPadding(outputPadding, stride: options.stride)))
    }
    if let weight = parameters.first?.value, weight.shape[0] != input[0] {
      throw ShapeError(self, .window(.channels(expected: weight.shape[0], got: input)))
    }
    let sizes = Array(input.dimensions.dropFirst())
    guard sizes.allSatisfy({ $0 > 0 }) else {
      throw ShapeError(self, .notPositive("size of the input", text(sizes)))
    }
    try checkOutputSize(for: sizes)
    let geometry = geometry(sizes)
    for side in geometry.sides where side.before < 0 || side.after < 0 {
      throw ShapeError(self, .window(.negative("padding", "\(min(side.before, side.after))")))
    }
    guard geometry.inputSizes.allSatisfy({ $0 > 0 }) else {
      throw ShapeError(self, .window(.nothingLeft(geometry.inputSizes)))
    }
    return geometry
  }

  /// Checks that padding, or output padding, can give the size that is asked for.
  private func checkOutputSize(for input: [Int]) throws(ShapeError) {
    guard let outputSize else { return }
    try checkSizes("output size", outputSize, axes: options.axes)
    guard options.padding == .valid || options.padding.isSame else {
      throw ShapeError(
        self, .outOfRange("padding", got: "another", allowed: ".valid or .same where an output size is given")
      )
    }
    let without = WindowGeometry(
      transposing: input, window: options.window, stride: options.stride, dilation: options.dilation)
    for (size, axis) in zip(outputSize, without.axes) where size >= axis.input + axis.stride {
      throw ShapeError(
        self,
        .outOfRange("output size", got: text(outputSize), allowed: "less than \(axis.input + axis.stride)"))
    }
  }
}
