/// Adam: momentum, with each number's step divided by the root of its recent mean squared gradient.
///
/// With means `m` and `s`, which start at 0, learning rate η and weight decay λ, step t = 1, 2, … does
///
///     g ← ∂L/∂θ + λ·θ
///     m ← β₁·m + (1 − β₁)·g        m̂ = m / (1 − β₁ᵗ)
///     s ← β₂·s + (1 − β₂)·g²       ŝ = s / (1 − β₂ᵗ)
///     θ ← θ − η·m̂ / (√ŝ + ε)
///
/// The means start at 0, so at first they are too small by just the factor 1 − βᵗ: one divides by it. The
/// decay here is an L2 penalty; ``AdamW`` has the other kind. By default it leaves biases and normalizations alone.
///
/// AMSGrad keeps `h ← max(h, s)`, from 0, and has ĥ = h / (1 − β₂ᵗ) instead of ŝ: no step grows because large
/// gradients are forgotten.
///
/// - SeeAlso: Kingma and Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980, algorithm 1; Reddi, Kale,
///   Kumar, "On the convergence of Adam and beyond", ICLR 2018, for AMSGrad (here as in PyTorch).
public struct Adam: Optimizer {
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
    weightDecay: Float = 0, amsgrad: Bool = false, decaysBiases: Bool = false
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
      &parameters, gradients: gradients, state: &state, decay: weightDecay, isDecoupled: false,
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

extension Optimizer where Self == Adam {
  /// Returns the Adam rule.
  public static func adam(
    _ learningRate: Float = 0.001, betas: (Float, Float) = (0.9, 0.999), epsilon: Float = 1e-8,
    weightDecay: Float = 0, amsgrad: Bool = false, decaysBiases: Bool = false
  ) -> Adam {
    Adam(
      learningRate, betas: betas, epsilon: epsilon, weightDecay: weightDecay, amsgrad: amsgrad,
      decaysBiases: decaysBiases)
  }
}

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
/// are left alone. ``Adam`` says what AMSGrad changes.
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

/// The part that Adam and AdamW share: running means of the gradients and of their squares.
struct AdamMoments {
  let learningRate: Float
  let betas: (Float, Float)
  let epsilon: Float
  let amsgrad: Bool

  /// Takes step `state.steps + 1`; the powers are taken in double precision.
  ///
  /// - Parameter isDecoupled: Whether the decay is beside the gradient, and not in it.
  func update(
    _ parameters: inout [Parameter], gradients: [Tensor], state: inout OptimizerState, decay: Float,
    isDecoupled: Bool, all: Bool
  ) {
    let t = state.steps + 1
    let rule = UpdateRule.adam(
      size: Float(Double(learningRate) / (1 - power(Double(betas.0), t))), betas: betas,
      correction: Float((1 - power(Double(betas.1), t)).squareRoot()), epsilon: epsilon,
      decoupledRate: isDecoupled ? learningRate : nil, usesLargestSquare: amsgrad)
    state.update(
      &parameters, by: gradients, rule, slots: ["mean", "square"] + (amsgrad ? ["largest"] : []),
      decay: decay, all: all)
  }
}

/// Returns `base` to a whole power, by squaring: the same bits everywhere.
func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
