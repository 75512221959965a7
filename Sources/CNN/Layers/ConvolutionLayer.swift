/// A layer of filters that slide over its input.
///
/// The kinds differ in the number of axes, and in which planes a filter sees.
public protocol ConvolutionLayer: WindowedLayer, ShapeWarning, ExplainableLayer {
  /// Whether a learned number is added to each output channel.
  var hasBias: Bool { get }
  /// How the weights start out.
  var initializer: Initializer { get }
  /// Returns the number of filters and of groups for an input of so many channels.
  func planes(for channels: Int) -> (filters: Int, groups: Int)
}

extension ConvolutionLayer {
  /// Makes the weights for `C` input channels, and a bias of zeros.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    _ = try checkedGeometry(for: input)
    let (filters, groups) = planes(for: input[0])
    let depth = input[0] / groups
    let weight = initializer.tensor(
      Shape([filters, depth] + options.window), fanIn: Float(depth * options.elementCount),
      fanOut: Float(filters / groups) * options.windowsPerElement, name: "\(name).weight", seed: seed)
    parameters = [Parameter("weight", weight)] + (hasBias ? [Parameter("bias", .zeros([filters]))] : [])
  }

  /// Returns the shape of the output, `[K, …]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let geometry = try checkedGeometry(for: input)
    return Shape([planes(for: input[0]).filters] + geometry.outputSizes)
  }

  /// Returns the output and the pullback.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireBuilt()
    let weight = parameters[0].value
    let names = Convolution.operandNames(axes: options.axes)
    require(
      x.rank == options.axes + 2,
      "a convolution takes \(names.input) and \(names.filters), got \(x.shape) and \(weight.shape)")
    let bias = hasBias ? parameters[1].value : nil
    let mode = options.paddingMode
    let g = options.geometry(
      x.shape.dimensions.dropFirst(2), groups: planes(for: x.shape[1]).groups)
    let output = Convolution.forward(
      x, weight, bias: bias, geometry: g, mode: mode, fusesReLU: context.fusedReLUs.contains(.after))
    let reluMask = context.fusedReLUs.contains(.before) ? x : nil
    return ForwardPass(output) { dy in
      let input =
        context.needsInputGradient
        ? Convolution.backwardInput(dy, weight, geometry: g, mode: mode, reluMask: reluMask) : []
      guard context.needsParameterGradients else { return LayerGradients(input: input) }
      let filter = Convolution.backwardFilter(dy, x, geometry: g, mode: mode, share: context.share)
      return LayerGradients(
        input: input,
        parameters: bias == nil ? [filter] : [filter, Convolution.backwardBias(dy, share: context.share)])
    }
  }

  /// Returns the number of outputs times that of a filter's elements.
  public func multiplyAdds(for input: Shape) -> Int {
    guard let geometry = try? checkedGeometry(for: input) else { return 0 }
    let (filters, groups) = planes(for: input[0])
    return filters * input[0] / groups * geometry.elementCount * geometry.outputCount
  }

  /// Returns `Textbook.correlate`.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    let g = options.geometry(
      x.shape.dimensions.dropFirst(2), groups: planes(for: x.shape[1]).groups)
    let bias = hasBias ? parameters[1] : nil
    guard options.paddingMode != .zeros else {
      return Textbook.correlate(x, parameters[0], bias: bias, geometry: g)
    }
    let padded = Textbook.pad(x, g.sides, mode: options.paddingMode)
    return Textbook.correlate(padded, parameters[0], bias: bias, geometry: g.padded)
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }

  /// Returns which rows and columns no window reaches; nil if there are none.
  public func shapeWarning(for input: Shape) -> String? {
    (try? checkedGeometry(for: input))?.droppedNote
  }

  /// Returns the shapes of `weight` `[K, C/groups, …]` and of `bias` `[K]`.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    let (filters, groups) = planes(for: input[0])
    let weight = ParameterShape("weight", Shape([filters, input[0] / groups] + options.window))
    return hasBias ? [weight, ParameterShape("bias", [filters])] : [weight]
  }

  /// Returns the geometry of the filters over one input.
  ///
  /// - Throws: `ShapeError` when the layer cannot take such inputs.
  func checkedGeometry(for input: Shape) throws(ShapeError) -> WindowGeometry {
    try check(options, for: input)
    let (filters, groups) = planes(for: input[0])
    try checkGroups(groups, channels: input[0], filters: filters)
    try checkDepth(input, filters: filters, groups: groups)
    return try checkedGeometry(input, options, groups: groups)
  }

  /// Checks that the weights, if there are any, are for as many channels as the input has.
  private func checkDepth(_ input: Shape, filters: Int, groups: Int) throws(ShapeError) {
    guard let weight = parameters.first?.value else { return }
    guard weight.shape[0] == filters else {
      let expected = weight.shape[0] * input[0] / filters
      throw ShapeError(self, .window(.channels(expected: expected, got: input)))
    }
    guard weight.shape[1] * groups != input[0] else { return }
    throw ShapeError(
      self,
      groups == 1
        ? .channels(expected: weight.shape[1], got: input)
        : .window(.channels(expected: weight.shape[1] * groups, got: input)))
  }
}
