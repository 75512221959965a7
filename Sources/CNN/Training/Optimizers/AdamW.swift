/// AdamW: Adam with a weight decay of its own, beside the gradient instead of in it.
///
/// Step t = 1, 2, … with learning rate η and weight decay λ does
///
///     θ ← θ − η·λ·θ
///     m ← β₁·m + (1 − β₁)·g        m̂ = m / (1 − β₁ᵗ)
///     s ← β₂·s + (1 − β₂)·g²       ŝ = s / (1 − β₂ᵗ)
///     θ ← θ − η·m̂ / (√ŝ + ε)
///
/// So every weight shrinks at the same rate, however large its gradients are. By default biases and normalizations
/// are left alone. ``Adam`` tells what AMSGrad changes.
///
/// - SeeAlso: Loshchilov and Hutter, "Decoupled weight decay regularization", arXiv:1711.05101, algorithm 2.
public struct AdamW: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The smoothing β₁ of the gradients and β₂ of their squares.
  public var betas: (Float, Float)
  /// The small number ε that keeps the division defined.
  public var epsilon: Float
  /// The weight decay λ.
  public var weightDecay: Float
  /// Whether biases and normalizations decay, too, not only weights; see ``Parameter/isDecayed``.
  public var decaysBiases: Bool
  /// Whether the largest mean square so far is divided by, not the latest one: AMSGrad.
  public var amsgrad: Bool
  /// The means, as `mean` and `square`, and the largest squares, as `largest`, if they are wanted.
  public var state = OptimizerState()

  /// Creates the rule.
  public init(
    _ learningRate: Float = 0.001, betas: (Float, Float) = (0.9, 0.999), epsilon: Float = 1e-8,
    weightDecay: Float = 0.01, amsgrad: Bool = false, decaysBiases: Bool = false
  ) {
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.amsgrad = amsgrad
    self.decaysBiases = decaysBiases
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    AdamMoments(learningRate: learningRate, betas: betas, epsilon: epsilon, amsgrad: amsgrad).update(
      &parameters, gradients: gradients, state: &state, decay: weightDecay, isDecoupled: true,
      all: decaysBiases)
  }

  /// Checks learning rate, betas, ε and decay.
  public func checkSettings() throws(TrainingError) {
    try checkNotNegative("learningRate", learningRate)
    try checkFraction("the first of betas", betas.0)
    try checkFraction("the second of betas", betas.1)
    try checkNotNegative("epsilon", epsilon)
    try checkNotNegative("weightDecay", weightDecay)
  }
}

extension Optimizer where Self == AdamW {
  /// Returns the AdamW rule.
  public static func adamW(
    _ learningRate: Float = 0.001, betas: (Float, Float) = (0.9, 0.999), epsilon: Float = 1e-8,
    weightDecay: Float = 0.01, amsgrad: Bool = false, decaysBiases: Bool = false
  ) -> AdamW {
    AdamW(
      learningRate, betas: betas, epsilon: epsilon, weightDecay: weightDecay, amsgrad: amsgrad,
      decaysBiases: decaysBiases)
  }
}
