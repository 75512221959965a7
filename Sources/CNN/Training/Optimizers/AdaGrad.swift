/// AdaGrad: each number's rate falls with the sum of its squared gradients.
///
/// With the sum `s`, which starts at 0, learning rate η and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     s ← s + g²
///     θ ← θ − η·g / (√s + ε)
///
/// By default the decay leaves biases and normalizations alone.
///
/// - SeeAlso: Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic
///   optimization", JMLR 12, 2011.
public struct AdaGrad: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The small number ε that keeps the division defined.
  public var epsilon: Float
  /// The weight decay λ.
  public var weightDecay: Float
  /// Whether biases and normalizations decay, too, not only weights; see ``Parameter/isDecayed``.
  public var decaysBiases: Bool
  /// The sums of squares, as `squares`.
  public var state = OptimizerState()

  /// Creates the rule.
  public init(
    _ learningRate: Float = 0.01, epsilon: Float = 1e-10, weightDecay: Float = 0, decaysBiases: Bool = false
  ) {
    self.learningRate = learningRate
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decaysBiases = decaysBiases
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    state.update(
      &parameters, by: gradients, .adaGrad(rate: learningRate, epsilon: epsilon), slots: ["squares"],
      decay: weightDecay, all: decaysBiases)
  }

  /// Checks learning rate, ε and decay.
  public func checkSettings() throws(TrainingError) {
    try checkNotNegative("learningRate", learningRate)
    try checkNotNegative("epsilon", epsilon)
    try checkNotNegative("weightDecay", weightDecay)
  }
}

extension Optimizer where Self == AdaGrad {
  /// Returns the AdaGrad rule.
  public static func adaGrad(
    _ learningRate: Float = 0.01, epsilon: Float = 1e-10, weightDecay: Float = 0, decaysBiases: Bool = false
  ) -> AdaGrad {
    AdaGrad(learningRate, epsilon: epsilon, weightDecay: weightDecay, decaysBiases: decaysBiases)
  }
}
