/// Returns the negative log-probability of the labels, with its gradient: cross-entropy after a logarithm of softmax.
///
///     l[n] = −w[y[n]] · ln p[n, y[n]]
///
/// The mean is divided by the sum of the labels' weights, ignored ones not counted: `Σ w[c] · (number of labels c)`, over
/// c in order. The losses are a long sum over all rows (`Textbook.sum`).
///
/// - Parameters:
///   - logProbabilities: Logarithms of probabilities `[N, C]`, or maps of them `[N, C, …]`.
///   - labels: The right class of each row, from 0; for maps of each position, image by image.
///   - classWeights: How much the errors on each class count, `[C]`; 1 if there are none.
///   - ignored: A label that marks rows without an answer: loss and gradient are 0.
/// - Throws: `LossError` when the parts do not go together.
public func negativeLogLikelihood(
  _ logProbabilities: Tensor, labels: [Int], classWeights: Tensor? = nil,
  ignoring ignored: Int? = nil,
  reduction: Reduction = .mean
) throws(LossError) -> LossResult {
  let rows = try checkedRows(logProbabilities, labels: labels, ignoring: ignored)
  let classes = logProbabilities.shape[1]
  if let classWeights { try checkWeights(classWeights, channels: classes) }
  let weights = classWeights?.scalars ?? Array(repeating: 1, count: classes)
  var losses = [Float](repeating: 0, count: rows.count)
  var gradient = Tensor.zeros(logProbabilities.shape)
  for (row, label) in labels.enumerated() where label != ignored {
    let position = Array(rows[row])[label]
    losses[row] = -weights[label] * logProbabilities.scalars[position]
    gradient.scalars[position] = -weights[label]
  }
  return try reduce(
    losses, gradient, divisor: sum(of: weights, over: labels, ignoring: ignored), reduction)
}
