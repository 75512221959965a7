extension ChannelwiseNormalization {
  /// Any.
  public var inputAxes: Int? { nil }

  /// What each group's own mean and variance make of a gradient.
  public var backwardOperation: String { normalizationBackward }

  /// The steps through γ and the groups' mean and variance; the check is the loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let channels = x.shape[1]
    return normalizationSteps(
      x, dz, size: x.shape.droppingFirst.count / groups(channels: channels), epsilon: epsilon,
      gamma: affine ? perChannel(parameters[0].value, x.rank) : nil,
      summing: [0] + Array(2..<max(2, x.rank)))
  }
}

extension LayerNorm: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// What each input's own mean and variance make of a gradient.
  public var backwardOperation: String { normalizationBackward }

  /// The steps through γ and the mean and variance of the last axes; the check is the loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    normalizationSteps(
      x, dz, size: x.shape.dimensions.suffix(lastAxes).reduce(1, *), epsilon: epsilon,
      gamma: affine ? parameters[0].value : nil, summing: Array(0..<x.rank - lastAxes))
  }
}

private let normalizationBackward = "product with γ / deviation, minus the parts through mean and variance"

/// Returns a channel's numbers in a shape that broadcasts against batches with `rank` axes.
private func perChannel(_ numbers: Tensor, _ rank: Int) -> Tensor {
  numbers.reshaped(Shape([numbers.count] + Array(repeating: 1, count: rank - 2)))
}

/// Explains the normalization of groups of `size` neighboring elements; γ and β are shared along the axes `shared`.
private func normalizationSteps(
  _ x: Tensor, _ dz: Tensor, size: Int, epsilon: Float, gamma: Tensor?, summing shared: [Int]
) -> BackwardSteps {
  let groups = x.reshaped(-1, size)
  let deviation = sqrt(groups.variance(along: 1, keepingAxes: true) + epsilon)
  let standardized = (groups - groups.mean(along: 1, keepingAxes: true)) / deviation
  let scaled = gamma.map { dz * $0 } ?? dz
  let g = scaled.reshaped(-1, size)
  let centered = g - g.mean(along: 1, keepingAxes: true)
  let through = centered - standardized * (g * standardized).mean(along: 1, keepingAxes: true)
  let name = gamma == nil ? "dz" : "g"
  var steps: [BackwardExplanation.Step] = [
    .init(
      gradient: "dx", action: "subtract the mean of \(name) over each group",
      result: centered.reshaped(x.shape)),
    .init(
      gradient: "dx", action: "subtract x̂ times the group's mean of \(name)·x̂",
      result: through.reshaped(x.shape)),
    .init(
      gradient: "dx", action: "divide by the group's deviation √(σ² + ε)",
      result: (through / deviation).reshaped(x.shape)),
  ]
  if gamma != nil {
    let products = dz * standardized.reshaped(x.shape)
    steps = [.init(gradient: "dx", action: "multiply dz by γ: g, the gradient to x̂", result: scaled)] + steps
    steps += factorSteps(products, dz, summing: shared)
  }
  let loops = Textbook.standardizeBackward(
    NDArray<Float>(scaled), x: NDArray(x), size: size, epsilon: epsilon)
  return BackwardSteps(
    steps: steps, checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
}

/// The steps to γ and β, each of which all elements along the axes `shared` have in common.
private func factorSteps(
  _ products: Tensor, _ dz: Tensor, summing shared: [Int]
) -> [BackwardExplanation.Step] {
  [
    .init(gradient: "dw", action: "multiply dz by x̂", result: products),
    .init(gradient: "dw", action: "sum up what each γ is for", result: products.sum(along: shared)),
    .init(gradient: "db", action: "sum up dz over what each β is for", result: dz.sum(along: shared)),
  ]
}

extension BatchNorm: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product: the running statistics are constants.
  public var backwardOperation: String { "product with γ / deviation of the channel" }

  /// The steps of inference, with the running statistics; the check is the loops.
  ///
  /// In training, mean and variance are those of the batch and pass gradients, too: ``InstanceNorm`` has these steps, for
  /// one channel of one input where this layer takes that of all.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let (mean, variance) = (buffers[0].value, buffers[1].value)
    let gamma = affine ? parameters[0].value : .ones(mean.shape)
    let deviation = sqrt(variance + epsilon)
    let loops = Textbook.batchNormBackward(
      NDArray<Float>(dz), x: NDArray(x), mean: mean.scalars, variance: variance.scalars, isOwn: false,
      epsilon: epsilon, gamma: gamma.scalars)
    let standardized = (x - perChannel(mean, x.rank)) / perChannel(deviation, x.rank)
    let shared = [0] + Array(2..<max(2, x.rank))
    return BackwardSteps(
      steps: [
        .init(
          gradient: "dx", action: "find γ / √(σ² + ε) of each channel, with the running variance",
          result: gamma / deviation),
        .init(
          gradient: "dx", action: "multiply dz by it", result: dz * perChannel(gamma / deviation, x.rank)),
      ] + (affine ? factorSteps(dz * standardized, dz, summing: shared) : []),
      checks: [.init("dx", "by the textbook's loops", Tensor(loops.dx))]
        + (affine ? [.init("dw", "by the textbook's loops", Tensor(loops.dgamma))] : []))
  }
}

extension LocalResponseNorm: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// A product, less what the element adds to the divisors around it.
  public var backwardOperation: String {
    "product with the power of the divisor, less the part in the divisors around"
  }

  /// The sums across the channels and the product; the check is the loops.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    let divisors = bias + alpha / Float(size) * channelSums(x * x, before: (size - 1) / 2, after: size / 2)
    let powers = pow(divisors, -beta)
    let sums = channelSums(dz * x * powers / divisors, before: size / 2, after: (size - 1) / 2)
    let loops = Textbook.localResponseNormBackward(
      NDArray<Float>(dz), x: NDArray(x), size: size, alpha: alpha, beta: beta, bias: bias)
    return BackwardSteps(
      steps: [
        .init(gradient: "dx", action: "find the divisors d = bias + (α/size)·Σ x²", result: divisors),
        .init(
          gradient: "dx", action: "sum up dz·x·d^(−β−1) over the channels in whose sum each one is: s",
          result: sums),
        .init(
          gradient: "dx", action: "dz·d^(−β) − 2·(α/size)·β·x·s",
          result: dz * powers - 2 * (alpha / Float(size)) * beta * x * sums),
      ], checks: [.init("dx", "by the textbook's loops", Tensor(loops))])
  }

  /// Returns for each channel the sum of the channels around it.
  private func channelSums(_ x: Tensor, before: Int, after: Int) -> Tensor {
    let channels = x.shape[1]
    return Tensor(
      concatenating: (0..<channels).map { c in
        x.slices(max(0, c - before)..<min(channels, c + after + 1), along: 1).sum(along: 1, keepingAxes: true)
      }, along: 1)
  }
}

extension Dropout: ExplainableLayer {
  /// Any.
  public var inputAxes: Int? { nil }

  /// In training a product with the same mask as forward.
  public var backwardOperation: String { "product with the mask; in inference dz itself" }

  /// The step of inference, in which nothing is dropped.
  public func backwardSteps(_ x: Tensor, gradient dz: Tensor) -> BackwardSteps {
    BackwardSteps(
      steps: [.init(gradient: "dx", action: "hand dz on: nothing is dropped in inference", result: dz)],
      checks: [])
  }
}
