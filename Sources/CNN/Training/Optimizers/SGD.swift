/// Stochastic gradient descent, with momentum if wanted.
///
/// With velocity `v`, which starts at 0, learning rate η, momentum μ and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     v ← μ·v + g
///     θ ← θ − η·v
///
/// Without momentum and decay that is `θ ← θ − η·∂L/∂θ`, deck row 000-10. The decay is the gradient of
/// `λ/2·‖θ‖²`, the L2 penalty of row 001-07; it leaves biases and normalizations alone.
///
/// - SeeAlso: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, for momentum.
public struct SGD: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The momentum μ.
  public var momentum: Float
  /// The weight decay λ of weights; other parameters have none.
  public var weightDecay: Float
  /// The velocities, as `velocity`.
  public var memory = OptimizerMemory()

  /// Creates the rule.
  public init(_ learningRate: Float, momentum: Float = 0, weightDecay: Float = 0) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    var velocities = memory.take("velocity", like: parameters)
    let rule = SteppingRule.momentum(rate: learningRate, momentum: momentum)
    for index in parameters.indices {
      parameters[index].lower(
        by: gradients[index], decay: weightDecay, remembering: &velocities[index], rule)
    }
    memory.tensors["velocity"] = velocities
    memory.steps += 1
  }

  /// Checks learning rate, momentum and decay.
  public func checkSettings() throws(TrainingError) {
    try checkNotNegative("learningRate", learningRate)
    try checkFraction("momentum", momentum)
    try checkNotNegative("weightDecay", weightDecay)
  }
}

extension Optimizer where Self == SGD {
  /// Returns stochastic gradient descent with momentum.
  public static func sgd(_ learningRate: Float, momentum: Float = 0, weightDecay: Float = 0) -> SGD {
    SGD(learningRate, momentum: momentum, weightDecay: weightDecay)
  }
}
