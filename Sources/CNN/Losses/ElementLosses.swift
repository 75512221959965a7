/// Returns the absolute distance of outputs from targets, with its gradient: the L1 loss.
///
///     l = |y − t|,   ∂l/∂y = sign(y − t)
///
/// each element being a loss of its own: the mean is over all elements.
///
/// - Throws: `LossError` when the shapes differ, or there is nothing to take a mean of.
public func meanAbsoluteError(
  _ outputs: Tensor, targets: Tensor, reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  try elementLoss(outputs, targets, reduction) { y, t, _ in Textbook.absoluteError(y, t) }
}

/// Returns the Huber loss of outputs and targets, with its gradient: squared near the target, absolute far from it.
///
///     l = d²/2 where |d| ≤ δ, else δ·(|d| − δ/2),   d = y − t
///
/// each element being a loss of its own: the mean is over all elements.
///
/// - Parameter delta: Where the one becomes the other, δ > 0.
/// - Throws: `LossError` when the shapes differ, δ is not positive, or there is nothing to take a mean of.
/// - SeeAlso: Huber, "Robust estimation of a location parameter", 1964.
public func huberLoss(
  _ outputs: Tensor, targets: Tensor, delta: Float = 1, reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  try checkPositive("delta", delta)
  return try elementLoss(outputs, targets, reduction) { y, t, _ in
    Textbook.huber(y, t, delta: delta)
  }
}

/// Returns the smooth L1 loss of outputs and targets, with its gradient: the Huber loss divided by its δ, called β.
///
/// The Huber loss is ``huberLoss(_:targets:delta:reduction:)``.
///
/// - Throws: `LossError` when the shapes differ, β is not positive, or there is nothing to take a mean of.
/// - SeeAlso: Girshick, "Fast R-CNN", ICCV 2015, equation 3.
public func smoothL1Loss(
  _ outputs: Tensor, targets: Tensor, beta: Float = 1, reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  try checkPositive("beta", beta)
  return try elementLoss(outputs, targets, reduction) { y, t, _ in
    Textbook.smoothL1(y, t, beta: beta)
  }
}

/// Returns the cross-entropy of scores with the parts of yes, each score being a question of its own.
///
///     l = −t·ln σ(s) − (1 − t)·ln(1 − σ(s)),   ∂l/∂s = σ(s) − t
///
/// The sigmoid is built in, which is exact also where a probability would round to 0 or 1 (PyTorch's
/// `binary_cross_entropy_with_logits`). The mean is over all elements, whatever they weigh.
///
/// - Parameters:
///   - scores: The scores before the sigmoid, in any shape.
///   - targets: What should come, from 0 for no to 1 for yes, in the shape of the scores.
///   - weights: How much each element counts, in the shape of the scores; 1 if there are none.
///   - positiveWeights: How much a yes counts, one number for each channel `[C]` of `[N, C, …]`; 1 if there are none.
/// - Throws: `LossError` when the parts do not go together.
public func sigmoidCrossEntropy(
  _ scores: Tensor, targets: Tensor, weights: Tensor? = nil, positiveWeights: Tensor? = nil,
  reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  guard let positiveWeights else {
    return try elementLoss(scores, targets, weights: weights, reduction) { s, t, _ in
      Textbook.sigmoidCrossEntropy(s, t)
    }
  }
  guard scores.rank >= 2 else { throw .noClasses(scores.shape) }
  try checkWeights(positiveWeights, channels: scores.shape[1])
  let size = scores.shape.droppingFirst.droppingFirst.count
  return try elementLoss(scores, targets, weights: weights, reduction) { s, t, index in
    Textbook.sigmoidCrossEntropy(
      s, t, positiveWeight: positiveWeights.scalars[index / size % positiveWeights.count])
  }
}

/// Returns the cross-entropy of probabilities with the parts of yes, each probability being a question of its own.
///
///     l = −t·ln p − (1 − t)·ln(1 − p),   ∂l/∂p = (p − t) / (p·(1 − p))
///
/// Logarithms are at least −100, as in PyTorch. ``sigmoidCrossEntropy(_:targets:weights:positiveWeights:reduction:)``
/// is more exact and needs no sigmoid at the end of the model.
///
/// - Parameters:
///   - targets: What should come, from 0 for no to 1 for yes, in the shape of the probabilities.
///   - weights: How much each element counts, in the shape of the probabilities; 1 if there are none.
/// - Throws: `LossError` when the parts do not go together, or a number is no probability.
public func binaryCrossEntropy(
  _ probabilities: Tensor, targets: Tensor, weights: Tensor? = nil, reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  if let wrong = probabilities.scalars.first(where: { $0 < 0 || $0 > 1 }) {
    throw .outOfRange("probability", got: wrong, allowed: "between 0 and 1")
  }
  return try elementLoss(probabilities, targets, weights: weights, reduction) { p, t, _ in
    Textbook.binaryCrossEntropy(p, t)
  }
}

/// Returns a loss that each element of the outputs has by itself, in their shape if nothing reduces it.
///
/// The sum is that of `Textbook.sum`, and the mean is the sum divided by the number of elements.
///
/// - Parameter loss: The loss of an output and its target, which are at an index in row-major order.
func elementLoss(
  _ outputs: Tensor, _ targets: Tensor, weights: Tensor? = nil, _ reduction: Reduction,
  _ loss: (_ y: Float, _ t: Float, _ index: Int) -> Textbook.ElementLoss<Float>
) throws(LossError) -> LossResult {
  for other in [targets, weights ?? targets] where other.shape != outputs.shape {
    throw .targetShape(expected: outputs.shape, got: other.shape)
  }
  var (losses, gradient) = (outputs, outputs)
  for index in outputs.scalars.indices {
    let own = loss(outputs.scalars[index], targets.scalars[index], index)
    let weight = weights?.scalars[index] ?? 1
    losses.scalars[index] = weight * own.loss
    gradient.scalars[index] = weight * own.derivative
  }
  switch reduction {
  case .none: return LossResult(value: losses, gradient: gradient)
  case .sum: return LossResult(value: Tensor(shape: [], scalars: [losses.sum]), gradient: gradient)
  case .mean:
    guard outputs.count > 0 else { throw .nothingCounts }
    let count = Float(outputs.count)
    return LossResult(
      value: Tensor(shape: [], scalars: [losses.sum / count]), gradient: gradient.map { $0 / count }
    )
  }
}

private func checkPositive(_ setting: String, _ value: Float) throws(LossError) {
  guard value > 0 && value.isFinite else {
    throw .outOfRange(setting, got: value, allowed: "positive and finite")
  }
}
