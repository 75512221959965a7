extension PoolingLayer {
  /// The spatial axes and the channels.
  public var inputAxes: Int? { options.axes + 1 }

  /// A convolution for the mean; for the maximum the way depends on the input, so it is none (trap 1.6 n).
  public var wayBack: String {
    switch operation {
    case .maximum: "to the place of each maximum; no convolution, as the way depends on the input"
    case .norm: "to each element by its part of the norm; no convolution, as the parts depend on the input"
    case .mean: "convolution of the spread gradient with equal weights"
    }
  }

  /// The steps, and the gradients by loops.
  public func accountForBackward(_ x: Tensor, gradient dz: Tensor) -> BackwardAccount {
    let g = options.geometry(Array(x.shape.dimensions.dropFirst(2)))
    switch operation {
    case .maximum:
      let (_, indices) = Textbook.maxPool(NDArray<Float>(x), geometry: g)
      let places = Tensor(shape: dz.shape, scalars: indices.map { Float($0) })
      let loops = Textbook.maxPoolBackward(NDArray<Float>(dz), indices: indices, geometry: g)
      return BackwardAccount(
        steps: [
          .init(
            gradient: "dx", action: "find the place of each window's maximum, counted row by row",
            result: places),
          .init(
            gradient: "dx", action: "add each element of dz at its place",
            result: Pooling.maxBackward(dz, indices: indices.map { Int32($0) }, geometry: g)),
        ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    case .norm(let p):
      let (input, gradient) = (NDArray<Float>(x), NDArray<Float>(dz))
      let norms = Textbook.normPool(input, p: p, geometry: g)
      let loops = Textbook.normPoolBackward(gradient, x: input, y: norms, p: p, geometry: g)
      return BackwardAccount(
        steps: [
          .init(gradient: "dx", action: "find the norm y of each window", result: Tensor(norms)),
          .init(
            gradient: "dx", action: "add dz · sign(x) · (|x| / y)^(p − 1) at each place of the window",
            result: Tensor(loops)),
        ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    case .mean(let countsPadding):
      let loops = Textbook.meanPoolBackward(NDArray<Float>(dz), geometry: g, countsPadding: countsPadding)
      return BackwardAccount(
        steps: meanSteps(dz, g, countsPadding: countsPadding),
        checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    }
  }

  /// The steps of a convolution with a filter of ones for each channel: deck row 002-07.
  private func meanSteps(
    _ dz: Tensor, _ g: WindowGeometry, countsPadding: Bool
  ) -> [BackwardExplanation.Step] {
    let counts = Textbook.windowCounts(g, countsPadding: countsPadding)
    let parts = dz.scalars.indices.map { dz.scalars[$0] / Float(counts[$0 % counts.count]) }
    let share = Tensor(shape: dz.shape, scalars: parts)
    // Rounding sizes up may need places behind the padding.
    let axes = g.axes.map { axis in
      let sides = axis.sides
      let reached = (axis.output - 1) * axis.stride + axis.extent - sides.before
      return AxisGeometry(
        input: axis.input, window: axis.window, stride: axis.stride, dilation: axis.dilation,
        sides: Sides(before: sides.before, after: max(sides.after, reached - axis.input)))
    }
    let channels = dz.shape[1]
    let ones = Tensor.ones(Shape([channels, 1] + g.windowSizes))
    var routes = ConvolutionRoutes(
      x: [], w: ones, dz: share, geometry: WindowGeometry(axes: axes, groups: channels), mode: .zeros)
    routes.names.gradient = "the shares"
    return [
      .init(gradient: "dx", action: "divide dz by the number of places of its window: a share", result: share)
    ] + routes.inputSteps()
  }
}
