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
    state.lower(
      &parameters, by: gradients, rule, remembering: ["mean", "square"] + (amsgrad ? ["largest"] : []),
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
