/// The part that Adam and AdamW share: running means of the gradients and of their squares.
struct AdamMoments {
  let betas: (first: Float, second: Float)
  let epsilon: Float
  /// What the first mean is multiplied by: η / (1 − β₁ᵗ).
  private let stepSize: Float
  /// What the root of the second mean is divided by: √(1 − β₂ᵗ).
  private let rootCorrection: Float

  /// Creates the coefficients of step `t`, counted from 1; the powers are taken in double precision.
  init(learningRate: Float, betas: (Float, Float), epsilon: Float, step t: Int) {
    self.betas = (first: betas.0, second: betas.1)
    self.epsilon = epsilon
    stepSize = Float(Double(learningRate) / (1 - power(Double(betas.0), t)))
    rootCorrection = Float((1 - power(Double(betas.1), t)).squareRoot())
  }

  /// Returns the rule of the step; parameters are multiplied by `kept` first.
  func rule(keeping kept: Float = 1) -> SteppingRule {
    .adam(size: stepSize, betas: betas, correction: rootCorrection, epsilon: epsilon, kept: kept)
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
