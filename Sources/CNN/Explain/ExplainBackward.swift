/// Returns every step of a convolution's backward pass, for a random input of the given shape.
///
/// The input's numbers and the gradient to the output are random. See the function for a given input.
///
/// - Parameter input: The shape of a batch, such as `[2, 3, 6, 6]`.
/// - Throws: `ShapeError` when the layer cannot take such inputs.
public func explainBackward(
  _ layer: some ConvolutionLayer, input: Shape, seed: UInt64? = nil
) throws(ShapeError) -> BackwardExplanation {
  let seed = seed ?? Randomness.seed
  return try explainBackward(
    layer, at: .randomNormal(input, name: "explainBackward.input", seed: seed), seed: seed)
}

/// Returns every step of a convolution's backward pass: to its input, its filters and its bias.
///
/// To the input: spread `dz` by the stride, fill it up to the map of stride 1, pad by the filter's extent
/// less 1, exchange the filters' planes and turn them, correlate, and crop the padding (or fold it back, if
/// the image was not continued with zeros). To the filters: pad the input as forward, and correlate it with
/// the spread `dz`; the dilation has become the stride. To the bias: sum up `dz`. The same gradients by the
/// textbook's loops and by matrix products are compared with the layer's own.
///
/// - Parameters:
///   - x: One input or a batch of them.
///   - dz: The gradient to the output; random if none is given.
/// - Throws: `ShapeError` when the layer cannot take such inputs.
/// - Complexity: that of a backward pass, and of the matrix, which is left out above four million numbers.
/// - SeeAlso: deck rows 000-13 to 000-28, 002-10 to 002-17, 003-32 and 004-07 to 004-09.
public func explainBackward(
  _ layer: some ConvolutionLayer, at x: Tensor, gradient dz: Tensor? = nil, seed: UInt64? = nil
) throws(ShapeError) -> BackwardExplanation {
  var layer = layer
  let seed = seed ?? Randomness.seed
  if layer.name.isEmpty { layer.name = layer.kind }
  let isSingle = x.rank == layer.options.axes + 1
  let batch = isSingle ? x.reshaped(x.shape.batched(1)) : x
  let one = batch.rank > 0 ? batch.shape.droppingFirst : batch.shape
  if layer.parameters.isEmpty { try layer.build(input: one, seed: seed) }
  let g = try layer.checkedGeometry(for: one)
  let pass = layer.forward(batch, context: .inference)
  let upstream =
    dz.map { isSingle && $0.rank == x.rank ? $0.reshaped($0.shape.batched(1)) : $0 }
    ?? .randomNormal(pass.output.shape, name: "explainBackward.gradient", seed: seed)
  Convolution.requireGradient(upstream, of: pass.output.shape)

  let routes = BackwardRoutes(
    x: batch, w: layer.parameters[0].value, dz: upstream, geometry: g, mode: layer.options.paddingMode)
  var steps = routes.inputSteps() + routes.filterSteps()
  if layer.hasBias {
    steps.append(
      .init(gradient: "db", action: "sum over images and places", result: Convolution.backwardBias(upstream)))
  }
  let own = pass.pullback(upstream)
  return BackwardExplanation(
    layer: layer.displayName, upstream: upstream, steps: steps,
    agreements: routes.agreements(dx: own.input, dw: own.parameters[0], steps: steps))
}
