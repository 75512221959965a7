/// Stochastic gradient descent, with momentum if wanted.
///
/// With velocity `v`, learning rate η, momentum μ, dampening τ and weight decay λ, each step does
///
///     g ← ∂L/∂θ + λ·θ
///     v ← μ·v + (1 − τ)·g
///     θ ← θ − η·v
///
/// The first step has `v = g`, as in PyTorch. Without momentum and decay that is `θ ← θ − η·∂L/∂θ`.
/// The decay is the gradient of `λ/2·‖θ‖²`, the L2 penalty; by default it leaves biases and
/// normalizations alone.
///
/// - SeeAlso: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, for momentum.
public struct SGD: Optimizer {
  /// The learning rate η.
  public var learningRate: Float
  /// The momentum μ.
  public var momentum: Float
  /// The weight decay λ.
  public var weightDecay: Float
  /// Whether biases and normalizations decay, too, not only weights; see ``Parameter/isDecayed``.
  public var decaysBiases: Bool
  /// The dampening τ of the gradients in the velocity; the first step, and one without momentum, has none.
  public var dampening: Float
  /// The velocities, as `velocity`.
  public var state = OptimizerState()

  /// Creates the rule.
  public init(
    _ learningRate: Float, momentum: Float = 0, weightDecay: Float = 0, dampening: Float = 0,
    decaysBiases: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.dampening = dampening
    self.decaysBiases = decaysBiases
  }

  /// Changes `parameters` by one step.
  public mutating func update(_ parameters: inout [Parameter], gradients: [Tensor]) {
    let share = momentum > 0 && state.steps > 0 ? 1 - dampening : 1
    state.update(
      &parameters, by: gradients, .momentum(rate: learningRate, momentum: momentum, share: share),
      slots: ["velocity"], decay: weightDecay, all: decaysBiases)
  }

  /// Checks learning rate, momentum, dampening and decay.
  public func checkSettings() throws(TrainingError) {
    try checkNotNegative("learningRate", learningRate)
    try checkFraction("momentum", momentum)
    try checkFraction("dampening", dampening)
    try checkNotNegative("weightDecay", weightDecay)
  }
}

extension Optimizer where Self == SGD {
  /// Returns stochastic gradient descent with momentum.
  public static func sgd(
    _ learningRate: Float, momentum: Float = 0, weightDecay: Float = 0, dampening: Float = 0,
    decaysBiases: Bool = false
  ) -> SGD {
    SGD(
      learningRate, momentum: momentum, weightDecay: weightDecay, dampening: dampening,
      decaysBiases: decaysBiases)
  }
}
