/// AdaGrad: each number's rate falls with the sum of its squared gradients.
///
/// With the sum `s`, which starts at 0, learning rate η and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     s ← s + g²
///     θ ← θ − η·g / (√s + ε)
///
/// The decay leaves biases and normalizations alone.
///
/// - SeeAlso: Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic
///   optimization", JMLR 12, 2011.
public struct AdaGrad: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The small number ε that keeps the division defined.
  public var epsilon: Float
  /// The weight decay λ of weights; other parameters have none.
  public var weightDecay: Float
  /// The sums of squares, as `squares`.
  public var memory = OptimizerMemory()

  /// Creates the rule.
  public init(_ learningRate: Float = 0.01, epsilon: Float = 1e-10, weightDecay: Float = 0) {
    self.learningRate = learningRate
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    var squares = memory.take("squares", like: parameters)
    let rule = SteppingRule.adaGrad(rate: learningRate, epsilon: epsilon)
    for index in parameters.indices {
      parameters[index].lower(
        by: gradients[index], decay: weightDecay, remembering: &squares[index], rule)
    }
    memory.tensors["squares"] = squares
    memory.steps += 1
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
    _ learningRate: Float = 0.01, epsilon: Float = 1e-10, weightDecay: Float = 0
  ) -> AdaGrad {
    AdaGrad(learningRate, epsilon: epsilon, weightDecay: weightDecay)
  }
}
