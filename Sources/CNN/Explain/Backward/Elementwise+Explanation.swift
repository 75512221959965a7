extension ActivationLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product element by element.
  public var backwardOperation: String { elementwiseBackward }

  /// The derivative and the product; the check multiplies the loops' derivatives.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    elementwiseSteps(activation, x, dz)
  }
}

extension ReLU: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product element by element.
  public var backwardOperation: String { elementwiseBackward }

  /// The derivative and the product; the check multiplies the loops' derivatives.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    elementwiseSteps(.relu, x, dz)
  }
}

extension PReLU {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product element by element, and sums of products.
  public var backwardOperation: String { elementwiseBackward }

  /// The derivative and the product, and for the slopes the products with `x` and their sums; the check is the loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let slopes = parameters[0].value
    let wide = slopes.reshaped(Shape([slopes.count] + Array(repeating: 1, count: x.rank - 2)))
    let derivative = wide.broadcast(to: x.shape).replacing(with: 1, where: x .> 0)
    let products = (dz * x).replacing(with: 0, where: x .> 0)
    let sums = products.reshaped(x.shape[0], slopes.count, -1).sum(along: [0, 2])
    let loops = Textbook.preluBackward(NDArray<Float>(dz), x: NDArray(x), slopes: slopes.scalars)
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "take 1 where the input is positive, else the slope", result: derivative),
        .init(gradient: "dx", action: "multiply dz by it, element by element", result: dz * derivative),
        .init(
          gradient: "dw", action: "multiply dz by the input where that is not positive", result: products),
        .init(gradient: "dw", action: "sum up the products of each slope", result: sums),
      ],
      checks: [
        .init("dx", "by the textbook's loops", Tensor(loops.dx)),
        .init("dw", "by the textbook's loops", Tensor(loops.dslopes)),
      ])
  }
}

private let elementwiseBackward = "product with the derivative, element by element"

private func elementwiseSteps(_ activation: Activation, _ x: Tensor, _ dz: Tensor) -> BackwardSteps {
  let derivative = activation.derivative(x)
  let loops = zip(x.scalars, dz.scalars).map { Textbook.activationDerivative(activation, $0) * $1 }
  return BackwardSteps(
    steps: [
      .init(gradient: "dx", action: "take the derivative at each element of the input", result: derivative),
      .init(gradient: "dx", action: "multiply dz by it, element by element", result: dz * derivative),
    ],
    checks: [.init("dx", "by the textbook's loops", Tensor(shape: x.shape, scalars: loops))])
}

extension Flatten: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// Unflattening.
  public var backwardOperation: String { "unflattening, in the same order" }

  /// One step.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "unflatten dz: channels outermost, then rows, then columns",
          result: dz.reshaped(x.shape))
      ], checks: [])
  }
}

extension Reshape: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// Reshaping.
  public var backwardOperation: String { "reshaping, in the same order" }

  /// One step.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    BackwardSteps(
      steps: [.init(gradient: "dx", action: "give dz the shape of the input", result: dz.reshaped(x.shape))],
      checks: [])
  }
}

extension ChannelShuffle: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A shuffle of as many groups as a group has channels.
  public var backwardOperation: String { "shuffle of channels, with groups and members exchanged" }

  /// One step; the check moves channel by channel.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let members = x.shape[1] / groups
    let moved = (0..<x.shape[1]).map { channel in
      let source = channel % members * groups + channel / members
      return dz.slices(source..<source + 1, along: 1)
    }
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "shuffle the channels of dz in \(members) groups",
          result: ChannelShuffle(members)(dz))
      ], checks: [.init("dx", "channel by channel", Tensor(concatenating: moved, along: 1))])
  }
}

extension Scale: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product with the factors, and sums of products.
  public var backwardOperation: String { "product with the factors, channel by channel" }

  /// The product with the factors, and the sums for factors and summands.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let perChannel = Shape([x.shape[1]] + Array(repeating: 1, count: x.rank - 2))
    let others = [0] + Array(2..<x.rank)
    var steps = [
      BackwardExplanation.Step(
        gradient: "dx",
        action: scales ? "multiply dz by the factor of each channel" : "take dz: adding changes no gradient",
        result: scales ? dz * parameters[0].value.reshaped(perChannel) : dz)
    ]
    if scales {
      steps += [
        .init(gradient: "dw", action: "multiply dz by the input, element by element", result: dz * x),
        .init(
          gradient: "dw", action: "sum up the products of each channel", result: (dz * x).sum(along: others)),
      ]
    }
    if shifts {
      // The only parameters of a layer that does not scale are its summands.
      steps.append(
        .init(
          gradient: scales ? "db" : "dw", action: "sum up dz over each channel", result: dz.sum(along: others)
        ))
    }
    return BackwardSteps(steps: steps, checks: [])
  }
}

extension Softmax: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product with the probabilities, after the mean of the gradient was subtracted.
  public var backwardOperation: String {
    "product with the probabilities, less the gradient's mean weighed by them"
  }

  /// The steps with the probabilities p; the check is the loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let p = SoftmaxKernel.forward(x)
    let mean = (dz * p).sum(along: 1, keepingAxes: true)
    let loops = Textbook.softmaxBackward(NDArray<Float>(dz), p: NDArray(p))
    return BackwardSteps(
      steps: [
        .init(gradient: "dx", action: "find the probabilities p", result: p),
        .init(gradient: "dx", action: "sum up dz·p over the channels", result: mean),
        .init(gradient: "dx", action: "subtract the sum from dz", result: dz - mean),
        .init(gradient: "dx", action: "multiply by p", result: p * (dz - mean)),
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }
}

extension LogSoftmax: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// The gradient, less the probabilities times its sum.
  public var backwardOperation: String { "the gradient, minus the probabilities times its sum" }

  /// The steps with the probabilities p; the check is the loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let p = SoftmaxKernel.forward(x)
    let total = dz.sum(along: 1, keepingAxes: true)
    let loops = Textbook.logSoftmaxBackward(NDArray<Float>(dz), p: NDArray(p))
    return BackwardSteps(
      steps: [
        .init(gradient: "dx", action: "find the probabilities p", result: p),
        .init(gradient: "dx", action: "sum up dz over the channels", result: total),
        .init(gradient: "dx", action: "subtract p times the sum from dz", result: dz - p * total),
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }
}
