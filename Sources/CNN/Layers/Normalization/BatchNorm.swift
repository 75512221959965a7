/// Batch normalization: each channel is shifted and scaled to mean β and standard deviation γ, both learned.
///
///     y = γ[c] · (x − μ[c]) / √(σ²[c] + ε) + β[c]
///
/// For vectors `[N, C]`, signals `[N, C, L]`, images `[N, C, H, W]` and volumes alike; the shape stays. In
/// training μ and σ² are the mean and the biased variance of the channel over the batch, and the running
/// statistics take a part of them: `running ← (1 − momentum)·running + momentum·batch`, where the batch's
/// variance is the unbiased one. In inference μ and σ² are the running statistics.
///
/// - Complexity: `x.count` operations of a few steps each.
/// - SeeAlso: Ioffe and Szegedy, "Batch normalization", ICML 2015, algorithms 1, 2.
public struct BatchNorm: Layer {
  /// The name in summaries and messages.
  public var name: String
  /// What is added to variances, so that a constant channel has a deviation.
  public let epsilon: Float
  /// The part of the running statistics that each training step replaces.
  public let momentum: Float
  /// Whether γ and β are learned; if not they are 1 and 0.
  public let affine: Bool
  /// `weight` γ `[C]` and `bias` β `[C]`, at first 1 and 0; empty until the layer is built.
  public var parameters: [Parameter] = []
  /// `running_mean` and `running_var`, both `[C]`, at first 0 and 1; empty until the layer is built.
  public var buffers: [Parameter] = []

  /// Creates a layer whose number of channels is known once it is built.
  public init(epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true, name: String = "") {
    self.epsilon = epsilon
    self.momentum = momentum
    self.affine = affine
    self.name = name
  }

  /// The kind of layer.
  public var kind: String { "bn" }

  /// Makes γ, β and the running statistics for `C` channels.
  public mutating func build(input: Shape, seed: UInt64) throws(ShapeError) {
    buffers = []
    let shapes = try parameterShapes(for: input)
    parameters = shapes.map {
      Parameter($0.name, Tensor(repeating: $0.name == "weight" ? 1 : 0, shape: $0.shape))
    }
    buffers = [
      Parameter("running_mean", .zeros([input[0]])), Parameter("running_var", .ones([input[0]])),
    ]
  }

  /// Returns the shapes of γ and β.
  public func parameterShapes(for input: Shape) throws(ShapeError) -> [ParameterShape] {
    _ = try outputShape(for: input)
    let shape: Shape = [input[0]]
    return affine ? [ParameterShape("weight", shape), ParameterShape("bias", shape)] : []
  }

  /// Returns the shape of the input, `[C]`, `[C, L]`, `[C, H, W]` or `[C, D, H, W]`.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard (1...4).contains(input.rank) else { throw ShapeError(self, .notMap(axes: 2, got: input)) }
    guard epsilon > 0 else { throw ShapeError(self, .notPositive("epsilon", "\(epsilon)")) }
    guard (0...1).contains(momentum) else {
      throw ShapeError(self, .outOfRange("momentum", got: "\(momentum)", allowed: "between 0 and 1"))
    }
    if let mean = buffers.first?.value, mean.count != input[0] {
      throw ShapeError(self, .channels(expected: mean.count, got: input))
    }
    return input
  }

  /// Two inputs if each channel has one value, as one value has no variance; one if the layer is frozen.
  public func smallestTrainingBatch(for input: Shape) -> Int {
    !isFrozen && input.rank > 0 && input.droppingFirst.count == 1 ? 2 : 1
  }

  /// Returns the output and the pullback; in training also the new running statistics.
  public func forward(_ x: Tensor, context: Context) -> ForwardPass {
    requireStatistics(x)
    let (gamma, beta) = (factors, offsets)
    let isTraining = context.mode == .training
    let (mean, variance, updated) =
      isTraining ? observe(x, share: context.share) : (buffers[0].value.scalars, buffers[1].value.scalars, [])
    let map = BatchNormalization(mean: mean, variance: variance, epsilon: epsilon, gamma: gamma)
    let output = map.forward(x, beta: beta, fusesReLU: context.fusedReLUs.contains(.after))
    return ForwardPass(output, buffers: updated) { [affine] dy in
      let (dx, dgamma, dbeta) = map.backward(
        dy, x: x, isOwn: isTraining, share: isTraining ? context.share : nil)
      return LayerGradients(input: dx, parameters: affine ? [dgamma, dbeta] : [])
    }
  }

  /// Returns the mean and the biased variance of each channel of a batch, as a training step would use them.
  ///
  /// - Precondition: `x` is a batch `[N, C, …]`.
  public static func statistics(of x: Tensor) -> (mean: Tensor, variance: Tensor) {
    require(x.rank >= 2, "statistics take a batch [N, C, …], got shape \(x.shape)")
    let statistics = BatchNormalization.statistics(x)
    return (Tensor(statistics.mean), Tensor(statistics.variance))
  }

  private func observe(
    _ x: Tensor, share: Share?
  ) -> (mean: [Float], variance: [Float], updated: [Tensor]) {
    let batch = BatchNormalization.statistics(x, share: share)
    require(
      batch.count > 1,
      "layer \"\(displayName)\" cannot train on one value a channel, as it has no variance; got \(x.shape)")
    func mix(_ old: Tensor, _ new: [Float]) -> Tensor {
      Tensor(
        shape: old.shape, scalars: zip(old.scalars, new).map { (1 - momentum) * $0 + momentum * $1 })
    }
    let updated = [mix(buffers[0].value, batch.mean), mix(buffers[1].value, batch.unbiasedVariance)]
    return (batch.mean, batch.variance, updated)
  }

  private func requireStatistics(_ x: Tensor) {
    require(!buffers.isEmpty, "layer \"\(displayName)\" is not built: call build(input:seed:) first")
    require(
      x.rank >= 2 && x.shape[1] == buffers[0].value.count,
      "layer \"\(displayName)\" takes a batch with \(buffers[0].value.count) channels, got shape \(x.shape)")
  }

  private var factors: [Float] {
    affine ? parameters[0].value.scalars : Array(repeating: 1, count: buffers[0].value.count)
  }

  private var offsets: [Float] {
    affine ? parameters[1].value.scalars : Array(repeating: 0, count: buffers[0].value.count)
  }
}

extension BatchNorm {
  /// Returns the output of the trained model, from the running statistics.
  public func reference(_ x: NDArray<Double>, parameters: [NDArray<Double>]) -> NDArray<Double> {
    reference(x, parameters: parameters, context: .inference)
  }

  /// Returns `Textbook.batchNorm`, with the statistics of the batch or the running ones.
  public func reference(
    _ x: NDArray<Double>, parameters: [NDArray<Double>], context: Context
  ) -> NDArray<Double> {
    requireStatistics(Tensor(x))
    let ones = [Double](repeating: 1, count: x.shape[1])
    let batch = context.mode == .training ? Textbook.batchStatistics(x) : nil
    return Textbook.batchNorm(
      x, mean: batch?.mean ?? buffers[0].value.scalars.map { Double($0) },
      variance: batch?.variance ?? buffers[1].value.scalars.map { Double($0) }, epsilon: Double(epsilon),
      gamma: affine ? parameters[0].scalars : ones,
      beta: affine ? parameters[1].scalars : ones.map { _ in 0 })
  }

  /// That of double precision.
  public var referencePrecision: Double { .ulpOfOne }
}
