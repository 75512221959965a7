/// Gradient descent with Nesterov's momentum: the step looks one velocity ahead.
///
/// With velocity `v`, which starts at 0, learning rate η, momentum μ and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     v ← μ·v + g
///     θ ← θ − η·(g + μ·v)
///
/// This is the form that PyTorch uses: θ stands for the point one velocity ahead of Nesterov's. By
/// default the decay leaves biases and normalizations alone.
///
/// - SeeAlso: Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)",
///   1983; Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in deep
///   learning", ICML 2013.
public struct Nesterov: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The momentum μ.
  public var momentum: Float
  /// The weight decay λ.
  public var weightDecay: Float
  /// Whether biases and normalizations decay, too, not only weights; see ``Parameter/isDecayed``.
  public var decaysBiases: Bool
  /// The velocities, as `velocity`.
  public var state = OptimizerState()

  /// Creates the rule.
  public init(
    _ learningRate: Float, momentum: Float = 0.9, weightDecay: Float = 0, decaysBiases: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.decaysBiases = decaysBiases
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    state.update(
      &parameters, by: gradients, .nesterov(rate: learningRate, momentum: momentum),
      slots: ["velocity"],
      decay: weightDecay, all: decaysBiases)
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
    _ learningRate: Float, momentum: Float = 0.9, weightDecay: Float = 0, decaysBiases: Bool = false
  ) -> Nesterov {
    Nesterov(learningRate, momentum: momentum, weightDecay: weightDecay, decaysBiases: decaysBiases)
  }
}
