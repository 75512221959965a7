extension PoolingLayer {
  /// The spatial axes and the channels.
  public var inputAxes: Int? { options.axes + 1 }

  /// A convolution for the mean; for the maximum the positions depend on the input, so it is none (trap 1.6 n).
  public var backwardOperation: String {
    switch operation {
    case .maximum: "to the position of each maximum; not a convolution, since it depends on the input"
    case .norm: "to each element by its part of the norm; no convolution, as the parts depend on the input"
    case .mean: "convolution of the upsampled gradient with equal weights"
    }
  }

  /// The steps, and the gradients by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let g = options.geometry(x.shape.dimensions.dropFirst(2))
    switch operation {
    case .maximum:
      let (_, indices) = Textbook.maxPool(NDArray<Float>(x), geometry: g)
      let positions = Tensor(shape: dz.shape, scalars: indices.map { Float($0) })
      let loops = Textbook.maxPoolBackward(NDArray<Float>(dz), indices: indices, geometry: g)
      return BackwardSteps(
        steps: [
          .init(
            gradient: "dx", action: "find the position of each window's maximum, counted row by row",
            result: positions),
          .init(
            gradient: "dx", action: "add each element of dz at its position",
            result: Pooling.maxBackward(dz, indices: indices.map { Int32($0) }, geometry: g)),
        ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    case .norm(let p):
      let (input, gradient) = (NDArray<Float>(x), NDArray<Float>(dz))
      let norms = Textbook.normPool(input, p: p, geometry: g)
      let loops = Textbook.normPoolBackward(gradient, x: input, y: norms, p: p, geometry: g)
      return BackwardSteps(
        steps: [
          .init(gradient: "dx", action: "find the norm y of each window", result: Tensor(norms)),
          .init(
            gradient: "dx", action: "add dz · sign(x) · (|x| / y)^(p − 1) at each position of the window",
            result: Tensor(loops)),
        ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    case .mean(let countsPadding):
      let loops = Textbook.meanPoolBackward(NDArray<Float>(dz), geometry: g, countsPadding: countsPadding)
      return BackwardSteps(
        steps: meanSteps(dz, g, countsPadding: countsPadding),
        checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    }
  }

  /// The steps of a convolution with a filter of ones for each channel.
  private func meanSteps(
    _ dz: Tensor, _ g: WindowGeometry, countsPadding: Bool
  ) -> [BackwardExplanation.Step] {
    let counts = Textbook.windowCounts(g, countsPadding: countsPadding)
    let parts = dz.scalars.indices.map { dz.scalars[$0] / Float(counts[$0 % counts.count]) }
    let share = Tensor(shape: dz.shape, scalars: parts)
    // Rounding sizes up may need positions behind the padding.
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
      .init(
        gradient: "dx", action: "divide dz by the number of positions of its window: a share", result: share)
    ] + routes.inputSteps()
  }
}

extension GlobalPoolingLayer {
  /// The spatial axes and the channels.
  public var inputAxes: Int? { axes + 1 }

  /// Equal parts for the mean; for the maximum the way depends on the input.
  public var backwardOperation: String {
    switch operation {
    case .maximum: "to the position of each channel's maximum"
    case .mean: "an equal part to each element of the channel"
    }
  }

  /// The parts, or the positions, and for the maximum the gradient by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let g = geometry(x.shape)
    let wide = dz.reshaped(Shape([x.shape[0], x.shape[1]] + g.outputSizes))
    switch operation {
    case .maximum:
      let (_, indices) = Textbook.maxPool(NDArray<Float>(x), geometry: g)
      let loops = Textbook.maxPoolBackward(NDArray<Float>(wide), indices: indices, geometry: g)
      return BackwardSteps(
        steps: [
          .init(
            gradient: "dx", action: "find the position of each channel's maximum, counted row by row",
            result: Tensor(shape: dz.shape, scalars: indices.map { Float($0) })),
          .init(
            gradient: "dx", action: "put each element of dz at its position, zeros elsewhere",
            result: Pooling.maxBackward(wide, indices: indices.map { Int32($0) }, geometry: g)),
        ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
    case .mean:
      let share = wide / Float(g.pixelCount)
      return BackwardSteps(
        steps: [
          .init(
            gradient: "dx", action: "divide dz by the \(g.pixelCount) elements of a channel", result: share),
          .init(
            gradient: "dx", action: "repeat it for each of them", result: share.broadcast(to: x.shape)),
        ], checks: [])
    }
  }
}

extension LearnablePool2D: ExplainableLayer {
  /// Channels, rows and columns.
  public var inputAxes: Int? { 3 }

  /// To each element of a window, as the rule weighs it.
  public var backwardOperation: String {
    switch rule {
    case .scaled: "an equal part of a·dz to each element of the window"
    case .weighted: "to each element of the window by its weight: convolution of the upsampled gradient"
    case .generalizedMean: "to each element by its part of the mean; the parts depend on the input"
    }
  }

  /// The steps of the rule, and the gradients by loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let g = options.geometry([x.shape[2], x.shape[3]])
    let values = parameters.map { NDArray<Float>($0.value) }
    let means = Textbook.learnablePool(NDArray<Float>(x), values, rule: rule, geometry: g)
    let loops = Textbook.learnablePoolBackward(
      NDArray<Float>(dz), x: NDArray(x), y: means, values, rule: rule, geometry: g)
    return BackwardSteps(
      steps: steps(x, dz, g, dx: Tensor(loops.dx), dw: Tensor(loops.parameters[0])),
      checks: [
        .init("dx", "by the textbook's loops", Tensor(loops.dx)),
        .init("dw", "by the textbook's loops", Tensor(loops.parameters[0])),
      ])
  }

  /// The steps; those of the generalized mean give what the loops give.
  private func steps(
    _ x: Tensor, _ dz: Tensor, _ g: WindowGeometry, dx: Tensor, dw: Tensor
  ) -> [BackwardExplanation.Step] {
    let channels = x.shape[1]
    switch rule {
    case .scaled:
      let scaled = dz * parameters[0].value.reshaped(channels, 1, 1)
      let products = dz * Pooling.meanForward(x, geometry: g, countsPadding: true)
      return [
        .init(gradient: "dx", action: "multiply dz by the channel's factor a", result: scaled),
        .init(
          gradient: "dx", action: "give each element of the window an equal part",
          result: Pooling.meanBackward(scaled, geometry: g, countsPadding: true)),
        .init(gradient: "dw", action: "multiply dz by the mean of each window", result: products),
        .init(
          gradient: "dw", action: "sum over images and positions", result: products.sum(along: [0, 2, 3])),
        .init(gradient: "db", action: "sum dz over images and positions", result: dz.sum(along: [0, 2, 3])),
      ]
    case .weighted:
      let filters = parameters[0].value.broadcast(to: Shape([channels, 1] + g.windowSizes))
      let depthwise = WindowGeometry(axes: g.axes, groups: channels)
      let perChannel = Convolution.backwardFilter(dz, x, geometry: depthwise)
      return [
        .init(
          gradient: "dx", action: "add dz times each weight at its position of the window",
          result: Convolution.backwardInput(dz, filters, geometry: depthwise)),
        .init(
          gradient: "dw", action: "sum up dz times the element under each weight, channel by channel",
          result: perChannel),
        .init(
          gradient: "dw", action: "add up the channels, which share the weights",
          result: perChannel.sum(along: [0, 1])),
      ]
    case .generalizedMean:
      return [
        .init(
          gradient: "dx", action: "add dz · (x / y)^(p − 1) / count at each position of the window",
          result: dx),
        .init(
          gradient: "dw", action: "sum up dz · y · (Σ xᵖ·ln x / Σ xᵖ − ln y) / p over all windows", result: dw
        ),
      ]
    }
  }
}
