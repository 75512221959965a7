/// Returns every step of a layer's backward pass, for a random input of the given shape.
///
/// The input's numbers and the gradient to the output are random. See the function for a given input.
///
/// ```swift
/// let layer = Conv2D(1, kernel: 2, stride: 2)
/// let explanation = try explainBackward(layer, input: [1, 1, 4, 4])
/// display(explanation)
/// ```
///
/// - Parameter input: The shape of a batch, such as `[2, 3, 6, 6]`.
/// - Throws: `ShapeError` when the layer cannot take such inputs.
public func explainBackward(
  _ layer: some ExplainableLayer, input: Shape, seed: UInt64? = nil
) throws(ShapeError) -> BackwardExplanation {
  let seed = seed ?? Randomness.seed
  return try explainBackward(
    layer, at: .randomNormal(input, name: "explainBackward.input", seed: seed), seed: seed)
}

/// Returns every step of a layer's backward pass: to its input, its weights and its bias.
///
/// For a convolution's input: spread `dz` by the stride, fill it up to the map of stride 1, pad by the filter's
/// extent less 1, exchange the filters' planes and turn them, correlate, and crop the padding (or fold it back,
/// if the image was not continued with zeros). For its filters: pad the input as forward, and correlate it with
/// the spread `dz`; the dilation has become the stride. For the bias: sum up `dz`. Other layers have steps of
/// their own. The steps' gradients, and those by the textbook's loops and by matrices, are compared with the
/// layer's own.
///
/// ```swift
/// let x: Tensor = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]
/// let dz: Tensor = [[[1, 0], [0, 2]]]
/// let pool = MaxPool2D(2, stride: 1)
/// let explanation = try explainBackward(pool, at: x, gradient: dz)
/// expect(explanation.dx, equals: [[[[0, 0, 0], [0, 1, 0], [0, 0, 2]]]])
/// ```
///
/// - Parameters:
///   - x: A batch of inputs; one input if the layer knows how many axes that has.
///   - dz: The gradient to the output; random if none is given.
/// - Throws: `ShapeError` when the layer cannot take such inputs.
/// - Complexity: that of a backward pass, and of the matrix, which is left out above four million numbers.
public func explainBackward(
  _ layer: some ExplainableLayer, at x: Tensor, gradient dz: Tensor? = nil, seed: UInt64? = nil
) throws(ShapeError) -> BackwardExplanation {
  var layer = layer
  let seed = seed ?? Randomness.seed
  if layer.name.isEmpty { layer.name = layer.kind }
  let isSingle = x.rank == layer.inputAxes
  let batch = isSingle ? x.reshaped(x.shape.batched(1)) : x
  // What is neither one input nor a batch is told as it was given.
  let isBatch = batch.rank > 0 && batch.rank == (layer.inputAxes ?? batch.rank - 1) + 1
  let one = isBatch ? batch.shape.droppingFirst : batch.shape
  _ = try layer.outputShape(for: one)
  if layer.parameters.isEmpty { try layer.build(input: one, seed: seed) }
  let pass = layer.forward(batch, context: .inference)
  let upstream =
    dz.map { isSingle && $0.rank + 1 == pass.output.rank ? $0.reshaped($0.shape.batched(1)) : $0 }
    ?? .randomNormal(pass.output.shape, name: "explainBackward.gradient", seed: seed)
  Convolution.requireGradient(upstream, of: pass.output.shape)

  let account = layer.backwardSteps(batch, gradient: upstream)
  return BackwardExplanation(
    layer: layer.displayName, upstream: upstream, steps: account.steps,
    agreements: account.agreements(with: pass.pullback(upstream)))
}

extension BackwardSteps {
  /// Compares the gradients of the steps and of the checks with the layer's own.
  fileprivate func agreements(with own: LayerGradients) -> [BackwardExplanation.Agreement] {
    let gradients = [("dx", own.input)] + own.parameters.prefix(1).map { ("dw", $0) }
    return gradients.flatMap { name, want in
      let last = steps.last { $0.gradient == name }.map { Check(name, "by the steps above", $0.result) }
      let scale = want.scalars.reduce(1) { max($0, Double($1.magnitude)) }
      return ([last].compactMap(\.self) + checks.filter { $0.gradient == name }).map { check in
        let difference = check.result.largestDifference(from: want) ?? .infinity
        return BackwardExplanation.Agreement(
          gradient: name, route: check.route, difference: difference / scale)
      }
    }
  }
}
