/// RMSprop: each number's step is divided by the root of its recent mean squared gradient.
///
/// With the mean `s`, which starts at 0, learning rate η, smoothing α and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     s ← α·s + (1 − α)·g²
///     θ ← θ − η·g / (√s + ε)
///
/// As in PyTorch, ε is outside the root. The decay leaves biases and normalizations alone.
///
/// - SeeAlso: Hinton, Srivastava, Swersky, "Neural networks for machine learning", lecture 6e, 2012.
public struct RMSprop: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The smoothing α: the part of the old mean that stays.
  public var smoothing: Float
  /// The small number ε that keeps the division defined.
  public var epsilon: Float
  /// The weight decay λ of weights; other parameters have none.
  public var weightDecay: Float
  /// The mean squares, as `squares`.
  public var memory = OptimizerMemory()

  /// Creates the rule.
  public init(
    _ learningRate: Float = 0.01, smoothing: Float = 0.99, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    self.learningRate = learningRate
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    var squares = memory.take("squares", like: parameters)
    let rule = SteppingRule.rmsProp(rate: learningRate, smoothing: smoothing, epsilon: epsilon)
    for index in parameters.indices {
      parameters[index].lower(
        by: gradients[index], decay: weightDecay, remembering: &squares[index], rule)
    }
    memory.tensors["squares"] = squares
    memory.steps += 1
  }

  /// Checks learning rate, smoothing, ε and decay.
  public func checkSettings() throws(TrainingError) {
    try checkNotNegative("learningRate", learningRate)
    try checkFraction("smoothing", smoothing)
    try checkNotNegative("epsilon", epsilon)
    try checkNotNegative("weightDecay", weightDecay)
  }
}

extension Optimizer where Self == RMSprop {
  /// Returns the RMSprop rule.
  public static func rmsProp(
    _ learningRate: Float = 0.01, smoothing: Float = 0.99, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) -> RMSprop {
    RMSprop(learningRate, smoothing: smoothing, epsilon: epsilon, weightDecay: weightDecay)
  }
}
