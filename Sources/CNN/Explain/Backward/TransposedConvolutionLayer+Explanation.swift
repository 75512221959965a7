extension TransposedConvolutionLayer {
  /// The spatial axes and the channels.
  public var inputAxes: Int? { options.axes + 1 }

  /// A convolution.
  public var backwardOperation: String { "convolution with the same filters and stride" }

  /// The steps of a convolution forward, and the gradients by loops and by matrices.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let (w, g) = (parameters[0].value, geometry(Array(x.shape.dimensions.dropFirst(2))))
    // The convolution whose backward pass this layer is: its input is our gradient, its gradient our input.
    var routes = ConvolutionRoutes(x: dz, w: w, dz: x, geometry: g, mode: .zeros)
    routes.names = (gradient: "x", input: "dz", padding: "by what the output was cropped")
    return BackwardSteps(
      steps: inputSteps(dz, w, g) + routes.filterSteps() + biasSteps(dz, hasBias: hasBias),
      checks: checks(x, w, dz, g))
  }

  private func inputSteps(_ dz: Tensor, _ w: Tensor, _ g: WindowGeometry) -> [BackwardExplanation.Step] {
    let isPadded = g.sides.contains { $0.before + $0.after > 0 }
    let padded = isPadded ? Pad.forward(dz, g.sides, mode: .zeros) : dz
    let pad = BackwardExplanation.Step(
      gradient: "dx", action: "pad dz by what the output was cropped (zeros)", result: padded)
    let correlation = BackwardExplanation.Step(
      gradient: "dx", action: "correlate with the filters, stride \(text(g.axes.map(\.stride)))",
      result: Convolution.forward(padded, w, bias: nil, geometry: isPadded ? g.padded : g))
    return (isPadded ? [pad] : []) + [correlation]
  }

  private func checks(
    _ x: Tensor, _ w: Tensor, _ dz: Tensor, _ g: WindowGeometry
  ) -> [BackwardSteps.Check] {
    let loopX = Textbook.correlate(NDArray<Float>(dz), NDArray(w), geometry: g)
    let loopW = Textbook.correlateBackwardFilter(NDArray<Float>(x), NDArray(dz), geometry: g)
    let loops = [
      BackwardSteps.Check("dx", "by the textbook's loops", Tensor(loopX)),
      BackwardSteps.Check("dw", "by the textbook's loops", Tensor(loopW)),
    ]
    guard x.shape.droppingFirst.count * dz.shape.droppingFirst.count <= ConvolutionRoutes.largestMatrix
    else { return loops }
    let matrix = convolutionMatrix(
      w, CorrelationSpecification(geometry: g, channels: dz.shape[1], filters: x.shape[1]))
    let images = (0..<x.shape[0]).map {
      matrix.matmul(dz.slice($0).flattened()).reshaped(x.shape.droppingFirst)
    }
    return loops + [.init("dx", "by the convolution matrix", Tensor(stacking: images))]
  }
}
