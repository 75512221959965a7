/// RMSprop: each number's step is divided by the root of its recent mean squared gradient.
///
/// With the mean `s`, which starts at 0, learning rate η, smoothing α and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     s ← α·s + (1 − α)·g²
///     θ ← θ − η·g / (√s + ε)
///
/// As in PyTorch, ε is outside the root. By default the decay leaves biases and normalizations alone.
///
/// With momentum μ and velocity `v`, from 0, the last line is `v ← μ·v + g / (√s + ε); θ ← θ − η·v`. Centered, the
/// root is that of the variance `s − a²`, with the mean `a ← α·a + (1 − α)·g`; where rounding makes that negative it
/// is 0.
///
/// - SeeAlso: Hinton, Srivastava, Swersky, "Neural networks for machine learning", lecture 6e, 2012; Graves,
///   "Generating sequences with recurrent neural networks", arXiv:1308.0850, equations 38 to 45, centered and with
///   momentum.
public struct RMSprop: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The smoothing α: the part of the old mean that stays.
  public var smoothing: Float
  /// The small number ε that keeps the division defined.
  public var epsilon: Float
  /// The weight decay λ.
  public var weightDecay: Float
  /// Whether biases and normalizations decay, too, not only weights; see ``Parameter/isDecayed``.
  public var decaysBiases: Bool
  /// The momentum μ of the divided gradients.
  public var momentum: Float
  /// Whether the root is that of the variance, not of the mean square.
  public var isCentered: Bool
  /// The mean squares, as `squares`, and what momentum and centering need, as `velocity` and `mean`.
  public var state = OptimizerState()

  /// Creates the rule.
  public init(
    _ learningRate: Float = 0.01, smoothing: Float = 0.99, epsilon: Float = 1e-8, weightDecay: Float = 0,
    momentum: Float = 0, centered: Bool = false, decaysBiases: Bool = false
  ) {
    self.learningRate = learningRate
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentum = momentum
    isCentered = centered
    self.decaysBiases = decaysBiases
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    let names =
      isCentered ? ["squares", "velocity", "mean"] : momentum > 0 ? ["squares", "velocity"] : ["squares"]
    state.update(
      &parameters, by: gradients, rule, slots: names, decay: weightDecay, all: decaysBiases)
  }

  private var rule: UpdateRule {
    isCentered || momentum > 0
      ? .rmsPropMomentum(
        rate: learningRate, smoothing: smoothing, momentum: momentum, epsilon: epsilon, isCentered: isCentered
      )
      : .rmsProp(rate: learningRate, smoothing: smoothing, epsilon: epsilon)
  }

  /// Checks learning rate, smoothing, momentum, ε and decay.
  public func checkSettings() throws(TrainingError) {
    try checkNotNegative("learningRate", learningRate)
    try checkFraction("smoothing", smoothing)
    try checkFraction("momentum", momentum)
    try checkNotNegative("epsilon", epsilon)
    try checkNotNegative("weightDecay", weightDecay)
  }
}

extension Optimizer where Self == RMSprop {
  /// Returns the RMSprop rule.
  public static func rmsProp(
    _ learningRate: Float = 0.01, smoothing: Float = 0.99, epsilon: Float = 1e-8, weightDecay: Float = 0,
    momentum: Float = 0, centered: Bool = false, decaysBiases: Bool = false
  ) -> RMSprop {
    RMSprop(
      learningRate, smoothing: smoothing, epsilon: epsilon, weightDecay: weightDecay, momentum: momentum,
      centered: centered, decaysBiases: decaysBiases)
  }
}
