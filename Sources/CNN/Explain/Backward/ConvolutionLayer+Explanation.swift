extension ConvolutionLayer {
  /// The spatial axes and the channels.
  public var inputAxes: Int? { options.axes + 1 }

  /// A convolution with rotated filters.
  public var backwardOperation: String { "convolution of the upsampled gradient with rotated filters" }

  /// The steps by sliding filters, and the gradients by loops and by matrices.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let routes = ConvolutionRoutes(
      x: x, w: parameters[0].value, dz: dz,
      geometry: options.geometry(
        x.shape.dimensions.dropFirst(2), groups: planes(for: x.shape[1]).groups),
      mode: options.paddingMode)
    return BackwardSteps(
      steps: routes.inputSteps() + routes.filterSteps() + biasSteps(dz, hasBias: hasBias),
      checks: routes.checks())
  }
}

extension Layer {
  /// The step to the gradient to a bias that is shared by all positions of a map.
  func biasSteps(_ dz: Tensor, hasBias: Bool) -> [BackwardExplanation.Step] {
    guard hasBias else { return [] }
    return [
      .init(gradient: "db", action: "sum over images and positions", result: Convolution.backwardBias(dz))
    ]
  }
}
