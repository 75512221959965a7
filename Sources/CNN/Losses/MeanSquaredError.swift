/// Returns the squared distance of outputs from targets, with its gradient.
///
///     l = (y − t)²,   ∂l/∂y = 2·(y − t)
///
/// each element being a loss of its own: the mean is over all elements.
///
/// - Throws: `LossError` when the shapes differ, or there is nothing to take a mean of.
public func meanSquaredError(
  _ outputs: Tensor, targets: Tensor, reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  try elementLoss(outputs, targets, reduction) { y, t, _ in Textbook.squaredError(y, t) }
}

/// Returns the penalty `(λ/2) · Σ θ²` on large numbers, with its gradient `λ·θ` to each tensor.
///
/// Added to a loss it keeps weights small; usually it is taken over the weights and not the biases. Each
/// tensor's squares are a long sum, and these are added in order.
///
/// - Parameter strength: λ, at least 0.
/// - Throws: `LossError` when the strength is negative or no number.
public func l2Penalty(
  _ parameters: [Tensor], strength: Float
) throws(LossError) -> (value: Float, gradients: [Tensor]) {
  guard strength >= 0 && strength.isFinite else {
    throw .outOfRange("strength", got: strength, allowed: "0 or more")
  }
  let squares = parameters.reduce(0) { $0 + ($1 * $1).sum }
  return (strength / 2 * squares, parameters.map { parameter in parameter.map { strength * $0 } })
}
