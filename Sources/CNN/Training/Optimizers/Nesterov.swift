/// Gradient descent with Nesterov's momentum: the step looks one velocity ahead.
///
/// With velocity `v`, which starts at 0, learning rate η, momentum μ and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     v ← μ·v + g
///     θ ← θ − η·(g + μ·v)
///
/// This is the form that PyTorch uses: θ stands for the point one velocity ahead of Nesterov's. The decay
/// leaves biases and normalizations alone.
///
/// - SeeAlso: Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)",
///   1983; Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep
///   learning", ICML 2013.
public struct Nesterov: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The momentum μ.
  public var momentum: Float
  /// The weight decay λ of weights; other parameters have none.
  public var weightDecay: Float
  /// The velocities, as `velocity`.
  public var memory = OptimizerMemory()

  /// Creates the rule.
  public init(_ learningRate: Float, momentum: Float = 0.9, weightDecay: Float = 0) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    var velocities = memory.take("velocity", like: parameters)
    let rule = SteppingRule.nesterov(rate: learningRate, momentum: momentum)
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

extension Optimizer where Self == Nesterov {
  /// Returns gradient descent with Nesterov's momentum.
  public static func nesterov(
    _ learningRate: Float, momentum: Float = 0.9, weightDecay: Float = 0
  ) -> Nesterov {
    Nesterov(learningRate, momentum: momentum, weightDecay: weightDecay)
  }
}
